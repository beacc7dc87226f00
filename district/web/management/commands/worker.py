"""`huiqi worker`: take up what a dead worker left, then do long work as it comes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django_tasks_db.management.commands.db_worker import Command as DbWorker

from district.cases.letters.tasks import wake as papers_waiting
from district.ground.messages.tasks import wake
from district.ground.work.actions import give, take_up
from district.web.beating import beat_on


class Command(DbWorker):
    requires_system_checks = []  # they import every page; `make check` makes them
    help = "后台任务进程：先接着做上次中断的运行，再处理队列"

    def handle(self, *args: Any, **options: Any) -> None:
        for work in take_up():
            give(work)
        wake()
        if settings.SITE_ADDRESS:
            papers_waiting()
        beat_on()
        super().handle(*args, **options)
