"""Free slots, computed from openings and holds in memory: pure, so that it can be held against a naive model."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
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
    joinable: Iterable[Joinable] = (), length: int | None = None, notice: bool = True, at: str | None = None,
) -> Iterator[Slot]:  # fmt: skip
    """What of one resource can be had, wholly within `between` and from `now` on, in each opening's order. `busy` is
    sorted; without `notice` up to the last moment; `at`: at this place instead of each opening's.
    """
    days = _Days(busy, limits)
    since, until = day_of(between.starts) - ONE_DAY, day_of(between.ends)
    opened = {(each.opening, each.starts): each for each in joinable}
    for opening in openings:
        size, pk, left = minutes(length or opening.length), opening.pk, opening.capacity
        place = opening.place if at is None else at
        earliest = max(between.starts, now + minutes(opening.notice_open if notice else 0))
        joining = max(between.starts, now + minutes(opening.notice_join if notice else 0))
        for window in windows(opening, since, until):
            if window.ends <= between.starts or window.starts >= between.ends:
                continue
            latest, free = min(window.ends, between.ends) - size, days.free_in(window, size, place)
            starts = window.starts
            while starts <= latest:
                ends = starts + size
                if opened and (session := opened.get((pk, starts))):
                    if starts >= joining and session.left > 0 and session.ends == ends:
                        yield Slot(starts, ends, pk, place, session.left, session.pk)
                elif starts >= earliest and (free is True or (free and free(starts, ends))):
                    yield Slot(starts, ends, pk, place, left)
                starts = ends


# What lies over a slot itself, or over the rest around it, bars it.
BARS_SLOT = frozenset(kind for kind in overlaps.KINDS if not overlaps.may_overlap(overlaps.APPOINTMENT, kind))
BARS_REST = frozenset(kind for kind in overlaps.KINDS if not overlaps.may_overlap(overlaps.BUFFER, kind))
BARS_WAY = frozenset(kind for kind in overlaps.KINDS if not overlaps.may_overlap(overlaps.TRAVEL, kind))
Check = Callable[[dt.datetime, dt.datetime], bool]


class _Days:
    """What stands in the way of one resource, asked window by window."""

    def __init__(self, busy: Sequence[Busy], limits: Limits) -> None:
        self.limits, self.before, self.after = limits, minutes(limits.before), minutes(limits.after)
        self.rest = [each for each in busy if limits.way is None or each.kind != overlaps.TRAVEL]  # ways are laid anew
        self.until = _ends_so_far(self.rest)
        main = [each for each in busy if each.kind in overlaps.MAIN]
        self.closed = limits.open_at_once is not None and limits.ahead >= limits.open_at_once
        self.counts, self.weeks = Counter[dt.date](), Counter[tuple[int, int]]()
        if limits.per_day is not None:
            self.counts.update(day_of(each.starts) for each in main)
        if limits.per_week is not None:
            self.weeks.update(week_of(day_of(each.starts)) for each in main)
        self.stops: dict[dt.date, list[Busy]] = defaultdict(list)
        for each in main:
            if each.place and limits.way is not None:
                self.stops[day_of(each.starts)].append(each)

    def free_in(self, window: Span, size: dt.timedelta, place: str) -> bool | Check:
        """Whether all slots of a window are free, or none; else a check of each."""
        if self.closed:
            return False
        first, last = day_of(window.starts), day_of(window.ends - size)
        near = self._meeting(Span(window.starts - self.before, window.ends + self.after))
        if first != last:
            return lambda starts, ends: self._takes(day_of(starts)) and self._clear(starts, ends, place, near)
        if not self._takes(first):
            return False
        return True if not near and not self._has_ways(first, place) else partial(self._clear, place=place, near=near)

    def _takes(self, day: dt.date) -> bool:
        """Whether the caps let the day have one more."""
        limits = self.limits
        if limits.per_day is not None and self.counts[day] >= limits.per_day:
            return False
        return limits.per_week is None or self.weeks[week_of(day)] < limits.per_week

    def _has_ways(self, day: dt.date, place: str) -> bool:
        limits = self.limits
        return limits.way is not None and bool(self.stops.get(day) or limits.way(limits.base, place))

    def _clear(self, starts: dt.datetime, ends: dt.datetime, place: str, near: Sequence[Busy]) -> bool:
        """Whether one slot, with the rest around it, lies over nothing, and its place is reached in time."""
        begin, finish = starts - self.before, ends + self.after
        for each in near:
            if each.starts < ends and starts < each.ends and each.kind in BARS_SLOT:
                return False
            if each.kind in BARS_REST and (
                (each.starts < starts and begin < each.ends) or (each.starts < finish and ends < each.ends)
            ):
                return False
        return not self._has_ways(day_of(starts), place) or self._can_be_reached(Span(starts, ends), place)

    def _can_be_reached(self, span: Span, place: str) -> bool:
        stops = self.stops.get(day_of(span.starts), [])
        if place:
            stops = sorted([*stops, Busy(*span, overlaps.APPOINTMENT, place)])
        rows = list(with_rest(span, self.limits))
        for way in ways_of_a_day(stops, self.limits):
            over = [*self._meeting(Span(way.starts, way.ends)), *rows]
            if any(each.kind in BARS_WAY and each.starts < way.ends and way.starts < each.ends for each in over):
                return False
        return True

    def _meeting(self, span: Span) -> list[Busy]:
        """Holds that lie over a span; `until` says from where on any can."""
        found = []
        for each in self.rest[bisect_left(self.until, span.starts) :]:
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
