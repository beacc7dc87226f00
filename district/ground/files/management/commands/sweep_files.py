"""`huiqi sweep_files`: remove the bytes of files that no row refers to any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from district.ground import clock
from district.ground.files.nightly import files


class Command(BaseCommand):
    help = "删除已没有任何记录引用、且一天内没有动过的上传文件"

    def handle(self, **_: Any) -> None:
        self.stdout.write(files(clock.today()))
