"""`huiqi submit_consented`: hand in the drafts whose window has opened and whose enterprise agreed to it."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from district.cases.intake.consenting import submit_consented
from district.ground import clock


class Command(BaseCommand):
    help = "提交申报期已开放、企业同意自动提交的草稿；每件单独处理，可以重复运行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="按哪一天（默认今天）")

    def handle(self, *, on: dt.date | None = None, **_: Any) -> None:
        with clock.at(on) if on else nullcontext():
            done = submit_consented()
        for reference in done.submitted:
            self.stdout.write(f"{reference} 已提交")
        for reference, why in done.failed.items():
            self.stdout.write(f"{reference} 没有提交：{why}")
        for reference in done.moot:
            self.stdout.write(f"{reference} 已不需要")
        if done.broken:
            raise CommandError(f"出了意外，下次再试：{'、'.join(done.broken)}")
