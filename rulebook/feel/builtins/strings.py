"""Strings: parts, case, search, regular expressions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from rulebook.feel.builtins.registry import builtin, whole
from rulebook.feel.regexes import compiled, replaced
from rulebook.feel.runtime import STEPS_PER_SECOND, Exhausted, Run
from rulebook.feel.values import DECIMAL, Fault, Value

Found = TypeVar("Found")


@builtin("substring", "string: string, start position: number, [length]: number?")
def substring(run: Run, string: str, start: Decimal, length: Decimal | None = None) -> str:
    first = whole(start, "the start position")
    if first == 0 or abs(first) > len(string):
        raise Fault(f"there is no position {first} in a string of {len(string)}")
    begin = first - 1 if first > 0 else len(string) + first
    if length is None:
        return string[begin:]
    size = whole(length, "the length")
    if size < 1:
        raise Fault("the length must be at least 1")
    return string[begin : begin + size]


@builtin("string length", "string: string")
def string_length(run: Run, string: str) -> Decimal:
    return Decimal(len(string))


@builtin("upper case", "string: string")
def upper_case(run: Run, string: str) -> str:
    return run.string(string.upper())


@builtin("lower case", "string: string")
def lower_case(run: Run, string: str) -> str:
    return run.string(string.lower())


@builtin("substring before", "string: string, match: string")
def substring_before(run: Run, string: str, match: str) -> str:
    head, found, _ = string.partition(match) if match else ("", "", "")
    return head if found else ""


@builtin("substring after", "string: string, match: string")
def substring_after(run: Run, string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@builtin("contains", "string: string, match: string")
def contains(run: Run, string: str, match: str) -> bool:
    return match in string


@builtin("starts with", "string: string, match: string")
def starts_with(run: Run, string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends_with(run: Run, string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("matches", "input: string, pattern: string, [flags]: string?")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    return _paid(run, lambda: compiled(pattern, flags or "").found(text))


@builtin("replace", "input: string, pattern: string, replacement: string, [flags]: string?")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    return run.string(_paid(run, lambda: replaced(text, compiled(pattern, flags or ""), replacement, flags or "")))


@builtin("split", "string: string, delimiter: string")
def split(run: Run, string: str, delimiter: str) -> list[Value]:
    return run.made(_paid(run, lambda: compiled(delimiter, "").pieces(string)))


def _paid(run: Run, work: Callable[[], Found]) -> Found:
    """The work of a regular expression, paid for by the time it takes: only time shows how hard it is."""
    started = time.perf_counter()
    try:
        return work()
    except TimeoutError:
        raise Exhausted("a regular expression takes too long") from None
    finally:
        run.spend(int((time.perf_counter() - started) * STEPS_PER_SECOND))


@builtin("string join", "list: list, [delimiter]: string?")
def string_join(run: Run, items: list[Value], delimiter: str | None = None) -> str:
    parts: list[str] = []
    for item in items:
        if isinstance(item, str):
            parts.append(item)
        elif item is not None:
            raise Fault("only strings can be joined")
    size = sum(map(len, parts)) + len(delimiter or "") * len(parts)
    run.spend(size // 64)
    return run.string((delimiter or "").join(parts))


_PLAIN_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")


@builtin("number", "from: string, grouping separator: string?, decimal separator: string?")
def number(run: Run, text: str, grouping: str | None, point: str | None) -> Decimal:
    if grouping not in (None, " ", ",", "."):
        raise Fault("the grouping separator must be a space, a comma, a full stop or null")
    if point not in (None, ".", ","):
        raise Fault("the decimal separator must be a full stop, a comma or null")
    if grouping is not None and grouping == point:
        raise Fault("the two separators must differ")
    plain = text if grouping is None else text.replace(grouping, "")
    if point is not None and point != ".":
        if "." in plain:
            raise Fault("this is not a number")
        plain = plain.replace(point, ".")
    if not _PLAIN_NUMBER.fullmatch(plain):
        raise Fault("this is not a number")
    return decimal_of(plain)


@builtin("number", "from: string | number")
def number_of(run: Run, value: str | Decimal) -> Decimal:
    return number(run, value, None, None) if isinstance(value, str) else value


def decimal_of(plain: str) -> Decimal:
    """A number from digits, rounded to the precision FEEL has. Raises DecimalException when out of range."""
    return DECIMAL.create_decimal(plain)
