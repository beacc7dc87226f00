"""`huiqi worker`: take up what a dead worker left, then do long work as it comes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django_tasks_db.management.commands.db_worker import Command as DbWorker

from district.cases.desk.bulk.tasks import do_job
from district.cases.desk.bulk.work import take_up
from district.cases.letters.tasks import wake as papers_waiting
from district.cases.offers.tasks import do_round
from district.cases.offers.work import take_up as offers_left
from district.ground.messages.tasks import wake
from district.policies.runs.work import take_up_abandoned
from district.policies.tasks import do_run
from district.web.beating import beat_on


class Command(DbWorker):
    requires_system_checks = []  # they import every page; `make check` makes them
    help = "后台任务进程：先接着做上次中断的运行，再处理队列"

    def handle(self, *args: Any, **options: Any) -> None:
        for run in take_up_abandoned():
            do_run.enqueue(run.pk)
        for job in take_up():
            do_job.enqueue(job.pk)
        for round_ in offers_left():
            do_round.enqueue(round_.pk)
        wake()
        if settings.SITE_ADDRESS:
            papers_waiting()
        beat_on()
        super().handle(*args, **options)
