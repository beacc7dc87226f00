"""`huiqi remind_papers`: tell enterprises whose papers expire within thirty days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from district.enterprises.nightly import papers
from district.ground import clock


class Command(BaseCommand):
    help = "提醒材料三十天内到期的企业，每份只提醒一次"

    def handle(self, **_: Any) -> None:
        self.stdout.write(papers(clock.today()))
