"""The one task that does every kind of long work."""

from __future__ import annotations

from django.conf import settings
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from district.ground.work import running


@task()
def do_work(pk: int) -> None:
    if running.run(pk, others=others_wait):
        do_work.enqueue(pk)


def others_wait() -> bool:
    """Whether the worker has something else to do: notices to send, another's long work."""
    return not settings.TASKS_AT_ONCE and DBTaskResult.objects.ready().exists()
