"""`huiqi submit_consented`: hand in the drafts whose window has opened and whose enterprise agreed to it."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from district.cases.desk.nightly import hand_in
from district.ground import clock
from district.ground.bringing.nightly import Faulty


class Command(BaseCommand):
    help = "提交申报期已开放、企业同意自动提交的草稿；每件单独处理，可以重复运行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="按哪一天（默认今天）")

    def handle(self, *, on: dt.date | None = None, **_: Any) -> None:
        with clock.at(on) if on else nullcontext():
            try:
                self.stdout.write(hand_in(clock.today()))
            except Faulty as fault:
                raise CommandError(str(fault)) from None
