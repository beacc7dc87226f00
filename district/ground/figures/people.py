"""How people are told in numbers to who may not know who they are: one rule, whatever is asked, of whichever days.

Rows about people are told in cells alone: one calendar year and one value of each dimension that the source names (a
programme). A cell of fewer than five people is not told. Of the others whole fives are: the first five rows, the first
ten. Whatever else is told adds such cells up, so neither two filters nor two periods nor two days of asking differ by
fewer than five rows, and nothing that is told holds anything of a cell that is not. What is asked by another dimension,
or of days that are no whole years, is told without people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, Count, Expression, F, Min, Q, QuerySet, When, Window
from django.db.models.functions import Cast, Concat, ExtractYear, RowNumber

from district.ground import clock
from district.ground.figures.figure import Figure, Flow, People
from district.ground.figures.periods import Period

FEWEST = 5  # people; a smaller number could tell who they are


def exact(figure: Figure[Any], user: Any, *, own: bool = False) -> bool:
    """Whether somebody is told every number: nobody is in it, they read the rows, or they may know small numbers."""
    return own or figure.source.people is None or bool(figure.may_small(user))


def whole_years(period: Period, today: dt.date) -> Period | None:
    """The whole calendar years of a period, the running one as far as it has come; None where there is none."""
    first, last = period.first, period.last
    if last != today and (last.month, last.day) != (12, 31):
        last = dt.date(last.year - 1, 12, 31)
    if first is not None and (first.month, first.day) != (1, 1):
        first = dt.date(first.year + 1, 1, 1)
    return None if first is not None and first > last else Period(first, last)


def told_of(figure: Figure[Any], when: Period, asked: Iterable[str]) -> Period | None:
    """Of which days people are told where these dimensions are asked for; None where they are not."""
    people = figure.source.people
    if people is None or not set(asked) <= set(people.by):
        return None
    found = whole_years(when, clock.today())
    if isinstance(figure, Flow) or found is None:
        return found
    return found if found.last == when.last else None  # what there is on a day


def without(people: People) -> Q:
    return Q(pk__in=[]) if people.which is None else ~people.which


def of_people(people: People) -> Q:
    return Q() if people.which is None else people.which


def kept(figure: Figure[Any], rows: QuerySet[Any], which: Q) -> Q:
    """The rows that are told, of a source's `rows`; `which` are those that count, of days that are told."""
    people = figure.source.people
    assert people is not None
    cells = rows.order_by().filter(which & of_people(people)).annotate(cell=cell(figure))
    enough = cells.values("cell").annotate(people=Count(people.who, distinct=True)).filter(people__gte=FEWEST)
    once = cells.filter(cell__in=enough.values("cell"))
    if figure.of:
        first = cells.values("cell", *figure.of).annotate(first_pk=Min("pk"))
        once = once.filter(pk__in=first.values("first_pk"))
    order = ([F(figure.time)] if isinstance(figure, Flow) else []) + [F("pk")]
    ranked = once.annotate(
        place=Window(RowNumber(), partition_by=[F("cell")], order_by=order),
        many=Window(Count("pk"), partition_by=[F("cell")]),
    ).filter(place__lte=F("many") - F("many") % FEWEST)  # fmt: skip
    return without(people) | Q(pk__in=ranked.values("pk"))


def cell(figure: Figure[Any]) -> Expression:
    """A row's cell, as one text: the first dimension people are told by decides the others."""
    people = figure.source.people
    assert people is not None
    told_by = Cast(figure.source.dimension(people.by[0]).lookup, CharField())
    if not isinstance(figure, Flow):
        return told_by
    return Concat(told_by, Cast(ExtractYear(figure.time), CharField()))


def apart(figure: Figure[Any], one: Any) -> Any:
    """By what different ones are told apart: of people the same one in another cell is another."""
    people = figure.source.people
    assert people is not None
    in_cell = Concat(Cast(one, CharField()), cell(figure))
    if people.which is None:
        return in_cell
    return Case(When(people.which, then=in_cell), default=Cast(one, CharField()))
