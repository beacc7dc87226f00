"""`huiqi verify-log`: walk the sealed log and say whether every line still stands as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from district.ground.record.actions import ChainBroken, verify_chain


class Command(BaseCommand):
    help = "逐行核对留痕链；发现改动、缺失或删除时以非零状态退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = verify_chain()
        except ChainBroken as broken:
            raise CommandError(_("留痕链不完整：%(why)s") % {"why": broken}) from broken
        self.stdout.write(_("留痕链完整：%(n)d 行逐行核对无误。") % {"n": count})
