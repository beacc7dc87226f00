"""`huiqi ledger verify | resume | daily`: whether the ledger holds; what a killed process left; the day's upkeep."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district.funds import verifying, working
from district.funds.models import Transfer
from district.funds.nightly import upkeep
from district.ground import clock


class Command(BaseCommand):
    requires_system_checks = []  # nothing of the pages is needed: it is started at once, and often
    help = "核对账目（verify）、续办中断的批次（resume）、每日整理：占用到期、按期给付的暂停和恢复（daily）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify", "resume", "daily"])

    def handle(self, *, what: str, **_: Any) -> None:
        getattr(self, f"do_{what}")()

    def do_verify(self) -> None:
        faults = verifying.verify()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"账目有 {len(faults)} 处不符。")
        self.stdout.write(f"账目相符：分录 {Transfer.objects.count():,} 条，逐户、逐笔、逐批核对无误。")

    def do_resume(self) -> None:
        count = working.resume(lambda what, n: self.tell(f"{what} {n}"))
        self.stdout.write(f"续办 {count} 项。")

    def do_daily(self) -> None:
        self.stdout.write(upkeep(clock.today()))

    def tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
