"""When an award is paid: read from its version's `benefit`, as a list of instalments to the fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from district.funds.models import Award, Instalment, Line
from district.funds.money import share

AT_ONCE = "decision"
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Planned:
    """One payment to come: `due_on` is None while it waits for what `at` names."""

    fen: int
    at: str
    due_on: dt.date | None


def times(description: Mapping[str, Any]) -> int:
    """How many times the decided amount is paid; 1 where it is paid once."""
    benefit = description.get("benefit") or {}
    return int(benefit.get("times") or 1) if benefit.get("per") in MONTHS else 1


def plan(description: Mapping[str, Any], fen: int, start: dt.date) -> list[Planned]:
    """The payments of an award decided on `start`.

    `fen` is the decided amount: of one period where the version runs (`per: month`, `times: 36`), else of all.
    Shares of milestones (`instalments: [{share: 50 %, at: decision}, …]`) add up to it exactly.
    """
    benefit = description.get("benefit") or {}
    if times(description) > 1:
        step = MONTHS[benefit["per"]]
        return [Planned(fen, AT_ONCE, add_months(start, step * n)) for n in range(times(description))]
    parts = benefit.get("instalments") or []
    if not parts:
        return [Planned(fen, AT_ONCE, start)]
    weights = {place: int(Decimal(str(part["share"])) * 100) for place, part in enumerate(parts)}
    fens = share(fen, weights)
    return [
        Planned(fens[place], part["at"], start if part["at"] == AT_ONCE else None)
        for place, part in enumerate(parts)
        if place in fens
    ]


def this_year(planned: list[Planned], year: int) -> list[Planned]:
    """Those that this year's budget must carry: due this year or waiting for a milestone."""
    return [each for each in planned if each.due_on is None or each.due_on.year <= year]


def instalments(award: Award, planned: list[Planned], line: Line, first: int = 1) -> list[Instalment]:
    """Rows for a plan: this year's on `line`, later years' planned without one. A pool or fund carries every year.

    A plan that begins after the line's year was held on it: its first year is the line's.
    """
    first_year = min((each.due_on.year for each in planned if each.due_on), default=line.year)
    year = max(line.year, first_year)
    rows = []
    for serial, each in enumerate(planned, first):
        later = each.due_on is not None and each.due_on.year > year and line.sort == Line.Sort.BUDGET
        state = (
            Instalment.State.PLANNED if later
            else Instalment.State.DUE if each.due_on else Instalment.State.WAITING
        )  # fmt: skip
        rows.append(
            Instalment(
                award=award, line=None if later else line, serial=serial, fen=each.fen, at=each.at,
                due_on=each.due_on, state=state,
            )
        )  # fmt: skip
    return rows


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
