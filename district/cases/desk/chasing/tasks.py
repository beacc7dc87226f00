"""The night's work on clocks, done by the worker or by `huiqi review_clocks`."""

from __future__ import annotations

from django_tasks import task

from district.cases.desk import lapsing
from district.cases.desk.chasing import actions
from district.cases.review.joint.actions import lapse_overdue
from district.ground import clock


@task()
def night() -> dict[str, int]:
    """Silent opinions, corrections that do not come, whoever is late."""
    return work()


def work() -> dict[str, int]:
    """Each part in small transactions; run again it finds nothing more to do. Counts by what was done."""
    today = clock.today()
    silent = lapse_overdue(today=today)
    return {"silent": silent, **lapsing.night(today=today), "told": actions.climb(today=today)}
