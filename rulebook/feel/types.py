"""FEEL types: whether a value is of one, and the few conversions the standard makes without being asked."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.feel.base import AnyType as AnyType
from rulebook.feel.base import Type as Type
from rulebook.feel.temporal import Date, midnight_utc
from rulebook.feel.values import Fault, Function, Range, Value, kind


@dataclass(frozen=True)
class Simple(Type):
    """A type named by the kind of its values."""

    kind: str

    def has(self, value: Value) -> bool:
        found = kind(value)
        if self.kind == "days and time duration or years and months duration":
            return found.endswith("duration")
        return found == self.kind

    def __str__(self) -> str:
        return self.kind


@dataclass(frozen=True)
class ListOf(Type):
    of: Type

    def has(self, value: Value) -> bool:
        return isinstance(value, list) and all(each is None or self.of.has(each) for each in value)

    def element(self) -> Type | None:
        return self.of

    def accepts(self, other: Type) -> bool:
        return isinstance(other, AnyType) or (isinstance(other, ListOf) and self.of.accepts(other.of))

    def plain(self) -> Type:
        return ListOf(self.of.plain())

    def __str__(self) -> str:
        return f"list<{self.of}>"


@dataclass(frozen=True)
class RangeOf(Type):
    of: Type

    def has(self, value: Value) -> bool:
        if not isinstance(value, Range):
            return False
        ends = [each for each in (value.low, value.high) if each is not None]
        return all(self.of.has(each) for each in ends)

    def accepts(self, other: Type) -> bool:
        return isinstance(other, AnyType) or (isinstance(other, RangeOf) and self.of.accepts(other.of))

    def plain(self) -> Type:
        return RangeOf(self.of.plain())

    def __str__(self) -> str:
        return f"range<{self.of}>"


@dataclass(frozen=True)
class ContextOf(Type):
    """A context with at least these members; one may be null, but none may be absent."""

    members: tuple[tuple[str, Type], ...]

    def has(self, value: Value) -> bool:
        if not isinstance(value, dict):
            return False
        return all(name in value and (value[name] is None or of.has(value[name])) for name, of in self.members)

    def accepts(self, other: Type) -> bool:
        if isinstance(other, AnyType) or (other == Simple("context") and not self.members):
            return True
        if not isinstance(other, ContextOf):
            return False
        theirs = dict(other.members)
        return all(name in theirs and of.accepts(theirs[name]) for name, of in self.members)

    def plain(self) -> Type:
        return ContextOf(tuple((name, of.plain()) for name, of in self.members))

    def __str__(self) -> str:
        return f"context<{', '.join(f'{name}: {of}' for name, of in self.members)}>"


@dataclass(frozen=True)
class FunctionOf(Type):
    params: tuple[Type, ...]
    result: Type

    def has(self, value: Value) -> bool:
        if not isinstance(value, Function):
            return False
        if value.params is None or len(value.params) != len(self.params):
            return value.params is None
        for mine, theirs in zip(self.params, value.params, strict=True):
            if theirs.type is not None and not theirs.type.accepts(mine):
                return False
        return value.result is None or self.result.accepts(value.result)

    def plain(self) -> Type:
        return FunctionOf(tuple(each.plain() for each in self.params), self.result.plain())

    def __str__(self) -> str:
        return f"function<{', '.join(str(each) for each in self.params)}> -> {self.result}"


ANY = AnyType()
DURATION = Simple("days and time duration or years and months duration")
BUILTIN_TYPES: dict[str, Type] = {
    "Any": ANY,
    "Null": Simple("null"),
    "number": Simple("number"),
    "string": Simple("string"),
    "boolean": Simple("boolean"),
    "date": Simple("date"),
    "time": Simple("time"),
    "date and time": Simple("date and time"),
    "dateTime": Simple("date and time"),
    "days and time duration": Simple("days and time duration"),
    "day time duration": Simple("days and time duration"),
    "dayTimeDuration": Simple("days and time duration"),
    "years and months duration": Simple("years and months duration"),
    "year month duration": Simple("years and months duration"),
    "yearMonthDuration": Simple("years and months duration"),
    "duration": DURATION,
    "list": ListOf(ANY),
    "context": Simple("context"),
    "function": Simple("function"),
    "range": Simple("range"),
}


def coerce(value: Value, wanted: Type) -> Value:
    """`value` as `wanted`, by the standard's implicit conversions; null stays null.

    They are: an element to a list of one, a list of one to its element, a date to its midnight in UTC.
    Raises Fault when the value does not fit.
    """
    if value is None or wanted.has(value):
        return value
    if wanted.element() is not None and not isinstance(value, list) and wanted.has([value]):
        return [value]
    if isinstance(value, list) and len(value) == 1 and (value[0] is None or wanted.has(value[0])):
        return value[0]
    if isinstance(value, Date):
        point = midnight_utc(value)
        if wanted.has(point):
            return point
    raise Fault(f"expected {wanted}, got {described(value)}")


def described(value: Value) -> str:
    """A value's kind, for messages."""
    found = kind(value)
    return "null" if found == "null" else f"a {found}"
