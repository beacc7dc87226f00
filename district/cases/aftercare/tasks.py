"""Long work of this part, done by the worker."""

from __future__ import annotations

import datetime as dt

from django_tasks import task

from district.cases.aftercare import correcting, watching
from district.ground import clock


@task()
def look_again(enterprise_ids: list[int]) -> int:
    """Judge again the decisions of these enterprises that corrected facts touch."""
    return correcting.look_again_at_all(enterprise_ids)


@task()
def night(on: str = "") -> dict[str, int]:
    """The night's work: obligations of new grants, looks that are due, corrected facts. `on` is a date, or today."""
    if on:
        with clock.at(dt.date.fromisoformat(on)):
            return work()
    return work()


def work() -> dict[str, int]:
    """Each part in small transactions; run again it finds nothing more to do. Counts by what was done."""
    made = watching.catch_up()
    looks = watching.watch_due()
    return {"made": made, **looks, "corrections": correcting.look_again_at_all()}
