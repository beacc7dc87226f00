"""The decision table an element of a .dmn file describes, whichever editor wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rulebook.dmn.cells import TableError
from rulebook.dmn.definitions import Decision, Part, read_definitions, type_ref
from rulebook.dmn.itemtypes import Types
from rulebook.dmn.language import NotFeel, feel_text
from rulebook.dmn.tables import DecisionTable, HitPolicy, Input, Output, Row
from rulebook.dmn.xmltree import DmnError, Element

_AGGREGATES = {"SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}
_POLICIES = {policy.name.replace("_", " "): policy for policy in HitPolicy}
_CELL_INPUT = "cellInput"  # what Camunda's cells call the column's value


@dataclass(frozen=True, slots=True)
class Table:
    """A decision whose logic is a table. `labels` are the headings of its inputs, empty where there is none."""

    name: str
    id: str
    line: int
    table: DecisionTable
    labels: tuple[str, ...]


def read_tables(path: str | Path) -> list[Table]:
    """Every decision of the file whose logic is a table, in the order of the file. Raises DmnError."""
    definitions = read_definitions(Path(path))
    types, found = Types(definitions, {}), []
    for part in definitions.parts.values():
        try:
            made = table_in(part, types, definitions.language)
        except TableError as error:
            raise DmnError(f"{definitions.source}: {error}") from None
        if made is not None:
            found.append(made)
    return found


def table_in(part: Part, types: Types, language: str) -> Table | None:
    """The table a decision's logic is, else None. Raises TableError; its message tells the line."""
    if not isinstance(part, Decision) or part.logic is None or part.logic.tag != "decisionTable":
        return None
    try:
        table = table_of(part.logic, types, language)
    except TableError as error:
        raise TableError(f"line {part.logic.line}, {error.place}", error.message) from None
    labels = tuple(words(each, "label") for each in part.logic.all("input"))
    return Table(part.name, part.id, part.line, table, labels)


def is_name(text: str) -> bool:
    """Could this text be one name? Words of letters, digits and underscores, parted by single spaces."""
    return all(word.replace("_", "a").isalnum() for word in text.split(" ")) and not text[0].isdecimal()


def words(element: Element, attribute: str) -> str:
    """An attribute with each run of white space made one space."""
    return " ".join(element.get(attribute).split())


def table_of(element: Element, types: Types, language: str = "") -> DecisionTable:
    """The table; `language` is the file's, for expressions that do not say theirs. Raises TableError."""
    policy = " ".join(element.get("hitPolicy", "UNIQUE").replace("_", " ").upper().split()) or "UNIQUE"
    if policy not in _POLICIES:
        raise TableError("hit policy", f"“{policy}” is not known")
    rules = list(element.all("rule"))
    outputs = list(element.all("output"))
    return DecisionTable(
        tuple(_input(each, place, rules, language) for place, each in enumerate(element.all("input"))),
        tuple(_output(each, types, place, len(outputs) > 1) for place, each in enumerate(outputs, 1)),
        tuple(_row(each, place, language) for place, each in enumerate(rules, 1)),
        _POLICIES[policy],
        _AGGREGATES.get(element.get("aggregation").upper(), ""),
    )


def input_text(element: Element, language: str = "") -> str:
    """What an input asks: its expression, else the variable or the heading it is drawn with. Raises NotFeel."""
    expression, heading = element.first("inputExpression"), words(element, "label")
    text = "" if expression is None else feel_text(expression, language).strip()
    return text or words(element, "inputVariable") or (heading if heading and is_name(heading) else "")


def _input(element: Element, place: int, rules: list[Element], language: str) -> Input:
    expression, values = element.first("inputExpression"), element.first("inputValues")
    cells = [entries[place].text_of("text") for each in rules if len(entries := list(each.all("inputEntry"))) > place]
    mentioned = _CELL_INPUT if any(_CELL_INPUT in cell for cell in cells) else ""
    try:
        meant = input_text(element, language)
    except NotFeel as error:
        raise TableError(f"input {place + 1}", str(error)) from None
    if not meant and any(cell not in ("", "-") for cell in cells):
        raise TableError(f"input {place + 1}", "it has no expression")
    variable = words(element, "inputVariable")
    return Input(
        meant,
        "" if values is None else values.text_of("text"),
        "" if expression is None else _type(type_ref(expression), cells),
        "" if variable == meant else variable or mentioned,
    )


def _type(reference: str, cells: list[str]) -> str:
    """The column's type; where a `date` is compared with points in time, that is what its editor meant."""
    dated = reference.lower() == "date" and any("date and time(" in cell for cell in cells)
    return "date and time" if dated else reference


def _output(element: Element, types: Types, place: int, many: bool) -> Output:
    values, default = element.first("outputValues"), element.first("defaultOutputEntry")
    allowed = "" if values is None else values.text_of("text")
    return Output(
        words(element, "name") or (words(element, "label") or f"output {place}" if many else ""),
        allowed or types.allowed_of(type_ref(element)),
        "" if default is None else default.text_of("text"),
        type_ref(element),
    )


def _row(element: Element, place: int, language: str) -> Row:
    where = f"row {place} (line {element.line})"
    types = tuple(type_ref(each) for each in element.all("outputEntry"))
    return Row(
        tuple(_cell(each, language, f"{where}, input {at}") for at, each in enumerate(element.all("inputEntry"), 1)),
        tuple(_cell(each, language, f"{where}, output {at}") for at, each in enumerate(element.all("outputEntry"), 1)),
        element.line,
        types if any(types) else (),
    )


def _cell(element: Element, language: str, place: str) -> str:
    try:
        return feel_text(element, language).strip()
    except NotFeel as error:
        raise TableError(place, str(error)) from None
