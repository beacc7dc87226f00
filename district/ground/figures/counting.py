"""Counting: a figure's value in a period, its months, its parts, the rows behind it. One query a source."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, Expression, Min, Model, Q, QuerySet, Sum, Value
from django.db.models.fields import DateTimeField
from django.db.models.functions import Cast, Concat, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.figures.figure import AnyFigure, Dimension, Figure, Flow, Ratio, Stock
from district.ground.figures.periods import NotAPeriod, Period, joined
from district.ground.figures.registry import may_have
from district.ground.people.permissions import require

FEWEST = 5  # people; a smaller number could tell who they are
Where = Mapping[str, Any]
Simple = Flow[Any] | Stock[Any]


class NotCounted(ValueError):
    """A figure cannot be told as asked; `str()` is fit for the person who asked."""


class NotAdded(TypeError):
    """Numbers that do not add up over time: what there is on a day, different ones, ratios."""


@dataclass(frozen=True)
class Told:
    """A figure's number, of which period, counted when. `number` is None where it is kept back; `invented` of it rest
    on numbers no document confirms. `bottom`: a ratio's other number. `own`: of what the person who asked may read.
    """

    figure: AnyFigure
    period: Period
    number: Decimal | None
    at: dt.datetime
    invented: Decimal = Decimal(0)
    bottom: Decimal | None = None
    own: bool = False

    @property
    def kept_back(self) -> bool:
        return self.number is None

    @property
    def percent(self) -> Decimal | None:
        """A ratio's, to one place; None of nothing."""
        if self.number is None or not self.bottom:
            return None
        return (self.number * 100 / self.bottom).quantize(Decimal("0.1"))

    def __add__(self, other: Told) -> Told:
        """Of two periods that follow one another. Raises NotAdded."""
        if other.figure is not self.figure or not adds_up(self.figure):
            raise NotAdded(f"{self.figure.key} does not add up over time")
        if self.number is None or other.number is None:
            return replace(self, period=joined([self.period, other.period]), number=None)
        return replace(
            self, period=joined([self.period, other.period]), number=self.number + other.number,
            invented=self.invented + other.invented, at=max(self.at, other.at),
        )  # fmt: skip


def adds_up(figure: AnyFigure) -> bool:
    return isinstance(figure, Flow) and not figure.of


def added(figure: Flow[Any], periods: Iterable[Period], **asked: Any) -> Told:
    """A flow's number over periods that follow one another. Raises NotAdded for whatever does not add up."""
    if not adds_up(figure):
        raise NotAdded(f"{figure.key} does not add up over time")
    return value(figure, joined(periods), **asked)


def value(
    figure: AnyFigure, period: Period | None = None, *, where: Where | None = None, user: Any = None, own: bool = False
) -> Told:
    """A figure's number in a period (a stock's: on its last day; None: today, and everything up to it).

    `where`: dimension → value, values, or a Period. `user` is who asks: the whole number takes a public figure or the
    permission to have it, `own` counts what they may read. Raises Refused, NotCounted.
    """
    return values([figure], period, where=where, user=user, own=own)[figure.key]


def values(
    figures: Iterable[AnyFigure], period: Period | None = None, *, where: Where | None = None, user: Any = None,
    own: bool = False,
) -> dict[str, Told]:  # fmt: skip
    """Several at once, by key: one query a source, however many figures it has."""
    asked, at = list(figures), clock.now()
    when = spoken_of(period)
    counted: dict[str, tuple[Decimal, Decimal]] = {}
    by_source: dict[str, dict[str, Simple]] = defaultdict(dict)
    for each in asked:
        if not own:
            require(may_have(each, user))
        for part in parts_of(each):
            by_source[part.source.key][part.key] = part
    for some in by_source.values():
        counted |= _together(list(some.values()), when, where, user, own)
    return {each.key: _told(each, counted, when, at, user, own) for each in asked}


def parts_of(figure: AnyFigure) -> tuple[Simple, ...]:
    return (figure.top, figure.bottom) if isinstance(figure, Ratio) else (figure,)


def spoken_of(period: Period | None) -> Period:
    """The days that are counted: none to come."""
    today = clock.today()
    try:
        return (period or Period.until(today)).clipped(today)
    except NotAPeriod as not_yet:
        raise NotCounted(str(not_yet)) from None


def _told(
    figure: AnyFigure, counted: dict[str, tuple[Decimal, Decimal]], when: Period, at: dt.datetime, user: Any, own: bool
) -> Told:
    first, *rest = (counted[part.key] for part in parts_of(figure))
    told = Told(figure, _shown(figure, when), first[0], at, first[1], rest[0][0] if rest else None, own)
    few = any(0 < counted[part.key][0] < FEWEST and not part.may_small(user) for part in parts_of(figure))
    return replace(told, number=None, bottom=None, invented=Decimal(0)) if few and not own else told


def _shown(figure: AnyFigure, when: Period) -> Period:
    """Of a stock only the day is spoken of."""
    return Period.day(when.last) if isinstance(parts_of(figure)[0], Stock) else when


def _together(
    figures: list[Simple], when: Period, where: Where | None, user: Any, own: bool
) -> dict[str, tuple[Decimal, Decimal]]:
    """Number and invented part of figures of one source; one query."""
    rows = _rows(figures[0], when, where, user, own)
    counts: dict[str, Expression] = {}
    every = []
    for place, each in enumerate(figures):
        this = counting(each, when, rows.model)
        every.append(this)
        counts[f"n{place}"] = _measure(each, this)
        if each.source.invented is not None:
            counts[f"i{place}"] = _measure(each, this & each.source.invented)
    if all(every):
        rows = rows.filter(reduce(or_, every))
    found = rows.order_by().aggregate(**counts)
    return {
        each.key: (_number(each, found[f"n{place}"]), _number(each, found.get(f"i{place}")))
        for place, each in enumerate(figures)
    }


def _number(figure: Figure[Any], found: Any) -> Decimal:
    number = Decimal(found or 0)
    return number / 100 if figure.fen else number


def _rows(figure: Simple, when: Period, where: Where | None, user: Any, own: bool) -> QuerySet[Any]:
    """The source's rows on the period's last day, narrowed. Raises NotCounted."""
    source = figure.source
    if isinstance(figure, Stock) and not source.looks_back and when.last != clock.today():
        raise NotCounted(_("“%(words)s”只能说当天的，过去的没有留下。") % {"words": figure.words})
    rows = source.rows(when.last)
    if own:
        rows = source.read_by(rows, user)
    if not where:
        return rows
    try:
        return rows.filter(narrowing(figure, where, rows.model))
    except (ValueError, ValidationError):
        raise NotCounted(_("没有这样的分项。")) from None


def narrowing(figure: Figure[Any], where: Where, model: type[Model]) -> Q:
    """Raises NotCounted for a dimension that the figure has not."""
    found = Q()
    for key, wanted in where.items():
        try:
            lookup = figure.source.dimension(key).lookup
        except KeyError:
            raise NotCounted(_("“%(words)s”不能按“%(key)s”分。") % {"words": figure.words, "key": key}) from None
        if isinstance(wanted, Period):
            found &= _within(model, lookup, wanted)
        elif isinstance(wanted, Collection) and not isinstance(wanted, str):
            found &= Q(**{f"{lookup}__in": list(wanted)})
        else:
            found &= Q(**{lookup: wanted})
    return found


def counting(figure: Simple, when: Period, model: type[Model]) -> Q:
    """Which of the source's rows count."""
    which = figure.which(when.last)
    return which & _within(model, figure.time, when) if isinstance(figure, Flow) else which


def _within(model: type[Model], lookup: str, period: Period) -> Q:
    """Rows whose day or moment lies in the period; those without one do not."""
    first: dt.date | None = period.first
    if not _is_moment(model, lookup):
        found = Q(**{f"{lookup}__lte": period.last})
        return found & Q(**{f"{lookup}__gte": first}) if first else found
    found = Q(**{f"{lookup}__lt": _midnight(period.last + dt.timedelta(days=1))})
    return found & Q(**{f"{lookup}__gte": _midnight(first)}) if first else found


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _is_moment(model: Any, lookup: str) -> bool:
    *path, last = lookup.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model
    return isinstance(model._meta.get_field(last), DateTimeField)


def _measure(figure: Figure[Any], which: Q | None = None) -> Expression:
    if figure.amount:
        return Sum(figure.amount, filter=which)
    if figure.of:
        return Count(_one_of(figure.of), distinct=True, filter=which)
    return Count("pk", filter=which)


def _one_of(lookups: Sequence[str]) -> Any:
    """Several lookups as one text."""
    if len(lookups) == 1:
        return lookups[0]
    texts: list[Any] = []
    for each in lookups:
        texts += [Cast(each, CharField()), Value(" ")]
    return Concat(*texts)


# Months and parts


def series(
    figure: Simple, months: Sequence[Period], *, where: Where | None = None, user: Any = None, own: bool = False
) -> list[Told]:
    """A number a month. A flow's in one query; a stock's, on each month's last day, one a month."""
    today = clock.today()
    months = [each.clipped(today) for each in months]
    if not months:
        return []
    if isinstance(figure, Stock):
        return [value(figure, each, where=where, user=user, own=own) for each in months]
    if not own:
        require(may_have(figure, user))
    whole = Period(months[0].first, months[-1].last)
    rows = _rows(figure, whole, where, user, own)
    rows = rows.filter(counting(figure, whole, rows.model)).order_by()
    counts = {"n": _measure(figure)}
    if figure.source.invented is not None:
        counts["i"] = _measure(figure, figure.source.invented)
    found = {
        row.pop("in_month"): (_number(figure, row["n"]), _number(figure, row.get("i")))
        for row in rows.annotate(in_month=TruncMonth(figure.time)).values("in_month").annotate(**counts)
    }
    by_month = {(key.year, key.month): pair for key, pair in found.items()}
    nothing, at = (Decimal(0), Decimal(0)), clock.now()
    return [
        _told(figure, {figure.key: by_month.get((each.last.year, each.last.month), nothing)}, each, at, user, own)
        for each in months
    ]


@dataclass(frozen=True)
class Part:
    """One part of a figure: the dimension's value, how it reads."""

    value: Any
    words: str
    told: Told


def breakdown(
    figure: Simple, dimension: str, period: Period | None = None, *, where: Where | None = None, user: Any = None,
    own: bool = False,
) -> list[Part]:  # fmt: skip
    """A figure by one dimension, the largest first; one query. Where a single small number about people is kept back,
    the next smallest is too: the whole would tell it.
    """
    if not own:
        require(may_have(figure, user))
    by = _dimension(figure, dimension)
    when, at = spoken_of(period), clock.now()
    found = [
        Part(row[by.lookup], _read(by, row), _told(figure, {figure.key: pair}, when, at, user, own))
        for row, pair in _grouped(figure, (by,), when, where, user, own)
    ]
    found.sort(key=lambda part: (part.told.number is None, -(part.told.number or 0), part.words))
    if sum(part.told.kept_back for part in found) == 1 and len(found) > 1:
        place = len(found) - 2
        found[place] = replace(found[place], told=replace(found[place].told, number=None, invented=Decimal(0)))
    return found


def crossed(
    figure: Simple, dimensions: Sequence[str], period: Period | None = None, *, where: Where | None = None,
    user: Any = None, own: bool = False,
) -> dict[tuple[Any, ...], tuple[Decimal, Decimal]]:  # fmt: skip
    """The same by several: values of the dimensions → number and its invented part; one query. About people only for
    who may have every number."""
    if not own:
        require(may_have(figure, user))
    if not own:
        require(figure.may_small(user))
    by = tuple(_dimension(figure, each) for each in dimensions)
    rows = _grouped(figure, by, spoken_of(period), where, user, own)
    return {tuple(row[each.lookup] for each in by): pair for row, pair in rows}


def _dimension(figure: Simple, key: str) -> Dimension:
    try:
        return figure.source.dimension(key)
    except KeyError:
        raise NotCounted(_("“%(words)s”不能按“%(key)s”分。") % {"words": figure.words, "key": key}) from None


def _grouped(
    figure: Simple, by: Sequence[Dimension], when: Period, where: Where | None, user: Any, own: bool
) -> Iterable[tuple[dict[str, Any], tuple[Decimal, Decimal]]]:
    rows = _rows(figure, when, where, user, own)
    rows = rows.filter(counting(figure, when, rows.model)).order_by()
    counts = {"n": _measure(figure)}
    if figure.source.invented is not None:
        counts["i"] = _measure(figure, figure.source.invented)
    names = dict.fromkeys(name for each in by for name in (each.lookup, each.label) if name)
    for row in rows.values(*names).annotate(**counts):
        yield row, (_number(figure, row["n"]), _number(figure, row.get("i")))


def _read(by: Dimension, row: dict[str, Any]) -> str:
    found = row[by.label or by.lookup]
    if found in (None, ""):
        return _("未注明")
    return str(by.named(found)) if by.named else str(found)


# The rows behind


def rows_behind(
    figure: Simple, period: Period | None = None, *, where: Where | None = None, user: Any = None
) -> QuerySet[Any]:
    """The rows a person may read of those that were counted; where different ones were, the first row of each. As many
    as the number, or adding up to it, for whoever may read all.
    """
    when = spoken_of(period)
    rows = _rows(figure, when, where, user, own=True)
    return firsts(figure, rows.filter(counting(figure, when, rows.model)))


def all_behind(figure: Simple, period: Period | None = None, *, where: Where | None = None) -> QuerySet[Any]:
    """Every row that was counted, whoever asks: for what the house itself compares, never to be shown."""
    when = spoken_of(period)
    rows = _rows(figure, when, where, None, own=False)
    return firsts(figure, rows.filter(counting(figure, when, rows.model)))


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
    found = rows.filter(part.which(clock.today())).order_by().aggregate(day=Min(part.time))["day"]
    return timezone.localdate(found) if isinstance(found, dt.datetime) else found
