"""`huiqi watch_obligations [--on DATE]`: the night's work after decisions; `--later` leaves it to the worker."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district.cases.aftercare import tasks


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
        done = tasks.night.func(on)
        words = {"made": "新立义务", "kept": "守住", "breached": "疑似违反", "unknown": "不确定", "ended": "期满履行",
                 "heard": "已处理过", "corrections": "事实更正"}  # fmt: skip
        self.stdout.write("，".join(f"{words[name]} {count}" for name, count in done.items()))
