"""`huiqi sizes`: compute the size class of the whole register anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from district.policies import actions


class Command(BaseCommand):
    help = "按目录的划型表重算全部企业的规模"

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"已核算 {actions.compute_sizes()} 家企业")
