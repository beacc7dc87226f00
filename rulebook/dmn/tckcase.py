"""The test files of the DMN TCK: reading them, and comparing a result with what they expect."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rulebook.dmn.itemtypes import Constrained
from rulebook.dmn.reading import read_as
from rulebook.dmn.xmltree import DmnError, Element, read_xml
from rulebook.feel.isotext import parse_date, parse_date_time, parse_duration, parse_time
from rulebook.feel.ops import same
from rulebook.feel.types import BUILTIN_TYPES, ContextOf, ListOf, Type
from rulebook.feel.values import Fault, Function, Value, kind

TOLERANCE = Decimal("0.00000001")  # the kit's files give eight decimals


class Untyped(str):
    """A value of which the test file does not say the type."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Expectation:
    """One result node: what is asked for and what should come out."""

    name: str
    kind: str  # decision, bkm or decisionService; empty where the file does not say
    expected: Value


@dataclass(frozen=True, slots=True)
class Case:
    """One test case: inputs (names, or `namespace#name`) and expectations."""

    id: str
    kind: str
    invocable: str
    inputs: dict[str, Value]
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One test file: the model it is about and its cases."""

    model: str
    cases: tuple[Case, ...]


def read_cases(path: Path) -> CaseFile:
    """The cases of a test file. Raises DmnError when it is no such file."""
    root = read_xml(path.read_bytes(), path.name)
    if root.tag != "testCases":
        raise DmnError(f"{path.name}: expected the element “testCases”, found “{root.tag}”")
    cases = tuple(_case(each, place) for place, each in enumerate(root.all("testCase"), 1))
    return CaseFile(root.text_of("modelName"), cases)


def _case(element: Element, place: int) -> Case:
    inputs: dict[str, Value] = {}
    for node in element.all("inputNode"):
        name, namespace = " ".join(node.get("name").split()), node.get("namespace")
        inputs[f"{namespace}#{name}" if namespace else name] = value_of(node)
    expectations = tuple(
        Expectation(" ".join(node.get("name").split()), node.get("type"), _expected(node))
        for node in element.all("resultNode")
    )
    return Case(
        element.get("id") or str(place),
        element.get("type"),
        element.get("invocableName"),
        inputs,
        expectations,
    )


def _expected(node: Element) -> Value:
    expected = node.first("expected")
    return None if expected is None else value_of(expected)


def value_of(element: Element) -> Value:
    """The value under an element: a `value`, a `list` of items, or `component`s of a context."""
    if element.get("nil") in ("true", "1"):
        return None
    components = list(element.all("component"))
    if components:
        return {" ".join(each.get("name").split()): value_of(each) for each in components}
    items = element.first("list")
    if items is not None:
        return None if items.get("nil") in ("true", "1") else [value_of(each) for each in items.all("item")]
    value = element.first("value")
    return None if value is None else _scalar(value)


def _scalar(element: Element) -> Value:
    if element.get("nil") in ("true", "1"):
        return None
    kind, text = element.get("type").rpartition(":")[2], element.text
    match kind:
        case "string":
            return text
        case "boolean":
            return text.strip() in ("true", "1")
        case "date":
            return parse_date(text.strip())
        case "time":
            return parse_time(text.strip())
        case "dateTime":
            return parse_date_time(text.strip())
        case "duration" | "dayTimeDuration" | "yearMonthDuration":
            return parse_duration(text.strip())
        case "":
            return Untyped(text)
    return _number(text.strip())


def _number(text: str) -> Value:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    return found if found.is_finite() else None


def declared(value: Value, wanted: Type | None) -> Value:
    """An input with what the test file leaves untyped read as the model declares; null where it cannot be."""
    if isinstance(value, Untyped):
        try:
            return read_as(str(value), wanted)
        except Fault:
            return None
    base = wanted
    while isinstance(base, Constrained):
        base = base.base
    if isinstance(value, list):
        return [declared(each, base.of if isinstance(base, ListOf) else base) for each in value]
    if isinstance(value, dict):
        members = dict(base.members) if isinstance(base, ContextOf) else {}
        return {key: declared(each, members.get(key)) for key, each in value.items()}
    return value


def agrees(expected: Value, actual: Value) -> bool:
    """Is the result what was expected? Numbers may differ beyond the eighth decimal."""
    if isinstance(expected, Untyped):
        expected = str(expected) if isinstance(actual, str) else declared(expected, BUILTIN_TYPES.get(kind(actual)))
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(expected - actual) <= TOLERANCE * max(Decimal(1), abs(expected) / 1_000_000)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(agrees, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(agrees(expected[key], actual[key]) for key in expected)
    if isinstance(actual, Function):
        return False
    return same(expected, actual)
