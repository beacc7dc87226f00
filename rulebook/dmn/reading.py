"""Text as a value of a declared type: cells of a file, strings of JSON, untyped inputs of a test kit."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from rulebook.dmn.itemtypes import Constrained, Whole
from rulebook.feel.isotext import parse_date, parse_date_time, parse_duration, parse_time
from rulebook.feel.temporal import Date, DateTime, Time
from rulebook.feel.types import AnyType, ContextOf, ListOf, Simple, Type, coerce
from rulebook.feel.values import DECIMAL, Fault, Value

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LOOKS_LIKE_A_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")  # 007 is a code
_WORDS = {"true": True, "false": False, "是": True, "否": False}
_ALONE = {"1": True, "0": False}  # a boolean in files where nothing else could be meant


def number(text: str) -> Decimal | None:
    """A number as FEEL holds it; None for text that is none, is out of range, or has more digits than FEEL keeps."""
    if len(text) > 200 or not _NUMBER.fullmatch(text):
        return None
    exact = Decimal(text)
    try:
        found = DECIMAL.create_decimal(text)
    except ArithmeticError:
        return None
    return found if found == exact else None


def boolean(text: str) -> bool | None:
    return _WORDS.get(text.lower(), _ALONE.get(text))


def moment(text: str) -> DateTime | None:
    """A date and time; a date alone is its midnight, without a zone. A space may stand for the T."""
    date = parse_date(text)
    return DateTime(date, Time(0, 0, 0)) if date is not None else parse_date_time(text.replace(" ", "T", 1))


_READERS: dict[str, Callable[[str], Value]] = {
    "string": lambda text: text,
    "number": number,
    "boolean": boolean,
    "date": lambda text: parse_date(text) or moment(text),
    "time": parse_time,
    "date and time": moment,
    "days and time duration": parse_duration,
    "years and months duration": parse_duration,
}


def read_as(text: str, wanted: Type | None) -> Value:
    """The value `text` writes for a declared type; without one, what it looks like. Raises Fault."""
    plain = text.strip()
    if wanted is None or isinstance(wanted, AnyType):
        return looks_like(plain)
    value = _read(text if _base(wanted) == Simple("string") else plain, _base(wanted))
    if value is None:
        raise Fault(f"“{plain[:60]}” is not a {wanted}")
    return coerce(value, wanted)


def _base(wanted: Type) -> Type:
    while isinstance(wanted, Constrained):
        wanted = wanted.base
    return wanted


def _read(text: str, wanted: Type) -> Value:
    if isinstance(wanted, ListOf):
        return [read_as(text, wanted.of)]
    if isinstance(wanted, Whole):
        return number(text)
    if isinstance(wanted, Simple):
        reader = _READERS.get(wanted.kind, parse_duration if wanted.kind.endswith("duration") else None)
        return None if reader is None else reader(text)
    return None


def read_all(value: Value, wanted: Type | None) -> Value:
    """`value` with every text in it read as its type says; lists and contexts by their parts. Raises Fault."""
    base = None if wanted is None else _base(wanted)
    if isinstance(value, str):
        return value if base is None else read_as(value, wanted)
    if isinstance(value, list):
        return [read_all(each, base.of if isinstance(base, ListOf) else base) for each in value]
    if isinstance(value, dict):
        members = dict(base.members) if isinstance(base, ContextOf) else {}
        return {key: read_all(each, members.get(key)) for key, each in value.items()}
    return value


def looks_like(text: str) -> Value:
    """Text of which nothing is said: number, yes or no, date, else the text itself. Empty is null."""
    if not text:
        return None
    if _LOOKS_LIKE_A_NUMBER.fullmatch(text) and (found := number(text)) is not None:
        return found
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    day: Date | DateTime | None = parse_date(text) or (parse_date_time(text) if "T" in text else None)
    return text if day is None else day
