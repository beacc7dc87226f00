"""How a line burns down, and the day it would run out if it went on so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import TruncDate

from district.funds.models import Kind, Line, Transfer
from district.funds.money import to_yuan
from district.ground import clock

LEAST_DAYS = 14  # of a history shorter than this nothing is said: one early decision is no trend


@dataclass(frozen=True)
class Point:
    """The end of a day: what was still free, and what had been decided or paid by then; yuan."""

    day: dt.date
    available: Decimal
    spent: Decimal


@dataclass(frozen=True)
class Forecast:
    """`runs_out_on` is None when the line would last; `daily` is what was decided a day on average."""

    since: dt.date
    daily: Decimal
    runs_out_on: dt.date | None


SPENT = (Kind.COMMITTED, Kind.SENT, Kind.PAID, Kind.RECEIVABLE, Kind.WRITTEN_OFF)


def burn_down(line: Line) -> list[Point]:
    """One point for each day on which anything moved; one query."""
    rows = Transfer.objects.filter(Q(credit__line=line) | Q(debit__line=line)).order_by()
    by_day = rows.annotate(day=TruncDate("at")).values("day").annotate(
        free=_net(line, Kind.AVAILABLE), spent=_net(line, *SPENT)
    ).order_by("day")  # fmt: skip
    points, free, spent = [], 0, 0
    for row in by_day:
        free, spent = free + (row["free"] or 0), spent + (row["spent"] or 0)
        points.append(Point(row["day"], to_yuan(free), to_yuan(spent)))
    return points


def _net(line: Line, *kinds: str) -> Sum:
    """What came into the line's accounts of some kinds less what went out."""
    into, out = Q(debit__line=line, debit__kind__in=kinds), Q(credit__line=line, credit__kind__in=kinds)
    return Sum(Case(When(into & ~out, then=F("fen")), When(out & ~into, then=-F("fen")), default=0))


def forecast(line: Line, points: list[Point] | None = None) -> Forecast | None:
    """The average day since the first decision, carried on from today. None without a fortnight's history, or when
    nothing is being spent."""
    points = burn_down(line) if points is None else points
    today = clock.today()
    spending = [point for point in points if point.spent]
    if not spending or line.closed_at:
        return None
    since, last = spending[0].day, points[-1]
    days = (today - since).days + 1
    if days < LEAST_DAYS or last.spent <= 0:
        return None
    daily = (last.spent / days).quantize(Decimal("0.01"))
    if daily <= 0:
        return None
    left_days = int(last.available / daily)
    runs_out = today + dt.timedelta(days=min(left_days, 36500))
    end = dt.date(line.year, 12, 31)
    lasts = line.sort == Line.Sort.BUDGET and runs_out > end
    return Forecast(since, daily, None if lasts else runs_out)
