"""`huiqi bundle PROGRAMME YEAR --out FILE`: write an audit bundle; `rulebook verify FILE` derives it again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district.cases.core.checks import NotPossible
from district.cases.decisions import bundles
from district.policies.queries import Programme


class Command(BaseCommand):
    help = "写一个项目一年的审计包：规则、事实、决定、留痕；用 rulebook verify 离线核对"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="项目的 slug")
        parser.add_argument("year", type=int)
        parser.add_argument("--out", type=Path, required=True, help="写出的文件；写完才换上这个名字")

    def handle(self, *, programme: str, year: int, out: Path, **_: Any) -> None:
        found = Programme.objects.filter(slug=programme).first()
        if found is None:
            raise CommandError(f"没有项目“{programme}”。")
        try:
            written = bundles.write_to(out, programme=found, year=year)
        except (NotPossible, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{out}：决定 {written.decisions} 件（同意 {written.granted}，{written.amount:,.2f} 元），"
            f"留痕到第 {written.last} 行\nSHA-256 {written.sha256}"
        )
