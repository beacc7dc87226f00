"""`huiqi publish [CATALOGUE]`: publish a catalogue folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from district.policies import actions
from rulebook import CatalogueError


class Command(BaseCommand):
    help = "发布一个政策目录；内容没有变时什么也不做"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("catalogue", nargs="?", type=Path, default=settings.CATALOGUE)

    def handle(self, *, catalogue: Path, **_: Any) -> None:
        try:
            release = actions.publish(path=catalogue)
        except CatalogueError as error:
            raise CommandError(f"目录有误，没有发布：\n{error}") from None
        self.stdout.write(f"已发布 {release.hash[:12]}，共 {release.versions.count()} 个版本")
