"""The rows behind a number, and from which day it can be told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone

from district.ground import clock
from district.ground.figures import people
from district.ground.figures.counting import Simple, Where, counting, parts_of, rows_of, spoken, spoken_of
from district.ground.figures.figure import AnyFigure, Stock
from district.ground.figures.periods import Period


def rows_behind(
    figure: Simple, period: Period | None = None, *, where: Where | None = None, user: Any = None
) -> QuerySet[Any]:
    """The rows a person may read of those that were counted; where different ones were, the first row of each. As many
    as the number, or adding up to it, for whoever may read all.
    """
    when = spoken_of(period)
    rows = rows_of(figure, when, where, user, own=True)
    of_people = figure.source.people
    if of_people is not None and figure.source.seen is None and not figure.may_small(user):
        rows = rows.filter(people.without(of_people))
    return firsts(figure, rows.filter(counting(figure, when, rows.model)))


def all_behind(
    figure: Simple, period: Period | None = None, *, where: Where | None = None, in_public: bool = False
) -> QuerySet[Any]:
    """Every row that was counted, whoever asks, or with `in_public` those that are told of to everybody: for what the
    house itself compares, never to be shown."""
    when = spoken_of(period)
    rows = rows_of(figure, when, where, None, own=False)
    which, _hidden = spoken(figure, rows, when, where or {}, own=False, exact=not in_public)
    return firsts(figure, rows.filter(which))


def firsts(figure: Simple, rows: QuerySet[Any]) -> QuerySet[Any]:
    if not figure.of:
        return rows
    first = rows.order_by().values(*figure.of).annotate(first_pk=Min("pk")).values("first_pk")
    return rows.filter(pk__in=first)


def first_day(figure: AnyFigure) -> dt.date | None:
    """From which day it can be told: as its source says, else the earliest row's; today for what leaves no trace."""
    part = parts_of(figure)[0]
    if part.source.since is not None:
        return part.source.since
    if isinstance(part, Stock):
        return None if part.source.looks_back else clock.today()
    rows = part.source.rows(clock.today())
    if part.source.people is not None:  # the first of them may be one person's
        rows = rows.filter(people.without(part.source.people))
    found = rows.filter(part.which(clock.today())).order_by().aggregate(day=Min(part.time))["day"]
    return timezone.localdate(found) if isinstance(found, dt.datetime) else found
