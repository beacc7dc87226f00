"""`huiqi review_clocks`: the night's work on joint reviews."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from district.applications.joint.actions import lapse_overdue
from district.record import clock


class Command(BaseCommand):
    help = "联审到期处理：逾期未答的按规则视为同意或不同意，其余催办"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"逾期关闭 {lapse_overdue(today=clock.today())} 条会办意见。")
