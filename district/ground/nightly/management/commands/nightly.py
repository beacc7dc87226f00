"""`huiqi nightly`: every piece of work that rooms do once a night."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from district.ground.bringing.nightly import pieces
from district.ground.nightly.actions import Done, run

MARKS = {True: "✓", False: "✗", None: "…"}


class Command(BaseCommand):
    help = "办各室登记的夜间工作，逐项进行，一项出错不影响其他；可以重复运行；有出错的以状态 1 退出并说明是哪些"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", action="append", default=[], metavar="KEY", help="只办这一项，可以重复")
        parser.add_argument("--on", type=dt.date.fromisoformat, help="按哪一天（默认今天）")
        parser.add_argument("--list", action="store_true", dest="listing", help="列出有哪些项")

    def handle(self, *, only: list[str], on: dt.date | None, listing: bool, **_: Any) -> None:
        if listing:
            for piece in pieces:
                self.stdout.write(f"{piece.key}  {piece.label}")
            return
        try:
            done = run(only, on, self.tell)
        except KeyError as unknown:
            raise CommandError(f"没有“{unknown.args[0]}”这一项；用 --list 看有哪些。") from None
        if failed := [each.piece.key for each in done if each.fine is False]:
            raise CommandError(f"出错 {len(failed)} 项：{'、'.join(failed)}")

    def tell(self, done: Done) -> None:
        said = done.said if done.fine is not None else "另一个进程正在办"
        self.stdout.write(f"{MARKS[done.fine]} {done.piece.key}（{done.seconds:.1f} 秒）{said}")
        self.stdout.flush()
