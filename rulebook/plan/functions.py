"""The functions a rule may call: their types, and what they do. Every argument is known when one is called."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from rulebook.feel.regexes import compiled
from rulebook.plan.exact import Number, rounding
from rulebook.plan.types import BOOLEAN, DATE, DAYS, MONTHS, NUMBER, STRING, Months, Type


@dataclass(frozen=True)
class Function:
    """`takes` are the argument types (the last repeats when `variadic`, the last `optional` may be left out).

    Whole FEEL has each under the same name, those in MEMBERS as a property. `columns.functions.MAKERS` and
    `cells.whole.TWINS` must name each too; a test walks this list and compares all of them.
    """

    takes: tuple[Type, ...]
    gives: Type
    run: Callable[..., Any]
    variadic: bool = False
    optional: int = 0


def months_between(start: dt.date, end: dt.date) -> Months:
    """Whole months from `start` to `end`, negative when `end` is before (FEEL's years and months duration)."""
    if end < start:
        return Months(-months_between(end, start).count)
    months = (end.year - start.year) * 12 + end.month - start.month
    return Months(months - (end.day < start.day))


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day number `months` on, or the month's last day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year}")
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def absolute(number: Number) -> Number:
    return number.copy_abs() if isinstance(number, Decimal) else abs(number)


def matches(text: str, pattern: str) -> bool:
    """FEEL's dialect; the pattern was read when the rule was. Raises TimeoutError."""
    return compiled(pattern, "").found(text)


def read_date(text: str) -> dt.date:
    """A date written 2022-06-24. Raises ValueError for any other way."""
    if not WRITTEN_DATE.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def whole_days(span: dt.timedelta) -> Decimal:
    """Toward zero, as FEEL counts the days of a duration."""
    return Decimal(-(-span).days if span < dt.timedelta(0) else span.days)


WRITTEN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 60  # characters of a duration: years of more digits are no length of time
DURATION = re.compile(
    r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?"
)


def read_duration(text: str) -> Months | dt.timedelta | None:
    """An ISO 8601 duration of either kind, or None when the text is neither."""
    found = DURATION.fullmatch(text) if len(text) <= LONGEST else None
    if not found or text.endswith(("P", "T")):
        return None
    sign = -1 if found[1] else 1
    years, months, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    if found[2] or found[3]:
        return None if any((days, hours, minutes, seconds)) else Months(sign * (years * 12 + months))
    try:
        return sign * dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None  # longer than any span of dates


FUNCTIONS: dict[str, Function] = {
    "min": Function((NUMBER,), NUMBER, lambda *args: min(args), variadic=True),
    "max": Function((NUMBER,), NUMBER, lambda *args: max(args), variadic=True),
    "abs": Function((NUMBER,), NUMBER, absolute),
    "floor": Function((NUMBER, NUMBER), NUMBER, rounding(ROUND_FLOOR), optional=1),
    "ceiling": Function((NUMBER, NUMBER), NUMBER, rounding(ROUND_CEILING), optional=1),
    "decimal": Function((NUMBER, NUMBER), NUMBER, rounding(ROUND_HALF_EVEN)),
    "round half up": Function((NUMBER, NUMBER), NUMBER, rounding(ROUND_HALF_UP)),
    "round half down": Function((NUMBER, NUMBER), NUMBER, rounding(ROUND_HALF_DOWN)),
    "round up": Function((NUMBER, NUMBER), NUMBER, rounding(ROUND_UP)),
    "round down": Function((NUMBER, NUMBER), NUMBER, rounding(ROUND_DOWN)),
    "contains": Function((STRING, STRING), BOOLEAN, lambda text, part: part in text),
    "starts with": Function((STRING, STRING), BOOLEAN, lambda text, part: text.startswith(part)),
    "ends with": Function((STRING, STRING), BOOLEAN, lambda text, part: text.endswith(part)),
    "matches": Function((STRING, STRING), BOOLEAN, matches),
    "date": Function((STRING,), DATE, read_date),
    "years and months duration": Function((DATE, DATE), MONTHS, months_between),
    "year": Function((DATE,), NUMBER, lambda day: Decimal(day.year)),
    "month": Function((DATE,), NUMBER, lambda day: Decimal(day.month)),
    "day": Function((DATE,), NUMBER, lambda day: Decimal(day.day)),
    "days": Function((DAYS,), NUMBER, whole_days),
}
MEMBERS = {DATE: ("year", "month", "day"), DAYS: ("days",)}
