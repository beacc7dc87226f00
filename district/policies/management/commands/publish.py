"""`huiqi publish [CATALOGUE]`: publish a catalogue folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

import rulebook
from district.policies import actions, queries
from district.policies.english import stale
from rulebook import CatalogueError


class Command(BaseCommand):
    help = "发布一个政策目录；正在用的就是它时什么也不做，以前发布过的会重新生效"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("catalogue", nargs="?", type=Path, default=settings.CATALOGUE)
        parser.add_argument("--english-stands", action="store_true", help="中文改过的地方，英文已看过，仍然准确")

    def handle(self, *, catalogue: Path, english_stands: bool = False, **_: Any) -> None:
        try:
            before = queries.current_publication()
        except DatabaseError:
            raise CommandError("数据库还没有建表，请先运行 huiqi run --prepare-only 或 huiqi migrate。") from None
        try:
            if before is not None and not english_stands:
                _told(before.release, rulebook.read_catalogue(catalogue))
            release = actions.publish(path=catalogue)
        except CatalogueError as error:
            raise CommandError(f"目录有误，没有发布：\n{error}") from None
        self.stdout.write(_said(before, release))


def _told(release: queries.Release, catalogue: rulebook.Catalogue) -> None:
    """Raises CommandError where English still speaks of what the release says and the Chinese no longer does."""
    old = stale(release, catalogue)
    lines = [
        f"{each.place.file}:{each.place.line} “{each.chinese}”（原为“{each.before}”）：{each.english}" for each in old
    ]
    if lines:
        raise CommandError("这些英文说的还是旧的文字，没有发布：\n" + "\n".join(lines)
                           + "\n请改英文或去掉 en；英文仍然准确的，加 --english-stands 再发布。")  # fmt: skip


def _said(before: queries.Publication | None, release: queries.Release) -> str:
    after = queries.current_publication()
    assert after is not None
    count = f"共 {after.versions.count()} 个版本"
    if before is not None and before.release == release:
        return f"没有变化：正在用的就是 {release}，{count}"
    if after.release.publications.count() > 1:
        return f"已改回以前发布过的 {release}，{count}，从现在起按它判断（先前是 {before.release if before else ''}）"
    return f"已发布 {release}，{count}"
