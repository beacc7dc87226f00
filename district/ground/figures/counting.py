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
from django.db.models import CharField, Count, Expression, Model, Q, QuerySet, Sum, Value
from django.db.models.fields import DateTimeField
from django.db.models.functions import Cast, Concat, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.figures import people
from district.ground.figures.figure import AnyFigure, Dimension, Figure, Flow, Ratio, Stock
from district.ground.figures.periods import NotAPeriod, Period, joined
from district.ground.figures.registry import may_have
from district.ground.people.permissions import require

Where = Mapping[str, Any]
Simple = Flow[Any] | Stock[Any]


class NotCounted(ValueError):
    """A figure cannot be told as asked; `str()` is fit for the person who asked."""


@dataclass(frozen=True)
class Counted:
    """A number and its invented part; `back`: it is kept back."""

    number: Decimal = Decimal(0)
    invented: Decimal = Decimal(0)
    back: bool = False


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
    figure: AnyFigure, period: Period | None = None, *, where: Where | None = None, user: Any = None, own: bool = False,
    in_public: bool = False,
) -> Told:  # fmt: skip
    """A figure's number in a period (a stock's: on its last day; None: today, and everything up to it).

    `where`: dimension → value, values, or a Period. `user` is who asks: the whole number takes a public figure or the
    permission to have it, `own` counts what they may read; `in_public`: as it is told to everybody, whoever asks.
    Raises Refused, NotCounted.
    """
    return values([figure], period, where=where, user=user, own=own, in_public=in_public)[figure.key]


def values(
    figures: Iterable[AnyFigure], period: Period | None = None, *, where: Where | None = None, user: Any = None,
    own: bool = False, in_public: bool = False,
) -> dict[str, Told]:  # fmt: skip
    """Several at once, by key: one query a source, however many figures it has."""
    asked, at = list(figures), clock.now()
    when = spoken_of(period)
    counted: dict[str, Counted] = {}
    by_source: dict[str, dict[str, Simple]] = defaultdict(dict)
    for each in asked:
        if not own:
            require(may_have(each, user))
        for part in parts_of(each):
            by_source[part.source.key][part.key] = part
    for some in by_source.values():
        counted |= _together(list(some.values()), when, where or {}, user, own, in_public)
    return {each.key: _told(each, counted, when, at, own) for each in asked}


def parts_of(figure: AnyFigure) -> tuple[Simple, ...]:
    return (figure.top, figure.bottom) if isinstance(figure, Ratio) else (figure,)


def spoken_of(period: Period | None) -> Period:
    """The days that are counted: none to come."""
    today = clock.today()
    try:
        return (period or Period.until(today)).clipped(today)
    except NotAPeriod as not_yet:
        raise NotCounted(str(not_yet)) from None


def _told(figure: AnyFigure, counted: Mapping[str, Counted], when: Period, at: dt.datetime, own: bool) -> Told:
    first, *rest = (counted[part.key] for part in parts_of(figure))
    if first.back or any(each.back for each in rest):
        return Told(figure, _shown(figure, when), None, at, own=own)
    return Told(figure, _shown(figure, when), first.number, at, first.invented, rest[0].number if rest else None, own)


def _shown(figure: AnyFigure, when: Period) -> Period:
    """Of a stock only the day is spoken of."""
    return Period.day(when.last) if isinstance(parts_of(figure)[0], Stock) else when


def _together(
    figures: list[Simple], when: Period, where: Where, user: Any, own: bool, in_public: bool
) -> dict[str, Counted]:
    """Figures of one source; one query."""
    rows = rows_of(figures[0], when, where, user, own)
    counts: dict[str, Expression] = {}
    every = []
    for place, each in enumerate(figures):
        this, hidden = spoken(
            each, rows, when, where, own=own, exact=not in_public and people.exact(each, user, own=own)
        )
        every.append(this | (hidden or Q(pk__in=[])) if this else this)
        counts[f"n{place}"] = _measure(each, this, apart=hidden is not None)
        if each.source.invented is not None:
            counts[f"i{place}"] = _measure(each, this & each.source.invented, apart=hidden is not None)
        if hidden is not None:
            counts[f"h{place}"] = Count("pk", filter=hidden)
    if all(every):
        rows = rows.filter(reduce(or_, every))
    found = rows.order_by().aggregate(**counts)
    return {
        each.key: _counted(each, found[f"n{place}"], found.get(f"i{place}"), hidden=found.get(f"h{place}"))
        for place, each in enumerate(figures)
    }


def _counted(figure: Figure[Any], number: Any, invented: Any, *, hidden: int | None = None) -> Counted:
    """`hidden`: rows about people among those asked for, told or not; None where every number is told."""
    found = Counted(_number(figure, number), _number(figure, invented))
    of_people = figure.source.people
    alone = of_people is not None and of_people.which is None
    few = hidden is not None and not found.number and bool(hidden or alone)
    return Counted(back=True) if few else found


def spoken(
    figure: Simple, rows: QuerySet[Any], when: Period, where: Iterable[str], *, own: bool, exact: bool,
    by: Iterable[str] = (),
) -> tuple[Q, Q | None]:  # fmt: skip
    """Which of the source's rows are told; and, where that is not everything, those about people of the same days.

    Raises NotCounted where nothing but people is counted and they are not told so.
    """
    which = counting(figure, when, rows.model)
    of_people = figure.source.people
    if exact or own or of_people is None:
        return which, None
    days = people.told_of(figure, when, [*where, *by])
    if days is None:
        if of_people.which is None:
            raise NotCounted(_("与个人有关的数只按整年、按项目说，够五个才说，免得认出是谁。"))
        return which & people.without(of_people), Q(pk__in=[])
    theirs = counting(figure, days, rows.model) if isinstance(figure, Flow) else which
    return which & people.kept(figure, rows, theirs), theirs & people.of_people(of_people)


def _number(figure: Figure[Any], found: Any) -> Decimal:
    number = Decimal(found or 0)
    return number / 100 if figure.fen else number


def rows_of(figure: Simple, when: Period, where: Where | None, user: Any, own: bool) -> QuerySet[Any]:
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


def _measure(figure: Figure[Any], which: Q | None = None, *, apart: bool = False) -> Expression:
    if figure.amount:
        return Sum(figure.amount, filter=which)
    if figure.of:
        one = _one_of(figure.of)
        return Count(people.apart(figure, one) if apart else one, distinct=True, filter=which)
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
    figure: Simple, periods: Sequence[Period], *, where: Where | None = None, user: Any = None, own: bool = False
) -> list[Told]:
    """A number a month, or a year. A flow's in one query; a stock's, on each one's last day, and people's, one each."""
    today = clock.today()
    periods = [each.clipped(today) for each in periods]
    if not periods:
        return []
    if isinstance(figure, Stock) or _by_year(figure, user, own):
        return [value(figure, each, where=where, user=user, own=own) for each in periods]
    if not own:
        require(may_have(figure, user))
    whole = Period(periods[0].first, periods[-1].last)
    rows = rows_of(figure, whole, where, user, own)
    exact = people.exact(figure, user, own=own)
    which, _hidden = spoken(figure, rows, whole, where or {}, own=own, exact=exact, by=("month",))
    counts = {"n": _measure(figure)}
    if figure.source.invented is not None:
        counts["i"] = _measure(figure, figure.source.invented)
    found = {
        row.pop("in_month"): _counted(figure, row["n"], row.get("i"))
        for row in rows.filter(which).order_by().annotate(in_month=TruncMonth(figure.time)).values("in_month")
        .annotate(**counts)
    }  # fmt: skip
    by_month, at = {(key.year, key.month): each for key, each in found.items()}, clock.now()
    return [
        _told(figure, {figure.key: by_month.get((each.last.year, each.last.month), Counted())}, each, at, own)
        for each in periods
    ]


def _by_year(figure: Simple, user: Any, own: bool) -> bool:
    """Whether nothing but people is counted, who are told by whole years."""
    of_people = figure.source.people
    return of_people is not None and of_people.which is None and not people.exact(figure, user, own=own)


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
    """A figure by one dimension, the largest first; one query. People by what they are told by alone."""
    if not own:
        require(may_have(figure, user))
    by = dimension_of(figure, dimension)
    when, at = spoken_of(period), clock.now()
    found = [
        Part(row[by.lookup], words_of(by, row), _told(figure, {figure.key: counted}, when, at, own))
        for row, counted in grouped(figure, (by,), when, where or {}, user, own)
    ]
    return sorted(found, key=lambda part: (part.told.number is None, -(part.told.number or 0), part.words))


def crossed(
    figure: Simple, dimensions: Sequence[str], period: Period | None = None, *, where: Where | None = None,
    user: Any = None, own: bool = False, inside: bool = False,
) -> dict[tuple[Any, ...], tuple[Decimal, Decimal]]:  # fmt: skip
    """The same by several: values of the dimensions → number and its invented part; one query. `inside`: every number,
    for what the house itself reckons with and tells to who reads the rows."""
    if not own:
        require(may_have(figure, user))
    by = tuple(dimension_of(figure, each) for each in dimensions)
    rows = grouped(figure, by, spoken_of(period), where or {}, user, own, inside=inside)
    return {tuple(row[each.lookup] for each in by): (each_.number, each_.invented) for row, each_ in rows}


def dimension_of(figure: Simple, key: str) -> Dimension:
    try:
        return figure.source.dimension(key)
    except KeyError:
        raise NotCounted(_("“%(words)s”不能按“%(key)s”分。") % {"words": figure.words, "key": key}) from None


def grouped(
    figure: Simple, by: Sequence[Dimension], when: Period, where: Where, user: Any, own: bool, inside: bool = False
) -> Iterable[tuple[dict[str, Any], Counted]]:
    rows = rows_of(figure, when, where, user, own)
    exact = inside or people.exact(figure, user, own=own)
    which, hidden = spoken(figure, rows, when, where, own=own, exact=exact, by=[each.key for each in by])
    rows, apart = rows.filter(which).order_by(), hidden is not None
    counts = {"n": _measure(figure, apart=apart)}
    if figure.source.invented is not None:
        counts["i"] = _measure(figure, figure.source.invented, apart=apart)
    names = dict.fromkeys(name for each in by for name in (each.lookup, each.label) if name)
    for row in rows.values(*names).annotate(**counts):
        yield row, _counted(figure, row["n"], row.get("i"))


def words_of(by: Dimension, row: dict[str, Any]) -> str:
    found = row[by.label or by.lookup]
    if found in (None, ""):
        return _("未注明")
    return str(by.named(found)) if by.named else str(found)
