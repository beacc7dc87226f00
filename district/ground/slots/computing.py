"""Free slots, computed from openings and holds in memory: pure, so that it can be held against a naive model."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from district.ground.record import calendar
from district.ground.slots import overlaps, recurring
from district.ground.slots.times import ONE_DAY, Span, at, dates, day_of, minutes, week_of


class Busy(NamedTuple):
    """Time that is taken; `place` where one is then, "" where that does not matter."""

    starts: dt.datetime
    ends: dt.datetime
    kind: str
    place: str = ""
    session: int | None = None


class Slot(NamedTuple):
    """Time that can be had: `left` places in it; `session` where one is open already that others may join."""

    starts: dt.datetime
    ends: dt.datetime
    opening: int
    place: str
    left: int = 1
    session: int | None = None


class Exceptional(NamedTuple):
    """A day of a recurrence that is otherwise; without `begins` it is left out."""

    on: dt.date | None = None
    begins: dt.time | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Open:
    """An opening as computed with; minutes throughout."""

    pk: int
    first: dt.date
    begins: dt.time
    minutes: int
    rule: str
    holidays: str
    length: int
    capacity: int = 1
    notice_open: int = 0
    notice_join: int = 0
    place: str = ""
    changes: Mapping[dt.date, Exceptional] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """Rest around what it is held for, in minutes; how much a resource takes; where its ways begin, if it travels."""

    before: int = 0
    after: int = 0
    per_day: int | None = None
    per_week: int | None = None
    open_at_once: int | None = None
    ahead: int = 0  # appointments and sessions that are still to come
    base: str = ""
    way: Callable[[str, str], int] | None = None


@dataclass(frozen=True)
class Joinable:
    """A session opened from an opening: which slot it is, and how many may join yet."""

    pk: int
    opening: int
    starts: dt.datetime
    ends: dt.datetime
    left: int


def windows(opening: Open, since: dt.date, until: dt.date) -> list[Span]:
    """When it is open on the days from `since` to `until`, holidays and exceptions minded, in order."""
    changed = opening.changes
    found = [_window(day, opening) for day in open_days(opening, since, until) if day not in changed]
    for day, other in changed.items():
        if other.on is not None and since <= other.on <= until and is_day(opening, day):
            assert other.begins is not None and other.minutes is not None
            starts = at(other.on, other.begins)
            found.append(Span(starts, starts + minutes(other.minutes)))
    return sorted(found) if changed else found


def _window(day: dt.date, opening: Open) -> Span:
    starts = at(day, opening.begins)
    return Span(starts, starts + minutes(opening.minutes))


def open_days(opening: Open, since: dt.date, until: dt.date) -> Sequence[dt.date]:
    """Days of the recurrence, without those its holidays take and with the make-up workdays they bring."""
    found = recurring.days(opening.rule, opening.first, since, until)
    if opening.holidays == "keep" or not opening.rule:
        return found  # a single day was chosen knowingly
    if opening.holidays == "off":
        return [day for day in found if not is_holiday(day)]
    kept = [day for day in found if calendar.day(day).counted]
    if not recurring.every_workday(opening.rule):
        return kept
    last = recurring.last_day(opening.rule, opening.first) or until
    more = [day for day in dates(max(since, opening.first), min(until, last)) if calendar.day(day).why == "make-up"]
    return sorted({*kept, *more})


def is_holiday(day: dt.date) -> bool:
    """A public holiday, which a plain weekend is not."""
    found = calendar.day(day)
    return not found.counted and found.why != "weekend"


def is_day(opening: Open, day: dt.date) -> bool:
    """Whether an opening's recurrence has this day."""
    return day in open_days(opening, day, day)


def slots(
    openings: Iterable[Open], busy: Sequence[Busy], limits: Limits, between: Span, *, now: dt.datetime,
    joinable: Iterable[Joinable] = (), length: int | None = None, notice: bool = True,
) -> Iterator[Slot]:  # fmt: skip
    """What of one resource can be had, wholly within `between` and from `now` on, in each opening's order. `busy` is
    sorted; without `notice` up to the last moment.
    """
    day = _Days(busy, limits)
    since, until = day_of(between.starts) - ONE_DAY, day_of(between.ends)
    opened = {(each.opening, each.starts): each for each in joinable}
    for opening in openings:
        size = minutes(length or opening.length)
        earliest = max(between.starts, now + minutes(opening.notice_open if notice else 0))
        joining = max(between.starts, now + minutes(opening.notice_join if notice else 0))
        for window in windows(opening, since, until):
            if window.ends <= between.starts or window.starts >= between.ends:
                continue
            latest = min(window.ends, between.ends)
            quiet = day.quiet(window, size)
            starts = window.starts
            while starts + size <= latest:
                if opened and (session := opened.get((opening.pk, starts))):
                    if starts >= joining and session.left > 0 and session.ends == starts + size:
                        yield Slot(starts, session.ends, opening.pk, opening.place, session.left, session.pk)
                elif starts >= earliest and (quiet or day.takes(Span(starts, starts + size), opening.place)):
                    yield Slot(starts, starts + size, opening.pk, opening.place, opening.capacity)
                starts += size


class _Days:
    """What stands in the way of one resource, asked slot by slot."""

    def __init__(self, busy: Sequence[Busy], limits: Limits) -> None:
        self.limits, self.busy = limits, busy
        self.rest = [each for each in busy if limits.way is None or each.kind != overlaps.TRAVEL]  # ways are laid anew
        self.until = _ends_so_far(self.rest)
        main = [each for each in busy if each.kind in overlaps.MAIN]
        self.placed = [each for each in main if each.place] if limits.way else []
        self.days = Counter(day_of(each.starts) for each in main) if limits.per_day is not None else Counter()
        self.weeks = (
            Counter(week_of(day_of(each.starts)) for each in main) if limits.per_week is not None else Counter()
        )
        self.closed = limits.open_at_once is not None and limits.ahead >= limits.open_at_once
        self.capped = self.closed or limits.per_day is not None or limits.per_week is not None

    def quiet(self, window: Span, size: dt.timedelta) -> bool:
        """Nothing near a whole window: all its slots are free."""
        if self.capped or (self.limits.way is not None and (self.limits.base or self.placed)):
            return False
        margin = Span(window.starts - minutes(self.limits.before), window.ends + minutes(self.limits.after))
        return not self._meeting(margin)

    def takes(self, span: Span, place: str) -> bool:
        limits = self.limits
        if self.closed:
            return False
        day = day_of(span.starts)
        if limits.per_day is not None and self.days[day] >= limits.per_day:
            return False
        if limits.per_week is not None and self.weeks[week_of(day)] >= limits.per_week:
            return False
        rows = list(with_rest(span, limits))
        if any(not self._clear(row) for row in rows):
            return False
        return limits.way is None or self._can_be_reached(span, place, rows)

    def _clear(self, row: Busy) -> bool:
        return all(overlaps.may_overlap(row.kind, each.kind) for each in self._meeting(Span(row.starts, row.ends)))

    def _can_be_reached(self, span: Span, place: str, rows: list[Busy]) -> bool:
        day = day_of(span.starts)
        stops = [each for each in self.placed if day_of(each.starts) == day]
        if place:
            stops = sorted([*stops, Busy(*span, overlaps.APPOINTMENT, place)])
        ways = list(ways_of_a_day(stops, self.limits))
        return all(
            self._clear(way) and not any(Span(way.starts, way.ends).meets(Span(row.starts, row.ends)) for row in rows)
            for way in ways
        )

    def _meeting(self, span: Span) -> list[Busy]:
        """Holds that lie over a span; `until` says from where on any can."""
        place = bisect_left(self.until, span.starts)
        found = []
        for each in self.rest[place:]:
            if each.starts >= span.ends:
                break
            if each.ends > span.starts:
                found.append(each)
        return found


def _ends_so_far(busy: Sequence[Busy]) -> list[dt.datetime]:
    """For each hold the latest end among it and those before: rises, so that it can be searched."""
    found: list[dt.datetime] = []
    for each in busy:
        found.append(max(found[-1], each.ends) if found else each.ends)
    return found


def with_rest(span: Span, limits: Limits, kind: str = overlaps.APPOINTMENT) -> Iterator[Busy]:
    """The rows that taking a span makes: itself, and the rest before and after."""
    yield Busy(span.starts, span.ends, kind)
    if limits.before:
        yield Busy(span.starts - minutes(limits.before), span.starts, overlaps.BUFFER)
    if limits.after:
        yield Busy(span.ends, span.ends + minutes(limits.after), overlaps.BUFFER)


def ways_of_a_day(stops: Sequence[Busy], limits: Limits) -> Iterator[Busy]:
    """Between a day's places in order, each way as late as it can be, and home after the last. `place` of a way is
    where it leads to."""
    if limits.way is None or not stops:
        return
    place = limits.base
    for stop in stops:
        if long := limits.way(place, stop.place):
            ends = stop.starts - minutes(limits.before)
            yield Busy(ends - minutes(long), ends, overlaps.TRAVEL, stop.place)
        place = stop.place
    if long := limits.way(place, limits.base):
        starts = stops[-1].ends + minutes(limits.after)
        yield Busy(starts, starts + minutes(long), overlaps.TRAVEL, limits.base)
