"""Deliveries are sent by the worker: at once when something is due, and woken again for what is due later."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from district.ground import clock
from district.ground.messages import sending

AFTER_A_FAULT = dt.timedelta(minutes=1)
SOON = dt.timedelta(seconds=2)  # what is due by then needs no appointment


@task()
def deliver() -> dict[str, int]:
    """Send what is due and make an appointment for the rest."""
    try:
        done = dict(sending.deliver_due())
    except Exception:
        if deliver.get_backend().supports_defer:
            wake(not_before=clock.now() + AFTER_A_FAULT)
        raise
    if deliver.get_backend().supports_defer:
        wake()
    return done


def wake(not_before: dt.datetime | None = None) -> None:
    """See to it that the worker comes when the next delivery is due. Called after commit; more often does no harm."""
    now = clock.now()
    moment = sending.next_due(now)
    if moment is None:
        return
    moment = max(moment, not_before or now)
    later = moment > now + SOON
    if (
        not deliver.get_backend().supports_defer
    ):  # long work is done at once: what is due later waits for `huiqi deliver`
        if not later:
            deliver.enqueue()
        return
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=deliver.module_path)
    # A task without an appointment has the far end of time as its hour.
    if waiting.filter(Q(run_after__lte=moment) | Q(run_after=get_date_max())).exists():
        return
    (deliver.using(run_after=moment) if later else deliver).enqueue()
