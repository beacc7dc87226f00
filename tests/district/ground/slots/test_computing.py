"""Free slots and recurrences against models so plain that they can be read at a glance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district.ground.record import calendar
from district.ground.slots import computing, overlaps, recurring
from district.ground.slots.computing import Busy, Exceptional, Limits, Open, Slot
from district.ground.slots.refusals import BadRule
from district.ground.slots.times import ONE_DAY, ZONE, Span, at, dates, day_of, minutes, week_of

pytestmark = pytest.mark.django_db  # years whose holidays no library knows are looked up
PLAIN = settings(max_examples=150, deadline=None,
                 suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
# Year ends, a leap day, the feasts with their make-up workdays, and years no list is out for.
FIRSTS = st.one_of(
    st.sampled_from([dt.date(2023, 12, 28), dt.date(2024, 2, 26), dt.date(2024, 9, 25), dt.date(2025, 1, 20)]),
    st.dates(dt.date(2024, 1, 1), dt.date(2027, 3, 1)),
)
BYDAYS = st.lists(st.sampled_from(recurring.DAYS), min_size=1, max_size=7, unique=True).map(",".join)
RULES = st.one_of(
    st.just(""),
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 5)),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 3), BYDAYS),
    st.just("FREQ=WEEKLY"), st.just("FREQ=MONTHLY"), st.just("FREQ=YEARLY"),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.sampled_from([1, 15, 29, 30, 31, -1])),
    st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from(["1", "2", "-1"]), st.sampled_from(recurring.DAYS)),
    st.just("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
)  # fmt: skip
ENDS = st.one_of(
    st.just(""), st.builds(";COUNT={}".format, st.integers(1, 40)),
    st.builds(lambda n: f";UNTIL={dt.date(2024, 1, 1) + ONE_DAY * n:%Y%m%d}", st.integers(0, 1100)),
)  # fmt: skip


def brute(rule: str, first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day of the recurrence up to `last`, from its beginning, one by one."""
    if not rule:
        return [first]
    found = []
    for each in rrulestr(rule, dtstart=dt.datetime.combine(first, dt.time())):
        if each.date() > last:
            break
        found.append(each.date())
    return found


@st.composite
def recurrences(draw: st.DrawFn) -> tuple[str, dt.date]:
    """A rule in full, and its first day."""
    while True:
        rule, first = draw(RULES), draw(FIRSTS)
        if not rule:
            return "", first
        try:
            return recurring.full(rule + draw(ENDS), first)
        except BadRule:
            continue


@PLAIN
@given(recurrences(), st.integers(-40, 500), st.integers(0, 120))
def test_days_are_those_of_the_whole_expansion(recurrence: tuple[str, dt.date], offset: int, length: int) -> None:
    rule, first = recurrence
    since = first + ONE_DAY * offset
    until = since + ONE_DAY * length
    wanted = [day for day in brute(rule, first, until) if since <= day <= until]
    assert list(recurring.days(rule, first, since, until)) == wanted


@PLAIN
@given(recurrences(), st.integers(1, 300))
def test_a_series_cut_in_two_has_the_same_days(recurrence: tuple[str, dt.date], offset: int) -> None:
    rule, first = recurrence
    until = first + ONE_DAY * 700
    whole = brute(rule, first, until)
    at_ = next((day for day in whole if day >= first + ONE_DAY * offset), None)
    if not rule or at_ is None or at_ == first:
        return
    before, after = recurring.cut(rule, first, at_)
    assert [*brute(before, first, until), *brute(after, at_, until)] == whole


@PLAIN
@given(recurrences(), st.sampled_from(["keep", "off", "workdays"]), st.integers(0, 400), st.data())
def test_openings_with_exceptions_are_the_brute_expansion(
    recurrence: tuple[str, dt.date], holidays: str, offset: int, data: st.DataObject
) -> None:
    rule, first = recurrence
    since, until = first + ONE_DAY * offset, first + ONE_DAY * (offset + 60)
    known = brute(rule, first, until + ONE_DAY * 60)
    changed = data.draw(st.dictionaries(st.sampled_from(known), st.one_of(
        st.just(Exceptional()),
        st.builds(lambda n: Exceptional(first + ONE_DAY * n, dt.time(20), 60), st.integers(0, 460)),
    ), max_size=6))  # fmt: skip
    opening = Open(1, first, dt.time(9), 120, rule, holidays, 30, changes=changed)
    wanted = []
    for day in open_by_hand(rule, first, until + ONE_DAY * 400, holidays):
        other = changed.get(day)
        if other is None and since <= day <= until:
            wanted.append(Span(at(day, dt.time(9)), at(day, dt.time(11))))
        elif other is not None and other.on is not None and since <= other.on <= until:
            wanted.append(Span(at(other.on, dt.time(20)), at(other.on, dt.time(21))))
    assert computing.windows(opening, since, until) == sorted(wanted)


def open_by_hand(rule: str, first: dt.date, until: dt.date, holidays: str) -> list[dt.date]:
    days = brute(rule, first, until)
    if holidays == "keep" or not rule:
        return days
    if holidays == "off":
        return [day for day in days if calendar.day(day).counted or calendar.day(day).why == "weekend"]
    found = {day for day in days if calendar.day(day).counted}
    if recurring.every_workday(rule):
        end = days[-1] if "COUNT" in rule or "UNTIL" in rule else until
        end = recurring.last_day(rule, first) or end
        found |= {day for day in dates(first, min(end, until)) if calendar.day(day).why == "make-up"}
    return sorted(found)


def test_make_up_workdays_are_open_and_feasts_are_not() -> None:
    opening = Open(1, dt.date(2026, 1, 1), dt.time(9), 60, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "workdays", 60)
    days = [each.starts.date() for each in computing.windows(opening, dt.date(2026, 2, 9), dt.date(2026, 3, 1))]
    counted = [day for day in dates(dt.date(2026, 2, 9), dt.date(2026, 3, 1)) if calendar.day(day).counted]
    assert days == counted and any(day.weekday() >= 5 for day in days) and len(counted) < 15


def test_leap_days_and_the_turn_of_the_year() -> None:
    opening = Open(1, dt.date(2024, 2, 29), dt.time(23, 30), 60, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "keep", 60)
    assert [each.starts.year for each in computing.windows(opening, dt.date(2024, 1, 1), dt.date(2033, 1, 1))] == [
        2024, 2028, 2032
    ]  # fmt: skip
    late = Open(1, dt.date(2025, 12, 31), dt.time(23, 30), 60, "", "keep", 60)
    day = Span(at(dt.date(2026, 1, 1), dt.time()), at(dt.date(2026, 1, 2), dt.time()))
    assert list(computing.slots([late], [], Limits(), day, now=day.starts)) == []  # begins in the old year
    year = Span(at(dt.date(2025, 12, 31), dt.time()), day.ends)
    [slot] = computing.slots([late], [], Limits(), year, now=year.starts)
    assert (slot.starts.year, slot.ends.year, slot.ends.hour) == (2025, 2026, 0)


# A naive model of free slots: every minute is asked.


def naive(
    openings: list[Open], busy: list[Busy], limits: Limits, between: Span, now: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    main = [each for each in busy if each.kind in overlaps.MAIN]
    for opening in openings:
        size = minutes(opening.length)
        for window in computing.windows(opening, day_of(between.starts) - ONE_DAY, day_of(between.ends)):
            starts = window.starts
            while starts + size <= window.ends:
                span = Span(starts, starts + size)
                starts += size
                day = day_of(span.starts)
                if span.starts < max(between.starts, now + minutes(opening.notice_open)) or span.ends > between.ends:
                    continue
                if limits.open_at_once is not None and limits.ahead >= limits.open_at_once:
                    continue
                if limits.per_day is not None and sum(day_of(e.starts) == day for e in main) >= limits.per_day:
                    continue
                week = [e for e in main if week_of(day_of(e.starts)) == week_of(day)]
                if limits.per_week is not None and len(week) >= limits.per_week:
                    continue
                taken = [(span, "appointment")]
                taken += [(Span(span.starts - minutes(limits.before), span.starts), "buffer")] * bool(limits.before)
                taken += [(Span(span.ends, span.ends + minutes(limits.after)), "buffer")] * bool(limits.after)
                if all(other.kind == kind == "buffer" or not mine.meets(Span(other.starts, other.ends))
                       for mine, kind in taken for other in busy):  # fmt: skip
                    yield span


FIRST = dt.date(2026, 12, 28)  # over the turn of the year
STEPS = st.integers(0, 14 * 24 * 4).map(lambda n: at(FIRST, dt.time()) + minutes(15 * n))


@st.composite
def busy_times(draw: st.DrawFn) -> list[Busy]:
    rows = draw(st.lists(st.tuples(STEPS, st.integers(1, 16), st.sampled_from(overlaps.KINDS)), max_size=25))
    return sorted(Busy(starts, starts + minutes(15 * n), kind) for starts, n, kind in rows)


@PLAIN
@given(
    busy_times(), st.sampled_from([0, 10, 30]), st.sampled_from([0, 15, 45]), st.sampled_from([None, 0, 1, 3]),
    st.sampled_from([None, 2, 6]), st.sampled_from([None, 1, 3]), st.integers(0, 3), st.sampled_from([0, 60, 2880]),
    st.sampled_from([15, 30, 50, 60]), st.integers(0, 5),
)  # fmt: skip
def test_free_slots_are_those_of_the_naive_model(
    busy: list[Busy], before: int, after: int, per_day: Any, per_week: Any, at_once: Any, ahead: int, notice: int,
    length: int, offset: int,
) -> None:  # fmt: skip
    limits = Limits(before, after, per_day, per_week, at_once, ahead)
    openings = [
        Open(1, FIRST, dt.time(9), 180, "FREQ=DAILY", "keep", length, notice_open=notice),
        Open(2, FIRST, dt.time(22), 240, "FREQ=WEEKLY;BYDAY=TH", "keep", length, notice_open=notice),  # past midnight
    ]
    between = Span(at(FIRST + ONE_DAY * offset, dt.time(10)), at(FIRST + ONE_DAY * 9, dt.time(12)))
    now = at(FIRST, dt.time(8, 40))
    found = [(slot.starts, slot.ends) for slot in computing.slots(openings, busy, limits, between, now=now)]
    assert found == list(naive(openings, busy, limits, between, now))


PLACES = ("", "家", "甲", "乙")


def way(one: str, other: str) -> int:
    return 0 if not one or not other or one == other else {"家甲": 20, "家乙": 50, "甲乙": 35}["".join(
        sorted((one, other), key=PLACES.index))]  # fmt: skip


@PLAIN
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(PLACES)), max_size=4), st.sampled_from(PLACES))
def test_nobody_is_promised_where_they_cannot_be_in_time(stops: list[tuple[int, str]], place: str) -> None:
    day = dt.date(2026, 12, 1)
    rows: list[Busy] = []
    for step, where in sorted(stops):
        starts = at(day, dt.time(8)) + minutes(15 * step)
        if not rows or rows[-1].ends + minutes(way(rows[-1].place or "家", where)) <= starts:
            rows.append(Busy(starts, starts + minutes(30), "appointment", where))
    limits = Limits(base="家", way=way)
    opening = Open(1, day, dt.time(8), 600, "", "keep", 30, place=place)
    whole = Span(at(day, dt.time()), at(day + ONE_DAY, dt.time()))
    for slot in computing.slots([opening], rows, limits, whole, now=whole.starts):
        together = sorted([*rows, Busy(slot.starts, slot.ends, "appointment", place)])
        assert all(one.ends <= other.starts for one, other in pairwise(together))
        placed = [each for each in together if each.place]
        for one, other in pairwise(placed):
            assert one.ends + minutes(way(one.place, other.place)) <= other.starts


@pytest.mark.parametrize("rule", [
    "", "FREQ=HOURLY", "FREQ=MINUTELY;INTERVAL=1", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=0",
    "BYDAY=MO", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;COUNT=3;UNTIL=20270101", "FREQ=DAILY;FREQ=WEEKLY", "每天",
    "FREQ=DAILY;UNTIL=20200101", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=99999999",
    "FREQ=MONTHLY;BYMONTHDAY=99", "FREQ=YEARLY;BYMONTH=13", "FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO",
])  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        recurring.full(rule, dt.date(2026, 1, 1))


def test_slots_are_ready_to_be_shown() -> None:
    """Aware, in the district's time, the opening and how many places with them."""
    opening = Open(7, FIRST, dt.time(9), 60, "", "keep", 30, capacity=3, place="厅")
    whole = Span(at(FIRST, dt.time()), at(FIRST + ONE_DAY, dt.time()))
    [first, _second] = computing.slots([opening], [], Limits(), whole, now=whole.starts)
    assert first == Slot(at(FIRST, dt.time(9)), at(FIRST, dt.time(9, 30)), 7, "厅", 3) and first.starts.tzinfo is ZONE
