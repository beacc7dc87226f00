"""The proleptic Gregorian calendar over all the years FEEL knows (about ±10⁹), and time-zone offsets.

Python's `datetime` ends at year 9999, so days are counted here. Day 0 is 1970-01-01.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

MAX_YEAR = 999_999_999
DAY = 86_400
NANO = 1_000_000_000


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Days in a month, 28 to 31."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to this date."""
    shifted = year - (month <= 2)  # years that begin in March put the leap day last
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 719_468


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number."""
    era, of_era = divmod(number + 719_468, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * of_year + 2) // 153
    day = of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return year_of_era + era * 400 + (month <= 2), month, day


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo | None:
    """The IANA zone of this name, or None when there is none."""
    if not name or name[0] in "./" or ".." in name or "\\" in name or "\0" in name or len(name) > 64:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError; a folder gives an OSError
        return None


def local_offset(name: str, day: int, second: int) -> int:
    """Seconds east of UTC in the zone, at a local day number and second of day."""
    return _offset(name, _representable(day), second, utc=False)


def utc_offset(name: str, day: int, second: int) -> int:
    """Seconds east of UTC in the zone, at a day number and second of day given in UTC."""
    return _offset(name, _representable(day), second, utc=True)


def _representable(day: int) -> int:
    """A day that `datetime` can hold, with the same place in the 400-year cycle of the calendar."""
    low, high = -700_000, 2_900_000  # within the years 54 and 9909
    return day if low < day < high else day % 146_097


@lru_cache(maxsize=4096)
def _offset(name: str, day: int, second: int, *, utc: bool) -> int:
    where = zone(name)
    if where is None:
        return 0
    naive = dt.datetime(1970, 1, 1) + dt.timedelta(days=day, seconds=second)  # noqa: DTZ001  (zone set below)
    if utc:
        found = naive.replace(tzinfo=dt.UTC).astimezone(where).utcoffset()
    else:
        found = naive.replace(tzinfo=where).utcoffset()
    return 0 if found is None else int(found.total_seconds())
