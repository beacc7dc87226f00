"""`huiqi check_owners`: the night's look at cases that nobody has, or that have no deadline."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from district.cases.desk.nightly import owners
from district.ground import clock


class Command(BaseCommand):
    help = "查没有人负责、没有期限的件，告诉牵头部门负责人；同一份清单只说一次"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="按哪一天（默认今天）")

    def handle(self, *, on: dt.date | None = None, **_: Any) -> None:
        with clock.at(on) if on else nullcontext():
            self.stdout.write(owners(clock.today()))
