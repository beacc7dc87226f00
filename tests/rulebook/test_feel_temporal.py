"""Dates, times and durations: reading, writing, arithmetic, zones, far years."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.feel.calendar import civil, day_number
from rulebook.feel.evaluate import evaluate
from rulebook.feel.isotext import parse_any, parse_date, parse_duration, parse_time
from rulebook.feel.temporal import Date, DaysTime, YearsMonths
from rulebook.feel.values import text
from tests.rulebook.test_feel_evaluate import lines

WORTH = """
date("2024-02-30") | null
date("2024-2-3") | null
date("12024-02-03") | 12024-02-03
date("-2024-02-03").year | -2024
date(2024, 2, 29) | 2024-02-29
date(2024.5, 2, 29) | null
date(@"2024-02-29T10:00:00Z") | 2024-02-29
time("24:00:00") | 00:00:00
time("10:30:00.250+08:00") | 10:30:00.25+08:00
time("10:30:00@Asia/Shanghai") | 10:30:00@Asia/Shanghai
time("10:30:00@Nowhere/Land") | null
time("10:30:00+19:00") | null
time(10, 30, 1.5, @"PT8H") | 10:30:01.5+08:00
time(25, 0, 0) | null
date and time("2024-02-29") | 2024-02-29T00:00:00
date and time("2024-12-31T24:00:00") | 2025-01-01T00:00:00
date and time(@"2024-01-31", @"10:00:00") | 2024-01-31T10:00:00
date and time(2024, 1, 31, 10, 0, 0, "Asia/Shanghai") | 2024-01-31T10:00:00@Asia/Shanghai
duration("P1Y14M") | P2Y2M
duration("-PT36H") | -P1DT12H
duration("P1Y2D") | null
duration("P") | null
duration("PT") | null
@"2024-01-31" + @"P1M" | 2024-02-29
@"2024-03-31" - @"P1M" | 2024-02-29
@"2024-01-31" + @"PT36H" | 2024-02-01
@"23:30:00" + @"PT1H" | 00:30:00
@"10:00:00" + @"P1M" | null
@"2024-03-01" - @"2024-02-01" | P29D
@"2024-03-01T00:00:00" - @"2024-02-01" | null
@"2024-03-10T01:30:00@America/New_York" + @"PT1H" | 2024-03-10T03:30:00@America/New_York
@"P1Y" * 1.5 | P1Y6M
@"P1D" / 2 | PT12H
@"P1Y" / @"P1M" | 12
@"P1Y" = @"P365D" | null
@"PT25H".hours | 1
@"-P14M".months | -2
@"2024-02-29T10:00:00+08:00" = @"2024-02-29T02:00:00Z" | true
@"10:00:00Z" < @"10:00:00" | null
@"2024-02-29".weekday | 4
@"2024-07-01T00:00:00@Europe/Paris".time offset | PT2H
years and months duration(@"2020-02-29", @"2021-02-28") | P11M
years and months duration(@"2021-01-31", @"2020-12-31") | -P1M
day of year(@"2024-12-31") | 366
day of week(@"2024-02-29") | Thursday
month of year(@"2024-02-29") | February
week of year(@"2021-01-03") | 53
week of year(@"2024-12-30") | 1
"""


@pytest.mark.parametrize("expression, expected", lines(WORTH))
def test_worth(expression: str, expected: str) -> None:
    assert text(evaluate(expression).value) == expected


@given(st.dates())
def test_the_calendar_agrees_with_pythons(day: dt.date) -> None:
    ours = Date(day.year, day.month, day.day)
    assert ours.number == day.toordinal() - dt.date(1970, 1, 1).toordinal()
    assert (ours.weekday, ours.week_of_year) == (day.isoweekday(), day.isocalendar().week)
    assert ours.day_of_year == day.timetuple().tm_yday
    assert parse_date(str(ours)) == ours


@given(st.integers(min_value=-360_000_000_000, max_value=360_000_000_000))
def test_days_and_dates_are_one_to_one(number: int) -> None:
    assert day_number(*civil(number)) == number


@given(st.times())
def test_times_are_written_as_they_are_read(clock: dt.time) -> None:
    found = parse_time(clock.isoformat())
    assert found is not None
    assert parse_time(str(found)) == found


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_durations_are_written_as_they_are_read(amount: int) -> None:
    assert parse_duration(str(DaysTime(amount))) == DaysTime(amount)
    if abs(amount) < 10**15:
        assert parse_duration(str(YearsMonths(amount))) == YearsMonths(amount)


@given(st.dates(), st.integers(min_value=-5000, max_value=5000))
def test_months_there_and_back_never_gain_a_day(day: dt.date, months: int) -> None:
    start = Date(day.year, day.month, day.day)
    back = start.plus_months(months).plus_months(-months)
    assert (back.year, back.month) == (start.year, start.month)
    assert start.day - 3 <= back.day <= start.day


@given(st.text(alphabet="0123456789-+:.TPYMDHSZ@/aE", max_size=30))
def test_no_text_confuses_the_readers(written: str) -> None:
    found = parse_any(written)
    assert found is None or parse_any(str(found)) is not None
