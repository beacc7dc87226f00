"""Dates, times and durations: making them, taking them apart, and the clock."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from rulebook.feel.builtins.registry import builtin, whole
from rulebook.feel.calendar import NANO, zone
from rulebook.feel.isotext import (
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
    valid_date,
    valid_offset,
)
from rulebook.feel.runtime import Run
from rulebook.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths, months_between
from rulebook.feel.values import DECIMAL, Fault, Value, to_feel

Found = TypeVar("Found")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@builtin("date", "from: string")
def date_from_text(run: Run, text: str) -> Date:
    return _read(parse_date(text), text, "date, such as 2024-01-31")


@builtin("date", "from: date | date and time")
def date_from(run: Run, value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("date", "year: number, month: number, day: number")
def date_of(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Date:
    found = valid_date(_part(year, "year"), _part(month, "month"), _part(day, "day"))
    if found is None:
        raise Fault(f"there is no such day: {year}-{month}-{day}")
    return found


@builtin("time", "from: string")
def time_from_text(run: Run, text: str) -> Time:
    return _read(parse_time(text), text, "time, such as 10:30:00")


@builtin("time", "from: time | date and time | date")
def time_from(run: Run, value: Time | DateTime | Date) -> Time:
    if isinstance(value, Date):
        return Time(0, 0, 0, 0, 0)
    return value.time if isinstance(value, DateTime) else value


@builtin("time", "hour: number, minute: number, second: number, [offset]: days and time duration?")
def time_of(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None = None) -> Time:
    return _clock(hour, minute, second, offset, None)


@builtin("date and time", "from: string")
def date_time_from_text(run: Run, text: str) -> DateTime:
    return _read(parse_date_time(text), text, "date and time, such as 2024-01-31T10:30:00")


@builtin("date and time", "from: date | date and time")
def date_time_from(run: Run, value: Date | DateTime) -> DateTime:
    return value if isinstance(value, DateTime) else DateTime(value, Time(0, 0, 0, 0, 0))


@builtin("date and time", "date: date | date and time, time: time")
def date_with_time(run: Run, date: Date | DateTime, time: Time) -> DateTime:
    return DateTime(date.date if isinstance(date, DateTime) else date, time)


_CLOCKED = "year: number, month: number, day: number, hour: number, minute: number, second: number"


@builtin("date and time", f"{_CLOCKED}, [offset]: days and time duration?")
def date_time_of(run: Run, *parts: Value) -> DateTime:
    offset = parts[6] if len(parts) > 6 else None
    return DateTime(date_of(run, *parts[:3]), _clock(parts[3], parts[4], parts[5], offset, None))


@builtin("date and time", f"{_CLOCKED}, timezone: string")
def date_time_in_zone(run: Run, *parts: Value) -> DateTime:
    if zone(parts[6]) is None:
        raise Fault(f"there is no time zone “{parts[6]}”")
    return DateTime(date_of(run, *parts[:3]), _clock(parts[3], parts[4], parts[5], None, parts[6]))


@builtin("duration", "from: string")
def duration(run: Run, text: str) -> Value:
    return _read(parse_duration(text), text, "duration, such as P1DT2H or P1Y2M")


@builtin("duration", "from: days and time duration | years and months duration")
def same_duration(run: Run, value: Value) -> Value:
    return value


@builtin("years and months duration", "from: date | date and time, to: date | date and time")
def elapsed_months(run: Run, start: Date | DateTime, end: Date | DateTime) -> YearsMonths:
    """By the dates alone, as each side writes them, whatever the time of day or zone."""
    return months_between(_date(start), _date(end))


@builtin("day of year", "date: date | date and time")
def day_of_year(run: Run, date: Date | DateTime) -> Decimal:
    return Decimal(_date(date).day_of_year)


@builtin("day of week", "date: date | date and time")
def day_of_week(run: Run, date: Date | DateTime) -> str:
    return _DAYS[_date(date).weekday - 1]


@builtin("month of year", "date: date | date and time")
def month_of_year(run: Run, date: Date | DateTime) -> str:
    return _MONTHS[_date(date).month - 1]


@builtin("week of year", "date: date | date and time")
def week_of_year(run: Run, date: Date | DateTime) -> Decimal:
    return Decimal(_date(date).week_of_year)


@builtin("now")
def now(run: Run) -> Value:
    if run.now is None:
        raise Fault("no clock was given to this evaluation")
    return to_feel(run.now)


@builtin("today")
def today(run: Run) -> Value:
    found = now(run)
    return found.date


def _read(found: Found | None, text: str, what: str) -> Found:
    if found is None:
        shown = text if len(text) <= 60 else text[:57] + "…"
        raise Fault(f"“{shown}” is not a {what}")
    return found


def _date(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


def _part(number: Decimal, what: str) -> int:
    if number != number.to_integral_value():
        raise Fault(f"the {what} must be a whole number")
    return whole(number, f"the {what}")


def _clock(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None, name: str | None) -> Time:
    h, m = _part(hour, "hour"), _part(minute, "minute")
    if not (0 <= h <= 23 and 0 <= m <= 59 and 0 <= second < 60):
        raise Fault(f"there is no such time: {hour}:{minute}:{second}")
    nanos = int(DECIMAL.multiply(second, Decimal(NANO)))  # exact: Python's own 28 digits would make it the next minute
    east = None
    if offset is not None:
        east = abs(offset.nanos) // NANO * (-1 if offset.nanos < 0 else 1)
        if not valid_offset(east):
            raise Fault("the offset must be at most 18 hours")
    return Time(h, m, nanos // NANO, nanos % NANO, east, name)
