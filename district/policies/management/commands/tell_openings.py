"""`huiqi tell_openings`: the night's news to who subscribed: what is new, open again or changed, and fits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from district.ground import clock
from district.policies.nightly import openings


class Command(BaseCommand):
    help = "告诉订阅的人：适合的政策新出台、重新开放或有变化；每晚运行一次，每次开放只告诉一次"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="按哪一天（默认今天）")

    def handle(self, *, on: dt.date | None = None, **_: Any) -> None:
        with clock.at(on or clock.now()):
            self.stdout.write(openings(clock.today()))
