"""Reading dates, times and durations as FEEL writes them (ISO 8601 as XML Schema narrows it, plus `@Zone`).

Every reader gives None for text that is not of its kind.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rulebook.feel import calendar as cal
from rulebook.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths

_DATE = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?:(?P<z>[zZ])|(?P<sign>[+-])(?P<oh>[0-9]{2}):(?P<om>[0-9]{2})(?::(?P<os>[0-9]{2}))?|@(?P<zone>[A-Za-z0-9_+/-]+))?"
)
_IS_DATE = re.compile(_DATE)
_IS_TIME = re.compile(_TIME)
_IS_DATE_TIME = re.compile(f"{_DATE}T{_TIME}")
_DAYS_TIME = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>[0-9]+)D)?"
    r"(?P<clock>T(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?"
    r"(?:(?P<seconds>[0-9]+)(?:\.(?P<fraction>[0-9]*))?S)?)?"
)
_YEARS_MONTHS = re.compile(r"(?P<sign>-?)P(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?")
_MAX_OFFSET = 18 * 3600
_TOO_LONG = re.compile("[0-9]{19}[0-9]*[YMDHMS.]")  # more digits than any length of time has use for


def parse_date(text: str) -> Date | None:
    """`2024-01-31`; years beyond four digits and negative years are read too."""
    match = _IS_DATE.fullmatch(text)
    return None if match is None else _date(match)


def parse_time(text: str) -> Time | None:
    """`10:30:00`, with fraction, `Z`, `+08:00` or `@Asia/Shanghai`; `24:00:00` is midnight."""
    match = _IS_TIME.fullmatch(text)
    return None if match is None else _time(match)


def parse_date_time(text: str) -> DateTime | None:
    """`2024-01-31T10:30:00` and its kin.

    A date alone is its midnight. `T24:00:00` is the next day's midnight.
    """
    match = _IS_DATE_TIME.fullmatch(text)
    if match is None:
        alone = parse_date(text)
        return None if alone is None else DateTime(alone, Time(0, 0, 0))
    date, time = _date(match), _time(match)
    if date is None or time is None:
        return None
    if not time.midnight_after:
        return DateTime(date, time)
    try:
        return DateTime(Date.at(date.number + 1), replace(time, midnight_after=False))
    except OverflowError:
        return None  # the day after the last there is


def parse_duration(text: str) -> DaysTime | YearsMonths | None:
    """`P1DT2H`, `-PT0.5S`, `P1Y2M`."""
    if len(text) > 200 or _TOO_LONG.search(text):
        return None
    match = _YEARS_MONTHS.fullmatch(text)
    if match is not None and (match["years"] or match["months"]):
        months = _whole(match["years"]) * 12 + _whole(match["months"])
        return YearsMonths(-months if match["sign"] else months)
    match = _DAYS_TIME.fullmatch(text)
    if match is None or match["clock"] == "T" or (match["days"] is None and match["clock"] is None):
        return None
    seconds = _whole(match["days"]) * cal.DAY + _whole(match["hours"]) * 3600
    seconds += _whole(match["minutes"]) * 60 + _whole(match["seconds"])
    nanos = seconds * cal.NANO + _nanos(match["fraction"])
    return DaysTime(-nanos if match["sign"] else nanos)


def parse_any(text: str) -> Date | Time | DateTime | DaysTime | YearsMonths | None:
    """Whichever of the kinds the text is, as for `@"…"`."""
    if "P" in text[:2]:
        return parse_duration(text)
    if "T" in text[:14]:
        return parse_date_time(text)
    return parse_date(text) or parse_time(text)


def valid_date(year: int, month: int, day: int) -> Date | None:
    """The date, if there is such a day."""
    if abs(year) > cal.MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= cal.month_length(year, month):
        return None
    return Date(year, month, day)


def valid_offset(seconds: int) -> bool:
    """Is it at most 18 hours?"""
    return abs(seconds) <= _MAX_OFFSET


def _date(match: re.Match[str]) -> Date | None:
    return valid_date(int(match["year"]), int(match["month"]), int(match["day"]))


def _time(match: re.Match[str]) -> Time | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    nano = _nanos(match["fraction"])
    midnight_after = hour == 24 and minute == second == nano == 0
    if midnight_after:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    offset: int | None = None
    if match["z"]:
        offset = 0
    elif match["sign"]:
        offset = int(match["oh"]) * 3600 + int(match["om"]) * 60 + int(match["os"] or 0)
        if int(match["om"]) > 59 or int(match["os"] or 0) > 59 or not valid_offset(offset):
            return None
        offset = -offset if match["sign"] == "-" else offset
    zone = match["zone"]
    if zone is not None and cal.zone(zone) is None:
        return None
    return Time(hour, minute, second, nano, offset, zone, midnight_after)


def _nanos(fraction: str | None) -> int:
    return int((fraction or "0")[:9].ljust(9, "0"))


def _whole(digits: str | None) -> int:
    return int(digits) if digits else 0
