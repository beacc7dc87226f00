"""Plain Python values, to FEEL's and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from rulebook.feel.runtime import Diagnostic
from rulebook.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from rulebook.feel.values import Value, text, to_feel
from rulebook.plan.types import Months
from rulebook.saying import say

Scalar = str | bool | Decimal | dt.date | dt.time | dt.datetime | dt.timedelta | Months | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]
Given = Scalar | int | float | Sequence["Given"] | Mapping[str, "Given"]
MICRO = 1000  # nanoseconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out: the value in plain Python, and why anything in it became null."""

    value: Plain
    diagnostics: tuple[Diagnostic, ...] = ()


def feel_values(given: Mapping[str, Given]) -> dict[str, Value]:
    """Named values as FEEL's. Raises TypeError, ValueError with a sentence."""
    if not isinstance(given, Mapping):
        raise TypeError(say("变量要写成 dict：{{名: 值}}，给的是 {type}。", type=type(given).__name__))
    for name in given:
        if not isinstance(name, str):
            raise TypeError(say("变量的名字应是文字，给的是 {name}。", name=repr(name)))
    try:
        return {name: feel_value(each) for name, each in given.items()}
    except RecursionError:
        raise ValueError(say("值嵌套太深。")) from None


def feel_value(given: Given) -> Value:
    """A Python value as FEEL's: numbers exact as they are written. Raises TypeError, ValueError with a sentence."""
    if isinstance(given, Months):
        return YearsMonths(given.count)
    if isinstance(given, Mapping):
        return {str(name): feel_value(each) for name, each in given.items()}
    if isinstance(given, list | tuple):
        return [feel_value(each) for each in given]
    if isinstance(given, float | Decimal) and not Decimal(given).is_finite():
        raise ValueError(say("{value} 不是一个数：不知道的值请用 None。", value=given))
    try:
        found = to_feel(given)
    except TypeError:
        raise TypeError(say("FEEL 没有 Python 的 {type} 这种值。", type=type(given).__name__)) from None
    if found is None and given is not None:
        raise ValueError(say("这个数太大，FEEL 的数不超过 {most}。", most="10 ** 6145"))
    return found


def plain(value: Value) -> Plain:
    """A FEEL value in plain Python; what Python has no class for (ranges, the year 12000) as FEEL writes it."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if value is None or isinstance(value, bool | str | Decimal):
        return value
    found = _temporal(value)
    return text(value) if found is None else found


def _temporal(value: Value) -> dt.date | dt.time | dt.timedelta | Months | None:
    try:
        match value:
            case Date():
                return dt.date(value.year, value.month, value.day)
            case DateTime(date=date, time=time):
                clock = None if time is None else _clock(time)
                return None if clock is None else dt.datetime.combine(dt.date(date.year, date.month, date.day), clock)
            case Time():
                return _clock(value)
            case YearsMonths():
                return Months(value.months)
            case DaysTime(nanos=nanos):
                return None if nanos % MICRO else dt.timedelta(microseconds=nanos // MICRO)
    except (ValueError, OverflowError, LookupError):
        return None  # outside what Python can hold
    return None


def _clock(time: Time) -> dt.time | None:
    if time.nano % MICRO:
        return None
    zone: dt.tzinfo | None = None
    if time.zone is not None:
        zone = ZoneInfo(time.zone)
    elif time.offset is not None:
        zone = dt.timezone(dt.timedelta(seconds=time.offset))
    return dt.time(time.hour, time.minute, time.second, time.nano // MICRO, zone)
