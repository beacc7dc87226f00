"""`huiqi review_clocks`: the night's work on deadlines: silent bureaus, corrections that do not come, who is late."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from district.cases.desk.nightly import clocks
from district.ground import clock


class Command(BaseCommand):
    help = "期限的夜间处理：会办逾期、补正逾期告知和视为撤回、逐级提醒超期的件"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="按哪一天（默认今天）")

    def handle(self, *, on: dt.date | None = None, **_: Any) -> None:
        with clock.at(on or clock.now()):
            self.stdout.write(clocks(clock.today()))
