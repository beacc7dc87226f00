"""Dates, times and durations: laws of their arithmetic, held against Python's calendar and against hand-worked days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rulebook
from rulebook.feel.evaluate import evaluate
from rulebook.feel.values import text
from rulebook.plan.functions import add_months, months_between
from tests.rulebook.test_feel_evaluate import lines

DAYS = st.dates(dt.date(1600, 1, 1), dt.date(2400, 12, 31))
MOMENTS = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1))
SPANS = st.timedeltas(dt.timedelta(days=-40_000), dt.timedelta(days=40_000))
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
MONTHS = st.integers(-1200, 1200)


def asked(expression: str, **names: Any) -> Any:
    return evaluate(expression, names).value


def iso(value: dt.date | dt.time) -> str:
    return f'@"{value.isoformat()}"'


@given(MOMENTS, SPANS)
def test_a_point_in_time_moves_as_python_s_does(moment: dt.datetime, span: dt.timedelta) -> None:
    names = {"m": moment, "s": span}
    assert rulebook.evaluate("m + s", names).value == moment + span
    assert asked("m + s - m = s and m + s - s = m and s + m = m + s and m - s = m + -s", **names) is True


@given(MOMENTS, MOMENTS)
def test_differences_and_order_agree(a: dt.datetime, b: dt.datetime) -> None:
    zero = 'duration("PT0S")'
    found = asked(f"[a < b, a - b < {zero}, b - a > {zero}, a <= b, a >= b]", a=a, b=b)
    assert found == [a < b, a < b, a < b, a <= b, a >= b]


@given(MOMENTS, SPANS, ZONES)
def test_a_duration_is_added_to_the_instant_not_to_the_clock(
    moment: dt.datetime, span: dt.timedelta, zone: str
) -> None:
    """DMN 1.5, 10.3.4: the value of a date and time is its instant; summer time in between does not count."""
    local = moment.replace(tzinfo=ZoneInfo(zone), microsecond=0)
    there = (local.astimezone(dt.UTC) + span).astimezone(ZoneInfo(zone))
    written = f'@"{moment.replace(microsecond=0).isoformat()}@{zone}" + s'
    found = text(asked(written, s=span))
    assert found.split("@")[1] == zone
    assert found.split("@")[0].split(".")[0] == there.replace(tzinfo=None, microsecond=0).isoformat()


@given(MOMENTS, ZONES, ZONES)
def test_one_instant_in_two_zones_is_one_point(moment: dt.datetime, zone: str, other: str) -> None:
    here = moment.replace(tzinfo=dt.UTC, microsecond=0)
    both = [here.astimezone(ZoneInfo(each)) for each in (zone, other)]
    a, b = (f'@"{each.replace(tzinfo=None).isoformat()}{_offset(each)}"' for each in both)
    assert asked(f'{a} = {b} and {a} <= {b} and {a} - {b} = @"PT0S" and {a} in [{b}..{b}]') is True


def _offset(moment: dt.datetime) -> str:
    found = moment.isoformat()[19:]
    return found if found != "+00:00" else "Z"


@given(DAYS, MONTHS)
def test_months_are_added_as_the_rules_engine_adds_them(day: dt.date, months: int) -> None:
    names = {"d": day, "n": months}
    found = asked('d + duration("P1M") * n', **names)
    assert text(found) == add_months(day, months).isoformat()
    assert asked('d - duration("P1M") * n = d + duration("P1M") * -n', **names) is True


@given(DAYS, DAYS)
def test_months_between_are_counted_as_the_rules_engine_counts_them(a: dt.date, b: dt.date) -> None:
    found = asked('years and months duration(a, b) / duration("P1M")', a=a, b=b)
    assert found == months_between(a, b).count
    assert found == -asked('years and months duration(b, a) / duration("P1M")', a=a, b=b)


@given(DAYS, DAYS)
def test_whole_months_fit_between_and_one_more_does_not(a: dt.date, b: dt.date) -> None:
    first, last = sorted((a, b))
    m = f"years and months duration({iso(first)}, {iso(last)})"
    assert asked(f"{iso(first)} + {m} <= {iso(last)}") is True
    assert asked(f'{iso(first)} + {m} + duration("P1M") > {iso(last)} or {iso(first)}.day > {iso(last)}.day') is True


@given(DAYS)
def test_properties_of_a_day_are_python_s(day: dt.date) -> None:
    found = asked(
        "[d.year, d.month, d.day, d.weekday, day of year(d), week of year(d), day of week(d), month of year(d)]", d=day
    )
    expected = [day.year, day.month, day.day, day.isoweekday(), day.timetuple().tm_yday, day.isocalendar().week]
    assert found == [*expected, f"{day:%A}", f"{day:%B}"]


@given(st.integers(-(10**15), 10**15))
def test_parts_of_a_duration_add_up_to_it(seconds: int) -> None:
    span = f'(duration("PT1S") * {seconds})'
    parts = f'duration("P1D") * {span}.days + duration("PT1H") * {span}.hours + duration("PT1M") * {span}.minutes'
    assert asked(f'{parts} + duration("PT1S") * {span}.seconds = {span}') is True
    assert asked(f"duration(string({span})) = {span}") is True
    assert asked(f'{span} / duration("PT1S")') == seconds


@given(st.integers(-30_000, 30_000), st.integers(-30_000, 30_000), st.integers(-50, 50).filter(bool))
def test_years_and_months_are_counted_in_months(a: int, b: int, n: int) -> None:
    x, y = (f'(duration("P1M") * {each})' for each in (a, b))
    assert asked(f'[({x} + {y}) / duration("P1M"), ({x} - {y}) / duration("P1M"), {x} < {y}, {x} = {y}]') == [
        a + b,
        a - b,
        a < b,
        a == b,
    ]
    assert asked(f"duration(string({x})) = {x} and {x}.years * 12 + {x}.months = {a}") is True
    assert asked(f'({x} * {n}) / {n} = {x} and ({x} / {n}) / duration("P1M") = round down({a} / {n}, 0)')


@given(st.times(), SPANS)
def test_a_time_of_day_goes_round_the_clock(clock: dt.time, span: dt.timedelta) -> None:
    found = asked("t + s", t=clock, s=span)
    moved = (dt.datetime.combine(dt.date(2000, 6, 1), clock) + span).time()
    assert rulebook.evaluate("t + s", {"t": clock, "s": span}).value == moved
    assert asked("t + s - s", t=clock, s=span) == asked("t", t=clock)
    assert found is not None


@given(st.one_of(DAYS, MOMENTS, st.times(), SPANS, st.builds(rulebook.Months, MONTHS)))
def test_python_s_values_go_there_and_back(value: Any) -> None:
    answer = rulebook.evaluate("x", {"x": value})
    assert (answer.value, type(answer.value)) == (value, type(value))


DAYS_AND_HOURS_BY_HAND = lines(r"""
# the ends of months, leap years
@"2024-01-31" + @"P1M" | 2024-02-29
@"2023-01-31" + @"P1M" | 2023-02-28
@"2024-02-29" + @"P1Y" | 2025-02-28
@"2024-02-29" - @"P4Y" | 2020-02-29
@"1900-02-28" + @"P1D" | 1900-03-01
@"2000-02-28" + @"P1D" | 2000-02-29
@"2024-03-31" - @"P1M" | 2024-02-29
@"2024-12-31" + @"P1D" | 2025-01-01
@"0001-01-01" - @"P1D" | 0000-12-31
@"0000-01-01" - @"P1D" | -0001-12-31
@"2024-01-31" + @"P1M" + @"P1M" | 2024-03-29
# a date with hours: the day of its midnight moved (DMN 1.5, table 58)
@"2024-01-01" + @"PT23H59M" | 2024-01-01
@"2024-01-01" + @"PT24H" | 2024-01-02
@"2024-01-01" - @"PT1S" | 2023-12-31
@"PT36H" + @"2024-01-01" | 2024-01-02
@"2024-01-02" - @"2024-01-01" | P1D
@"2024-03-01" - @"2024-02-01" | P29D
@"2024-01-01T12:00:00Z" - @"2024-01-01" | PT12H
@"2024-01-01T12:00:00" - @"2024-01-01" | null
# zones
@"2024-03-10T01:30:00@America/New_York" + @"PT1H" | 2024-03-10T03:30:00@America/New_York
@"2024-03-10T01:30:00@America/New_York" + @"P1M" | 2024-04-10T01:30:00@America/New_York
@"2024-07-01T00:00:00@Europe/Paris" = @"2024-06-30T22:00:00Z" | true
@"2024-07-01T00:00:00" = @"2024-07-01T00:00:00Z" | false
@"2024-07-01T00:00:00" < @"2024-07-01T00:00:00Z" | null
@"10:00:00@Asia/Shanghai" = @"02:00:00Z" | true
@"10:00:00+08:00" - @"10:00:00Z" | -PT8H
@"10:00:00" - @"10:00:00Z" | null
@"00:30:00+01:00" < @"00:00:00Z" | true
@"2024-07-01T00:00:00@Europe/Paris".time offset | PT2H
@"2024-01-01T00:00:00@Europe/Paris".time offset | PT1H
@"2024-07-01T00:00:00+05:45".time offset | PT5H45M
@"2024-07-01T00:00:00".time offset | null
@"2024-07-01T00:00:00@Europe/Paris".timezone | Europe/Paris
@"2024-07-01T00:00:00+02:00".timezone | null
date and time("2024-07-01T00:00:00@Nowhere/City") | null
time("10:00:00@Etc/UTC") | 10:00:00@Etc/UTC
time("10:00:00+18:00") | 10:00:00+18:00
time("10:00:00+18:01") | null
time("10:00:00-00:00") | 10:00:00Z
# midnight written 24:00:00
time("24:00:00") | 00:00:00
time("24:00:01") | null
date and time("2024-02-28T24:00:00") | 2024-02-29T00:00:00
date and time("2024-12-31T24:00:00Z") | 2025-01-01T00:00:00Z
time(24, 0, 0) | null
# the ends of the calendar
date("999999999-12-31") | 999999999-12-31
date("1000000000-01-01") | null
date("999999999-12-31") + @"P1D" | null
date("-999999999-01-01") - @"P1D" | null
date and time("999999999-12-31T24:00:00") | null
@"999999999-12-31T24:00:00" | null
date("999999999-12-31") + @"P1M" | null
date and time("999999999-12-31T23:59:59") + @"PT1S" | null
@"2024-01-01" + @"P9999999999Y" | null
# what is no day or hour
date("2023-02-29") | null
date(2023, 2, 29) | null
date(2024, 13, 1) | null
date(2024, 0, 1) | null
date(2024, 1.5, 1) | null
date("2024-1-1") | null
date("02024-01-01") | null
date("２０２４-01-01") | null
date("2024-01-01T00:00:00") | null
date("") | null
time("25:00:00") | null
time("10:60:00") | null
time("10:00:60") | null
time("10:00") | null
time(10, 0, 60) | null
time(10, 0, -1) | null
time(-1, 0, 0) | null
date and time("2024-01-01 10:00:00") | null
date and time("2024-01-01T10:00") | null
# the last of a second
time(23, 59, 59.999999999) | 23:59:59.999999999
time(23, 59, 59.99999999999999999999999999999999) | 23:59:59.999999999
time("10:00:00.1234567899") | 10:00:00.123456789
@"10:00:00.25".second | 0
duration("PT0.5S") | PT0.5S
# making and taking apart
time(10, 20, 30) | 10:20:30
time(10, 20, 30, @"PT8H") | 10:20:30+08:00
time(10, 20, 30, @"-PT5H30M") | 10:20:30-05:30
time(10, 20, 30, @"PT19H") | null
time(10, 20, 30, null) | 10:20:30
date(year: 2024, month: 2, day: 29) | 2024-02-29
date and time(2024, 1, 2, 3, 4, 5) | 2024-01-02T03:04:05
date and time(2024, 1, 2, 3, 4, 5, @"PT8H") | 2024-01-02T03:04:05+08:00
date and time(2024, 1, 2, 3, 4, 5, "Asia/Shanghai") | 2024-01-02T03:04:05@Asia/Shanghai
date and time(2024, 1, 2, 3, 4, 5, "X/Y") | null
date and time(@"2024-01-02T09:09:09", @"03:04:05") | 2024-01-02T03:04:05
date(@"2024-01-02T03:04:05Z") | 2024-01-02
time(@"2024-01-02T03:04:05Z") | 03:04:05Z
time(@"2024-01-02") | 00:00:00Z
date and time(@"2024-01-02") | 2024-01-02T00:00:00Z
# durations
duration("P1Y2M") | P1Y2M
duration("-P14M") | -P1Y2M
duration("P0D") | PT0S
duration("P0Y") | P0M
duration("PT90S") | PT1M30S
duration("P1Y2M3D") | null
duration("P") | null
duration("PT") | null
duration("P1W") | null
duration("1D") | null
duration("P-1D") | null
duration("P1DT") | null
duration("P１D") | null
duration("PT0.5H") | null
duration("+P1D") | null
@"P1Y" = @"P12M" | true
@"P1D" = @"PT24H" | true
@"P1M" < @"P31D" | null
@"P1M" = @"P30D" | null
@"P1M" + @"P1D" | null
@"P1D" / @"PT1H" | 24
@"P1Y" / @"P5M" | 2.4
@"P1D" / 2 | PT12H
2 * @"P1D" | P2D
@"P1D" * @"P1D" | null
1 / @"P1D" | null
@"P1D" / 0 | null
@"P1D" / @"PT0S" | null
@"P1M" * 0.5 | P0M
@"P1M" * 1.9 | P1M
@"P1M" * -1.9 | -P1M
-@"P1D" | -P1D
@"P1D" * 1e40 | null
@"-P1DT2H".days | -1
@"-P1DT2H".hours | -2
@"-P1Y2M".years | -1
@"-P1Y2M".months | -2
@"P1Y".days | null
@"10:00:00" + @"P1M" | null
@"2024-01-01" + 1 | null
@"2024-01-01" + @"2024-01-01" | null
@"P1D" - @"2024-01-01" | null
# months between
years and months duration(@"2011-12-22", @"2013-08-24") | P1Y8M
years and months duration(@"2013-08-24", @"2011-12-22") | -P1Y8M
years and months duration(@"2024-01-31", @"2024-02-29") | P0M
years and months duration(@"2024-02-29", @"2025-02-28") | P11M
years and months duration(@"2024-01-01T23:00:00", @"2024-02-01T00:00:00") | P1M
years and months duration(@"2024-01-01", null) | null
# days of the year, weeks of ISO 8601
week of year(@"2003-12-29") | 1
week of year(@"2004-01-04") | 1
week of year(@"2005-01-01") | 53
day of year(@"2024-12-31") | 366
day of week(@"2019-09-17") | Tuesday
month of year(@"2019-09-17T00:00:00") | September
day of week(null) | null
@"2024-01-01".weekday | 1
# equality, order and identity
@"2024-01-01" = @"2024-01-01T00:00:00Z" | null
@"2024-01-01" < @"2024-01-01T00:00:01Z" | true
@"2024-01-01" in [@"2023-01-01"..@"2025-01-01"] | true
is(@"2024-01-01T10:00:00+01:00", @"2024-01-01T09:00:00Z") | false
is(@"10:00:00Z", @"10:00:00+00:00") | true
is(@"P1Y", @"P12M") | true
is(@"2024-01-01", @"2024-01-01T00:00:00") | false
is(1, 1.0) | true
is(null, null) | true
is([1], [1]) | true
is("1", 1) | false
# the clock nobody gave
now() | null
today() | null
""")


@pytest.mark.parametrize(("expression", "expected"), DAYS_AND_HOURS_BY_HAND)
def test_days_and_hours_by_hand(expression: str, expected: str) -> None:
    assert text(evaluate(expression).value) == expected


def test_midnight_at_the_end_of_a_day_is_a_time_python_has() -> None:
    assert rulebook.evaluate('time("24:00:00")').value == dt.time(0, 0)
    assert rulebook.evaluate('@"2024-12-31T24:00:00"').value == dt.datetime(2025, 1, 1)


def test_the_clock_that_was_given_is_the_one_read() -> None:
    now = dt.datetime(2024, 2, 29, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    answer = rulebook.evaluate("[today(), now().hour, now().timezone]", now=now)
    assert answer.value == [dt.date(2024, 2, 29), Decimal(23), "Asia/Shanghai"]
