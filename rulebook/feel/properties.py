"""What stands after a dot: entries of contexts, properties of dates, times, durations and ranges."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rulebook.feel.calendar import NANO
from rulebook.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from rulebook.feel.types import described
from rulebook.feel.values import Fault, NoEntry, Range, Value


def property_of(value: Value, name: str) -> Value:
    """`value.name`. Raises Fault when there is no such entry or property."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        raise NoEntry(name, value)
    if isinstance(value, Range):
        return _range(value, name)
    reader = _READERS.get(type(value), {}).get(name)
    if reader is None:
        raise Fault(f"{described(value)} has no “{name}”")
    return reader(value)


def dotted(name: str, find: Callable[[str], Value]) -> Value:
    """What a name with dots means where nothing has that name: a member of what its beginning names. Raises Fault."""
    first, *members = name.split(".")
    if not members:
        raise Fault(f"there is no “{name}”")
    found = find(first.strip())
    for member in members:
        found = property_of(found, member.strip())
    return found


def _range(value: Range, name: str) -> Value:
    found = {
        "start": value.low,
        "end": value.high,
        "start included": value.low_included,
        "end included": value.high_included,
    }
    if name not in found:
        raise Fault(f"a range has no “{name}”")
    return found[name]


def _offset(seconds: int | None) -> DaysTime | None:
    return None if seconds is None else DaysTime(seconds * NANO)


Readers = dict[str, Callable[[Value], Value]]

_DATE: Readers = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.weekday),
}
_TIME: Readers = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: Decimal(value.second),
    "time offset": lambda value: _offset(value.offset_on(0)),
    "timezone": lambda value: value.zone,
}


def _of(part: str, reader: Callable[[Value], Value]) -> Callable[[Value], Value]:
    return lambda value: reader(getattr(value, part))


def _signed(months: int, divisor: int, *, whole: bool) -> Decimal:
    found = abs(months) // divisor if whole else abs(months) % divisor
    return Decimal(-found if months < 0 else found)


def _duration_part(name: str) -> Callable[[Value], Value]:
    return lambda value: Decimal(value.part(name))


_READERS: dict[type, Readers] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _of("date", reader) for name, reader in _DATE.items()},
        **{name: _of("time", reader) for name, reader in _TIME.items()},
        "time offset": lambda value: _offset(value.offset),
    },
    DaysTime: {name: _duration_part(name) for name in ("days", "hours", "minutes", "seconds")},
    YearsMonths: {
        "years": lambda value: _signed(value.months, 12, whole=True),
        "months": lambda value: _signed(value.months, 12, whole=False),
    },
}
