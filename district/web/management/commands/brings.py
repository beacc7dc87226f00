"""`huiqi brings`: what rooms have registered, by registry."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from district.ground.bringing.registry import listing


class Command(BaseCommand):
    help = "列出各室登记了什么：栏目、首页、待办、夜间工作、搜索、通知类别、演示数据"

    def handle(self, **_: Any) -> None:
        for name, keys in listing().items():
            self.stdout.write(f"{name}（{len(keys)}）")
            for key in keys:
                self.stdout.write(f"  {key}")
