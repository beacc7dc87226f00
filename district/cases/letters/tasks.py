"""Issued papers become sealed files soon after, by the worker, whether anybody asks for them or not.

A paper is written, numbered and kept in the transaction of its move; setting and sealing its PDF takes a tenth of a
second that a decision need not wait for. Where the site does not know its own address (HUIQI_ADDRESS) the file waits
for the first reader, whose browser says at which address it can be checked.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from district.cases.letters.filing import filed
from district.cases.letters.models import IssuedLetter

SOME = 100  # papers a run; a job of thousands leaves the worker free for others in between


@task()
def file_waiting() -> int:
    """File some of the papers that have no file yet, the oldest first; returns how many."""
    rows = list(IssuedLetter.objects.filter(filed=None).select_related("application").order_by("pk")[:SOME])
    for row in rows:
        filed(row)
    if len(rows) == SOME:
        wake()
    return len(rows)


def soon() -> None:
    """After this transaction: see to it that the worker comes."""
    if settings.SITE_ADDRESS and file_waiting.get_backend().supports_defer:
        transaction.on_commit(wake)


def wake() -> None:
    """One task is enough for all that wait; more often does no harm."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=file_waiting.module_path)
    if not waiting.exists():
        file_waiting.enqueue()
