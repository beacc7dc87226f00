"""When an award is paid: read from its version's `benefit`, as a list of instalments to the fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from district.funds.checks import NotPossible
from district.funds.models import Award, Instalment, Line
from district.funds.money import share, to_fen
from district.funds.promise import Promise
from district.policies.queries import MONTHS

AT_ONCE = "decision"


@dataclass(frozen=True)
class Planned:
    """One payment to come: `due_on` is None while it waits for what `at` names. `serial` stays its number for good."""

    serial: int
    fen: int
    at: str
    due_on: dt.date | None

    def year(self, start: dt.date) -> int:
        """The calendar year whose money it is: of its day, or of the decision while it has none."""
        return (self.due_on or start).year


def plan(description: Mapping[str, Any], promise: Promise, start: dt.date) -> list[Planned]:
    """The payments of an award decided on `start`.

    Shares of milestones (`instalments: [{share: 50 %, at: decision}, …]`) add up to what is promised exactly; what a
    limit keeps back of a year comes off that year's last payments. Payments of nothing are left out.
    Raises NotPossible where more is kept back of a year than it has.
    """
    rows = _whole(description, promise, start)
    for year, yuan in promise.cuts:
        rows = _less(rows, year, to_fen(yuan), start)
    return [each for each in rows if each.fen]


def by_year(planned: list[Planned], start: dt.date) -> dict[int, int]:
    """Fen by calendar year, in order."""
    found: dict[int, int] = {}
    for each in planned:
        found[each.year(start)] = found.get(each.year(start), 0) + each.fen
    return dict(sorted(found.items()))


def _whole(description: Mapping[str, Any], promise: Promise, start: dt.date) -> list[Planned]:
    fen = to_fen(promise.each)
    if promise.runs:
        step = MONTHS[promise.per]
        return [Planned(n + 1, fen, AT_ONCE, add_months(start, step * n)) for n in range(promise.times)]
    parts = (description.get("benefit") or {}).get("instalments") or []
    if not parts or fen <= 0:
        return [Planned(1, fen, AT_ONCE, start)]
    fens = share(fen, {place: int(Decimal(str(part["share"])) * 100) for place, part in enumerate(parts)})
    return [
        Planned(place + 1, fens[place], part["at"], start if part["at"] == AT_ONCE else None)
        for place, part in enumerate(parts)
        if place in fens
    ]


def _less(rows: list[Planned], year: int, fen: int, start: dt.date) -> list[Planned]:
    found = []
    for each in reversed(rows):
        cut = min(fen, each.fen) if each.year(start) == year else 0
        fen -= cut
        found.append(replace(each, fen=each.fen - cut))
    if fen:
        raise NotPossible(_("%(year)d 年的给付不够扣减。") % {"year": year})
    return found[::-1]


def this_year(planned: list[Planned], year: int) -> list[Planned]:
    """Those that this year's budget must carry: due this year or waiting for a milestone."""
    return [each for each in planned if each.due_on is None or each.due_on.year <= year]


def instalments(award: Award, planned: list[Planned], line: Line) -> list[Instalment]:
    """Rows for a plan: this year's on `line`, later years' planned without one. A pool or fund carries every year.

    A plan that begins after the line's year was held on it: its first year is the line's.
    """
    first_year = min((each.due_on.year for each in planned if each.due_on), default=line.year)
    year = max(line.year, first_year)
    rows = []
    for each in planned:
        later = each.due_on is not None and each.due_on.year > year and line.sort == Line.Sort.BUDGET
        state = (
            Instalment.State.PLANNED if later
            else Instalment.State.DUE if each.due_on else Instalment.State.WAITING
        )  # fmt: skip
        rows.append(
            Instalment(
                award=award, line=None if later else line, serial=each.serial, fen=each.fen,
                full=each.fen, at=each.at, due_on=each.due_on, state=state,
            )
        )  # fmt: skip
    return rows


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
