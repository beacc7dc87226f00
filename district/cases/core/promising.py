"""By when a case can be decided: from its window's close, over the steps still before it. A broken promise is said so.

A bureau's own days are those of `decide`; what other bureaus, experts and the public take comes on top, as the law on
licences has it for experts and hearings (行政许可法, art. 45).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from district.cases.core import terms
from district.cases.core.models import Application
from district.cases.core.process import JOINT, SCORE, Handling, handling_of
from district.cases.core.states import WORKING
from district.cases.core.windows import window_of
from district.ground.record import calendar
from district.ground.record.calendar import Deadline

EXPERTS = terms.Term(10)  # what a round gives them where the officer names no day
AFTER_NOTICE = terms.Term(5)  # to write the decision once the notice is over; illustrative


def counts_from(description: Mapping[str, Any], as_of: dt.date, today: dt.date) -> dt.date:
    """The day the decision's term begins: a window's cases wait for its close, for they are weighed together."""
    window = window_of(description.get("intake") or {}, as_of)
    quota = handling_of(description).quota
    if window is None or (quota is not None and quota.by == "first-come"):
        return today
    return max(today, window.closes)


def decision_due(
    description: Mapping[str, Any], as_of: dt.date, passed: Collection[str], today: dt.date
) -> tuple[dt.date, Deadline]:
    """(from when the term counts, its last day): the steps not passed yet, one after the other, then the bureau's."""
    start = counts_from(description, as_of, today)
    reached, provisional = over_steps(description, passed, start)
    own = terms.term(description, "decide").from_day(reached)
    return start, Deadline(own.date, own.provisional or provisional, own.days)


def over_steps(description: Mapping[str, Any], passed: Collection[str], start: dt.date) -> tuple[dt.date, bool]:
    """The day by which the steps not passed are over when they begin on `start`, and whether it is provisional."""
    handling, provisional, day = handling_of(description), False, start
    for step in handling.steps:
        if step not in passed:
            found = _one(step, handling, description, day)
            day, provisional = found.date, provisional or found.provisional
    return day, provisional


def _one(step: str, handling: Handling, description: Mapping[str, Any], day: dt.date) -> Deadline:
    if step == JOINT:
        return max((each.term.from_day(day) for each in handling.partners), key=lambda due: due.date)
    return EXPERTS.from_day(day) if step == SCORE else terms.notice_until(description, day)


def begin_decision(row: Application, today: dt.date) -> None:
    """The term to decide begins."""
    terms.begin(row, *decision_due(row.version.description, row.as_of, row.passed, today))


def begin_notice(row: Application, since: dt.date, until: dt.date, *, provisional: bool) -> None:
    """A case on notice is decided after it: by the day promised, or shortly after the notice where that was before."""
    after = AFTER_NOTICE.from_day(until)
    if row.due_on is None or row.due_on < after.date:
        terms.begin(row, since, Deadline(after.date, after.provisional or provisional, after.days))


def make_room(row: Application, until: dt.date, step: str, today: dt.date) -> dt.date | None:
    """A step that stood still by law now ends on `until`: where the day promised cannot be kept any more, another is
    promised. The day before, or None: it can be kept, or was broken already. The caller saves and tells."""
    if row.due_on is None or row.due_on < today:
        return None
    reached, _provisional = over_steps(row.version.description, [*row.passed, step], until)
    if reached < row.due_on:
        return None
    before, due = row.due_on, terms.term(row.version.description, "decide").from_day(reached)
    terms.begin(row, row.due_from or today, due)
    return before


def broken(row: Application, today: dt.date) -> int:
    """Working days by which the bureau is late with a case; nought while it is not."""
    if row.state not in WORKING or row.due_on is None or row.due_on >= today:
        return 0
    return max(1, calendar.working_days_between(row.due_on, today))
