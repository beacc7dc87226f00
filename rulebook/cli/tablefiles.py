"""The table files `rulebook table` reads, each as something that decides a row: .dmn of any usual editor, and YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rulebook.catalogue.sheets import decision_table
from rulebook.catalogue.source import Faults, Item, read_yaml
from rulebook.catalogue.tables import column_of
from rulebook.dmn import (
    Asked,
    DecisionTable,
    Given,
    Model,
    TableError,
    compile_table,
)
from rulebook.dmn.asking import kind_of_cells, names_in
from rulebook.dmn.reading import looks_like
from rulebook.feel import NameIndex
from rulebook.feel.evaluate import Result
from rulebook.feel.types import BUILTIN_TYPES
from rulebook.feel.values import Fault, Value
from rulebook.saying import say, told


class TableFileError(ValueError):
    """The table cannot be run; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The results of one row, in the order of the decider's outputs, and what went wrong."""

    values: Sequence[Value]
    messages: Sequence[str] = ()


class Decider(Protocol):
    """Something that decides a row of cells. `note` is worth saying before the first row."""

    outputs: list[str]
    note: str

    def decide(self, cells: Sequence[str | None]) -> Answer: ...


def read_table(path: Path, decision: str | None, columns: list[str]) -> Decider:
    """The table over these columns. Raises TableFileError, DmnError or TableError before any row is read."""
    if path.suffix.lower() == ".dmn":
        return _dmn(path, decision or "", columns)
    try:
        written = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise TableFileError(f"{path}: 不是 UTF-8 文本。") from None
    faults = Faults()
    item = read_yaml(written, str(path), faults)
    if item is None or faults.found:
        raise TableFileError("\n".join(str(each) for each in faults.found) or f"{path}: 是空的。")
    return _yaml(item, path, columns)


class _Rows:
    """Cells to values to results: a cell that is not of its type makes the row's results unknown."""

    def __init__(self, given: Given, columns: list[str], ask: Callable[[Mapping[str, object]], Result]) -> None:
        self.outputs: list[str] = []
        self.note = ""
        self._given, self._ask = given, ask
        chosen: dict[str, tuple[int, str, Asked]] = {}
        for place, column in enumerate(columns):
            asked = given.find(column)
            if asked is not None and (asked.name not in chosen or column == asked.name):
                chosen[asked.name] = place, column, asked  # a column of the very name goes before one of its heading
        self._chosen = list(chosen.values())

    def decide(self, cells: Sequence[str | None]) -> Answer:
        values: dict[str, Value] = {}
        wrong: list[str] = []
        for place, column, asked in self._chosen:
            try:
                values[asked.name] = self._value(asked, cells[place])
            except Fault as fault:
                wrong.append(say("列“{column}”：{message}", column=column, message=told(fault.message)))
        if wrong:
            return Answer([None] * len(self.outputs), wrong)
        result = self._ask(values)
        return Answer(self._spread(result.value), [each.message for each in result.diagnostics[:1]])

    def _value(self, asked: Asked, cell: str | None) -> Value:
        if cell is None or not cell.strip():
            return None
        return looks_like(cell.strip()) if asked.type is None else self._given.value(asked, cell, text=True)

    def _spread(self, value: Value) -> list[Value]:
        return [value] if len(self.outputs) == 1 else [_member(value, name) for name in self.outputs]


def _member(value: Value, name: str) -> Value:
    if isinstance(value, list):
        return [_member(each, name) for each in value]
    return value.get(name) if isinstance(value, dict) else None


def _dmn(path: Path, decision: str, columns: list[str]) -> Decider:
    model = Model(path, names=columns)
    name = model.named(decision)
    if problems := model.problems(name):
        raise TableFileError("\n".join(problems))
    given = Given(model.asked(name), str(path))
    if missing := given.missing(columns):
        raise TableFileError("\n".join(each.message for each in missing))
    rows = _Rows(given, columns, lambda values: model.decide(name, values))
    rows.outputs = list(model.outputs(name))
    if not decision and len(model.tops) > 1:
        rows.note = (
            f"{path}: 有 {len(model.tops)} 个可选的决策（{'、'.join(model.tops)}），取“{name}”；--decision 另选。"
        )
    return rows


def _yaml(item: Item, path: Path, columns: list[str]) -> Decider:
    faults = Faults()
    table = decision_table(item, faults)
    inputs, outputs = item.get("inputs"), item.get("outputs")
    if table is None or inputs is None or outputs is None:
        raise TableFileError("\n".join(str(each) for each in faults.found))
    known = NameIndex(columns)
    try:
        compiled = compile_table(table, known)
    except TableError as error:
        raise TableFileError(f"{path}: {error}") from None
    given = Given(_asked_by(table, [each.line for each in inputs.list()], known), str(path))
    if missing := given.missing(columns):
        raise TableFileError("\n".join(each.message for each in missing))
    found = _Rows(given, columns, compiled.decide)
    found.outputs = [column_of(each).name for each in outputs.list()]
    return found


def _asked_by(table: DecisionTable, lines: Sequence[int], known: NameIndex) -> list[Asked]:
    """What a table without a file of its own declarations asks: every name in it."""
    found: dict[str, Asked] = {}
    for place, (column, line) in enumerate(zip(table.inputs, lines, strict=True)):
        shown = kind_of_cells([row.inputs[place] for row in table.rows])
        for name in sorted(names_in(column.expression, known, test=False)):
            kind = BUILTIN_TYPES.get(shown) if name == column.expression.strip() else None
            found.setdefault(name, Asked(name, (), kind, shown, False, line))
    for row in table.rows:
        for cell in row.inputs:
            if cell.strip() not in ("", "-"):
                _add(found, names_in(cell, known, test=True), row.line, cell)
        for cell in row.outputs:
            if cell.strip():
                _add(found, names_in(cell, known, test=False), row.line, cell)
    return list(found.values())


def _add(found: dict[str, Asked], names: set[str], line: int, cell: str) -> None:
    for name in sorted(names):
        found.setdefault(name, Asked(name, (), None, "", False, line, True, cell.strip() == name))
