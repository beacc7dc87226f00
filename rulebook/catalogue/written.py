"""Decision tables as their files say it: cells as FEEL, row by row, with their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.catalogue import scalars
from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.dmn_tables import read_dmn
from rulebook.catalogue.model import Place
from rulebook.catalogue.source import Faults, Item, read_yaml
from rulebook.catalogue.tables import POLICIES
from rulebook.feel.nodes import NOWHERE
from rulebook.plan.build import Scope, build, build_test
from rulebook.plan.nodes import Const, Plan, both
from rulebook.plan.text import literal
from rulebook.plan.types import STRING
from rulebook.saying import Said, say


@dataclass(frozen=True)
class WrittenRow:
    """One row: tests of the inputs, and outputs, as FEEL. `number` counts from 1."""

    number: int
    place: Place
    tests: tuple[str, ...]
    outputs: tuple[str, ...]

    def say(self) -> Said:
        """Its number and cells."""
        return say("第 {row} 行：{tests} → {outputs}", row=self.number, tests=" | ".join(self.tests),
                   outputs=" | ".join(self.outputs))  # fmt: skip


@dataclass(frozen=True)
class WrittenTable:
    """`inputs` are FEEL expressions, each under its heading; `outputs` (name, type or ""); `policy` as DMN's letter.

    `allowed`: of an output that says so its values, the first having priority; `default`: what an output gives where no
    row holds, if the file says so.
    """

    name: str
    place: Place
    title: str
    inputs: tuple[str, ...]
    headings: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    policy: str
    rows: tuple[WrittenRow, ...]
    default: Mapping[str, str]
    allowed: Mapping[str, tuple[str, ...]]

    def condition(self, row: WrittenRow, scope: Scope) -> Plan:
        """All tests of a row as one condition."""
        tests = [build_test(test, build(input_, scope), scope)
                 for input_, test in zip(self.inputs, row.tests, strict=True)]  # fmt: skip
        deciding = tuple(test for test in tests if not (isinstance(test, Const) and test.value is True))
        return both(deciding, NOWHERE) if deciding else tests[0]


def written_table(catalogue: Catalogue, name: str) -> WrittenTable | None:
    """The table as its file says it, YAML or .dmn; None for a list of words."""
    place = catalogue.tables[name].place
    read = read_dmn if place.file.endswith(".dmn") else read_yaml
    item = read(catalogue.files[place.file], place.file, Faults())
    rows = _first(item, "rows", "rules") if item is not None else None
    if item is None or rows is None:
        return None
    inputs, outputs = _list(item, "inputs"), _list(item, "outputs")
    kinds = [scalars.text(each.get("type")) if each.is_map else "" for each in outputs]
    names = frozenset((*catalogue.facts, *catalogue.derived, *catalogue.parameters))
    policy = scalars.text(_first(item, "hit", "hit policy", "hit_policy", "policy"), "U")
    return WrittenTable(
        name=name, place=place, title=scalars.text(item.get("title") or item.get("name")),
        inputs=tuple(_expression(each) for each in inputs), headings=tuple(_heading(each) for each in inputs),
        outputs=tuple((_heading(each), kind) for each, kind in zip(outputs, kinds, strict=True)),
        policy=POLICIES.get(policy) or POLICIES.get(policy.lower()) or policy.upper(),
        rows=tuple(_row(number, row, len(inputs), kinds, names) for number, row in enumerate(rows.list(), start=1)),
        default=_default(item.get("default"), outputs, kinds, names),
        allowed={_heading(each): tuple(_output(one, kind, names) for one in _list(each, "values"))
                 for each, kind in zip(outputs, kinds, strict=True) if each.is_map and each.get("values")},
    )  # fmt: skip


def _first(item: Item, *keys: str) -> Item | None:
    return next((found for key in keys if (found := item.get(key)) is not None), None)


def _list(item: Item, key: str) -> list[Item]:
    found = item.get(key)
    return found.list() if found is not None and found.is_list else []


def _heading(item: Item) -> str:
    return scalars.text(_first(item, "name", "is", "expression", "fact")) if item.is_map else item.text.strip()


def _expression(item: Item) -> str:
    found = _first(item, "is", "expression", "fact", "name") if item.is_map else item
    return found.text.strip() if found is not None else ""


def _row(number: int, row: Item, inputs: int, kinds: list[str], names: frozenset[str]) -> WrittenRow:
    cells = row.list() if row.is_list else [
        cell for keys in (("if", "when", "inputs"), ("then", "outputs"))
        if (part := _first(row, *keys)) is not None for cell in (part.list() if part.is_list else [part])
    ]  # fmt: skip
    outputs = tuple(_output(cell, kind, names) for cell, kind in zip(cells[inputs:], kinds, strict=True))
    return WrittenRow(number, scalars.place(row), tuple(cell.text.strip() for cell in cells[:inputs]), outputs)


def _output(cell: Item, kind: str, names: frozenset[str]) -> str:
    """FEEL; a bare word in a string column stands for itself."""
    text = cell.text.strip()
    return literal(text) if kind == STRING and text[:1] not in ('"', "“") and text not in names else text


def _default(item: Item | None, outputs: list[Item], kinds: list[str], names: frozenset[str]) -> dict[str, str]:
    """Of the table one value, a list or by name; or beside each output."""
    headings = [_heading(each) for each in outputs]
    given: dict[str, Item | None] = {_heading(each): each.get("default") for each in outputs if each.is_map}
    if item is not None and item.is_map:
        given |= {name: item.get(name) for name in headings if item.get(name) is not None}
    elif item is not None:
        given |= dict(zip(headings, item.list() if item.is_list else [item], strict=False))
    found = zip(headings, kinds, strict=True)
    return {name: _output(cell, kind, names) for name, kind in found if (cell := given.get(name)) is not None}
