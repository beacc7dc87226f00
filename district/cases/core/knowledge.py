"""What is known today of an enterprise as of a day, past days included: two clocks, and months counted from a day."""

from __future__ import annotations

import calendar
import datetime as dt

from district.cases.core import standing
from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise


def known(enterprise: Enterprise, as_of: dt.date) -> standing.Frozen:
    """The facts true on `as_of` as they are known now, in the form a submission freezes them."""
    found = enterprises.facts_known_of(enterprise, as_of)
    return {
        name: {
            "value": standing.text_of(each.value), "type": each.kind.type, "unit": each.unit, "grade": each.grade,
            "source": each.source, "valid_from": each.valid_from.isoformat(), "expired": each.expired,
        }
        for name, each in found.items()
    }  # fmt: skip


def after_months(day: dt.date, months: int) -> dt.date:
    """`day` so many months on; where the month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_look(from_on: dt.date, every: int, until_on: dt.date, today: dt.date) -> dt.date:
    """The first day after `today` that is a multiple of `every` months from `from_on`, but the last day is one too."""
    passed = (today.year - from_on.year) * 12 + today.month - from_on.month
    turn = max(1, passed // every)
    while (day := after_months(from_on, turn * every)) <= today:
        turn += 1
    return until_on if today < until_on < day else day
