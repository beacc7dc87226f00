"""The values FEEL computes with, and what tells one kind from another.

number → Decimal, string → str, boolean → bool, null → None, list → list, context → dict; dates, times
and durations are the classes of `temporal`; ranges and functions are here. Values are never changed in
place.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from rulebook.feel.base import Type
from rulebook.feel.base import Value as Value
from rulebook.feel.runtime import Run
from rulebook.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths

# IEEE 754 decimal128, as the standard asks: 34 digits, half even.
DECIMAL = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    clamp=1,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)


class Fault(Exception):
    """A FEEL error: the expression at hand is null and `message` becomes a diagnostic."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NoEntry(Fault):
    """A context lacks an entry. The message, with its suggestion, is made only when somebody reads it."""

    def __init__(self, name: str, keys: Iterable[str]) -> None:
        super().__init__(f"the context has no entry “{name}”")
        self.name, self.keys = name, keys

    def __str__(self) -> str:
        return self.message + suggestion(self.name, self.keys)


def suggestion(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?` when a known name is near, else nothing."""
    near = difflib.get_close_matches(name, list(known)[:500], n=1, cutoff=0.6)
    return f"; did you mean “{near[0]}”?" if near else ""


@dataclass(frozen=True, slots=True)
class Range:
    """`[low..high]`. `op` is set for ranges written as a unary test, such as `(< 5)` or `(!= 5)`."""

    low: Value
    high: Value
    low_included: bool
    high_included: bool
    op: str | None = None


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a function."""

    name: str
    type: Type | None = None


@dataclass(frozen=True, eq=False)
class Function:
    """Something that can be called. `params` is None when any arguments go (`invoke` itself checks them).

    `invoke(run, positional, named)` gets either positional or named arguments; it raises Fault on wrong ones.
    """

    name: str
    params: tuple[Param, ...] | None
    invoke: Callable[[Run, list[Value], dict[str, Value] | None], Value] = field(repr=False)
    result: Type | None = None


_KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    type(None): "null",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysTime: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
    Function: "function",
}


def kind(value: Value) -> str:
    """The FEEL kind of a value: number, string, boolean, null, list, context, date, …"""
    return _KINDS.get(type(value), "unknown")


def to_feel(value: object) -> Value:
    """A Python value as FEEL sees it: int and float → number, date → date, mapping → context, and so on.

    Raises TypeError for a value that FEEL has no kind for.
    """
    if type(value) in (str, bool, type(None), Date, Time, DateTime, DaysTime, YearsMonths, Range, Function):
        return value
    if isinstance(value, Decimal | int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return {str(key): to_feel(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_feel(each) for each in value]
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return _temporal(value)
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"FEEL has no kind for a {type(value).__name__}")


def _number(value: Decimal | int | float) -> Decimal | None:
    number = value if isinstance(value, Decimal) else Decimal(str(value) if isinstance(value, float) else value)
    if not number.is_finite():
        return None
    try:
        return DECIMAL.plus(number)
    except DecimalException:
        return None


def _temporal(value: dt.datetime | dt.date | dt.time | dt.timedelta) -> Value:
    if isinstance(value, dt.datetime):
        return DateTime(Date(value.year, value.month, value.day), _time(value.timetz(), value))
    if isinstance(value, dt.date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, dt.timedelta):
        return DaysTime((value.days * 86_400 + value.seconds) * 1_000_000_000 + value.microseconds * 1000)
    return _time(value, None)


def _time(value: dt.time, whole: dt.datetime | None) -> Time:
    zone = getattr(value.tzinfo, "key", None)
    offset = (whole or value).utcoffset()
    seconds = None if offset is None or zone else int(offset.total_seconds())
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, seconds, zone)


def to_python(value: Value) -> object:
    """A FEEL value in plain Python.

    Dates as `datetime` objects where they fit, durations and ranges as text.
    """
    if isinstance(value, list):
        return [to_python(each) for each in value]
    if isinstance(value, dict):
        return {key: to_python(each) for key, each in value.items()}
    if isinstance(value, Date) and 1 <= value.year <= 9999:
        return dt.date(value.year, value.month, value.day)
    if isinstance(value, Decimal | str | bool | None):
        return value
    return text(value)


def text(value: Value) -> str:
    """A value as FEEL's `string()` writes it at the top level; null reads `null`."""
    if isinstance(value, str):
        return value
    return _nested_text(value)


def _nested_text(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, list):
        return "[" + ", ".join(_nested_text(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key_text(key)}: {_nested_text(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Range):
        return _range_text(value)
    if isinstance(value, Function):
        return f"function({', '.join(each.name for each in value.params or ())})"
    return str(value)


def _key_text(key: str) -> str:
    plain = all(each.isalnum() or each in "_ '-./+*" for each in key) and key and not key[0].isdecimal()
    plain = plain and key == " ".join(key.split())  # spaces within a name count as one
    return key if plain else _nested_text(key)


def _range_text(value: Range) -> str:
    if value.op is not None:
        operand = value.low if value.op in ("=", "!=", ">", ">=") else value.high
        return f"{value.op}{_nested_text(operand)}"
    low, high = _nested_text(value.low), _nested_text(value.high)
    return f"{'[' if value.low_included else '('}{low}..{high}{']' if value.high_included else ')'}"


def number_text(value: Decimal) -> str:
    """A number without exponent and without trailing zeros."""
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain
