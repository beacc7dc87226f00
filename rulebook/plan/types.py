"""Types of the rule subset and their values. In a rule, Python's None is *unknown*, never null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Months:
    """A years-and-months duration."""

    count: int

    def __str__(self) -> str:
        return f"P{self.count}M"


@dataclass(frozen=True)
class ListOf:
    """The type of a list of strings, numbers or dates."""

    of: str


STRING, NUMBER, BOOLEAN, DATE, MONTHS, DAYS = "string", "number", "boolean", "date", "months", "days"
Type = str | ListOf
Value = str | bool | Decimal | Fraction | dt.date | dt.timedelta | Months | tuple["Value", ...]
Maybe = Value | None
Facts = Mapping[str, Value]

TYPE_NAMES = {
    STRING: "文字", NUMBER: "数字", BOOLEAN: "是否", DATE: "日期", MONTHS: "年月时长", DAYS: "天时分时长",
}  # fmt: skip


def type_name(type_: Type) -> str:
    return f"{TYPE_NAMES[type_.of]}的列表" if isinstance(type_, ListOf) else TYPE_NAMES[type_]


def type_of(value: Value) -> Type:
    """The rule type of a Python value."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, tuple):
        return ListOf(str(type_of(value[0])) if value else STRING)
    for python, name in (
        (str, STRING), (Decimal, NUMBER), (Fraction, NUMBER), (dt.date, DATE), (Months, MONTHS), (dt.timedelta, DAYS),
    ):  # fmt: skip
        if isinstance(value, python):
            return name
    raise TypeError(f"not a value of a rule: {value!r}")
