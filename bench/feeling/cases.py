"""The public kit's cases, as plain data that any engine can be asked: whole models, and expressions by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rulebook.dmn.tckcase import Case, Expectation, read_cases
from rulebook.dmn.xmltree import DmnError, Element, read_xml
from rulebook.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from rulebook.feel.values import Value

LITERAL, MODEL, INPUT = "literalExpression", "decision", "inputData"


@dataclass(frozen=True)
class Asked:
    """A decision of the kit: by model and name; `expression` where it is one FEEL expression over given inputs."""

    model: str
    name: str
    inputs: dict[str, object]
    expected: object
    expression: str | None
    exact: Value = None  # the same as FEEL's own value


def asked(kit: Path) -> Iterator[Asked]:
    """Every expected result of a decision whose inputs are plain (text, numbers, booleans, null, lists, contexts)."""
    for path in sorted(kit.rglob("*.xml")):
        if b"testCases" not in path.read_bytes()[:4096]:
            continue
        cases = read_cases(path)
        model = path.parent / cases.model
        if not model.is_file():
            continue
        texts = expressions(model)
        for case in cases.cases:
            for each in case.expectations:
                if found := one(model, case, each, texts):
                    yield found


def one(model: Path, case: Case, expectation: Expectation, texts: dict[str, str]) -> Asked | None:
    kind = case.kind or expectation.kind or "decision"
    try:
        inputs = {name: given(value) for name, value in case.inputs.items()}
    except TypeError:
        return None  # a date or duration: engines differ in how they are given one
    if kind != "decision" or any("#" in name for name in inputs):
        return None
    expected = plain(expectation.expected)
    return Asked(str(model), expectation.name, inputs, expected, texts.get(expectation.name), expectation.expected)


def expressions(model: Path) -> dict[str, str]:
    """The decisions of a model that are one FEEL expression over input data alone: name → text."""
    try:
        root = read_xml(model.read_bytes(), model.name)
    except DmnError:
        return {}
    found = {}
    for decision in root.all(MODEL):
        literal = decision.first(LITERAL)
        if literal is not None and not any(_more(each) for each in decision.children):
            found[" ".join(decision.get("name").split())] = literal.text_of("text").strip()
    return found


def _more(part: Element) -> bool:
    """Does a requirement name more than input data of the same file?"""
    if part.tag == "knowledgeRequirement":
        return True
    if part.tag != "informationRequirement":
        return False
    needed = part.first("requiredInput")
    return needed is None or not needed.get("href").startswith("#")


def given(value: Value) -> object:
    """An input as JSON. Raises TypeError for dates and durations."""
    if isinstance(value, list):
        return [given(each) for each in value]
    if isinstance(value, dict):
        return {name: given(each) for name, each in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, bool | str):
        return value
    raise TypeError(type(value).__name__)


def plain(value: Value) -> object:
    """An expected result as JSON: numbers as {"number": …}, dates and durations as {"text": …} in ISO form."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {"context": {name: plain(each) for name, each in value.items()}}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, Date | DateTime | Time | YearsMonths | DaysTime):
        return {"text": str(value)}
    return value
