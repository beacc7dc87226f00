"""A year's holidays are out: deadlines that were counted by weekends alone are counted again, and people are told.

A public notice keeps the last day it was published with: strangers have read it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.appeals.models import Appeal
from district.cases.core import telling, terms
from district.cases.core.models import Application
from district.cases.core.states import ACCEPTED, APPROVING, JOINT, RETURNED, SCORING, SUBMITTED
from district.cases.review.joint.models import Opinion
from district.cases.review.scoring.models import Round
from district.ground.record import calendar
from district.ground.record.actions import lock, write_log

ROOM = "cases"
STEPS = {SUBMITTED: "accept", RETURNED: "correct", ACCEPTED: "decide", JOINT: "decide", SCORING: "decide",
         APPROVING: "decide"}  # fmt: skip


def count_anew(years: Collection[int]) -> int:
    """In the transaction that took the lists in. Returns how many deadlines moved; each is told to those it binds."""
    with transaction.atomic():
        return _cases(years) + _others(years)


def again(start: dt.date, due: dt.date, years: Collection[int], *, working: bool = True) -> calendar.Deadline:
    """The deadline that `start` and `due`, counted while `years` were provisional, come to now."""
    if working:
        return calendar.add_working_days(start, calendar.counted_before(start, due, years))
    return calendar.add_days(start, (due - start).days)


def _cases(years: Collection[int]) -> int:
    moved = 0
    open_ = Application.objects.filter(due_provisional=True, due_on__isnull=False, due_from__isnull=False)
    for case in lock(open_.select_related("version", "programme__office", "enterprise", "officer")):
        assert case.due_from is not None and case.due_on is not None
        step = STEPS.get(case.state)
        working = step is None or terms.term(case.version.description, step).working
        found, before = again(case.due_from, case.due_on, years, working=working), case.due_on
        case.due_on, case.due_provisional = found.date, found.provisional
        case.save(update_fields=["due_on", "due_provisional"])
        if found.date != before:
            moved += 1
            _log(case.reference, before, found.date)
            telling.rescheduled(case, before)
    return moved


def _others(years: Collection[int]) -> int:
    """Opinions, appeals and rounds: they stand in lists with their day, and are told of by those lists."""
    moved = 0
    opinions = Opinion.objects.filter(due_provisional=True, said="").select_related("application")
    appeals = Appeal.objects.filter(due_provisional=True, due_on__isnull=False, answered_at=None)
    waiting: list[Any] = [*lock(opinions), *lock(appeals)]
    for row in waiting:
        moved += _move(row, row.due_from, years, getattr(row, "reference", "") or row.application.reference)
    for round_ in lock(Round.objects.filter(due_provisional=True, closed_at=None)):
        moved += _move(round_, timezone.localdate(round_.opened_at), years, round_.reference)
    return moved


def _move(row: Any, start: dt.date, years: Collection[int], subject: str) -> int:
    found, before = again(start, row.due_on, years), row.due_on
    row.due_on, row.due_provisional = found.date, found.provisional
    row.save(update_fields=["due_on", "due_provisional"])
    if found.date == before:
        return 0
    _log(subject, before, found.date)
    return 1


def _log(subject: str, before: dt.date, after: dt.date) -> None:
    write_log(room=ROOM, subject=subject, verb="reschedule", by=None, reason=_("放假安排已公布"),
              data={"before": before.isoformat(), "after": after.isoformat()})  # fmt: skip
