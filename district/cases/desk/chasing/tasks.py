"""The night's work on clocks."""

from __future__ import annotations

from district.cases.desk import lapsing
from district.cases.desk.chasing import actions
from district.cases.review.joint.actions import lapse_overdue
from district.ground import clock


def work() -> dict[str, int]:
    """Silent opinions, corrections that do not come, whoever is late; each part in small transactions. Run again it
    finds nothing more to do. Counts by what was done.
    """
    today = clock.today()
    silent = lapse_overdue(today=today)
    return {"silent": silent, **lapsing.night(today=today), "told": actions.climb(today=today)}
