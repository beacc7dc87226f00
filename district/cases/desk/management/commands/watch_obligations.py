"""`huiqi watch_obligations [--on DATE]`: the night's work after decisions; `--later` leaves it to the worker."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district.cases.aftercare import tasks
from district.cases.desk.nightly import obligations
from district.ground import clock


class Command(BaseCommand):
    help = "跟踪决定之后的义务、复看事实已更正的决定；每晚运行一次，重复运行不会重复立线索"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", default="", help="按哪一天算，例如 2022-06-24；不写是今天")
        parser.add_argument("--later", action="store_true", help="交给后台进程")

    def handle(self, *, on: str, later: bool, **_: Any) -> None:
        try:
            if on:
                dt.date.fromisoformat(on)
        except ValueError:
            raise CommandError(f"“{on}”不是日期。") from None
        if later:
            tasks.night.enqueue(on)
            self.stdout.write("已交给后台进程")
            return
        with clock.at(dt.date.fromisoformat(on)) if on else nullcontext():
            self.stdout.write(obligations(clock.today()))
