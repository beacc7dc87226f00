"""tables/*.yaml: decision tables in YAML, as plans; `.dmn` files serve in their place through rulebook.dmn.

```yaml
inputs: [划型行业, 从业人员, 营业收入]        # names or expressions; {is: expression, name: heading} too
outputs: [{name: 规模, type: string}]        # one or more
hit: F                                       # or `hit policy:`; U when absent
rows:
  - ['"工业"', '>= 1000', '>= 400000000', '"大型"']      # a cell an input, then a cell an output
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.catalogue import scalars
from rulebook.catalogue.model import Place
from rulebook.catalogue.source import Faults, Item
from rulebook.feel.nodes import NOWHERE
from rulebook.plan.build import PlanFault, Scope
from rulebook.plan.nodes import Const, Grid, Plan
from rulebook.plan.tables import table_plan
from rulebook.plan.types import STRING

POLICIES = {
    "unique": "U", "any": "A", "first": "F", "priority": "P", "rule order": "R", "output order": "O", "collect": "C",
    **{each: each for each in ("U", "A", "F", "P", "R", "O", "C", "C+", "C<", "C>", "C#")},
}  # fmt: skip
@dataclass(frozen=True)
class Table:
    """A table as read: one plan per output. `values` are the words a `one_of: table …` offers."""

    name: str
    place: Place
    outputs: Mapping[str, Plan]
    values: tuple[str, ...]
    status: str = ""


def read_table(item: Item, name: str, scope: Scope, faults: Faults) -> Table | None:
    """The table, or None with faults that name row and column."""
    status = scalars.text(item.get("status"))
    if item.get("values") is not None and item.get("rows") is None:
        return Table(name, scalars.place(item), {}, table_words(item), status)
    inputs = [_expression(each, scope, faults) for each in _list(item, "inputs", faults)]
    outputs = [(_heading(each), scalars.text(each.get("type")) or None) for each in _list(item, "outputs", faults)]
    rows_item = item.get("rows") or item.get("rules")
    if rows_item is None or not rows_item.is_list:
        faults.add(item, f"决策表“{name}”缺 rows。")
        return None
    policy = _policy(item, faults)
    made = [_row(row, inputs, outputs, scope, faults) for row in rows_item.list()]
    rows = [row for row in made if row is not None]
    if None in inputs or len(rows) < len(made) or not rows:
        return None
    grid = Grid(name, tuple(each for each in inputs if each is not None), tuple(tuple(tests) for tests, _ in rows),
                tuple(range(1, len(rows) + 1)))  # fmt: skip
    plans: dict[str, Plan] = {}
    for place, (heading, _) in enumerate(outputs):
        try:
            plans[heading] = table_plan(grid, [cells[place] for _, cells in rows], None, policy, NOWHERE)
        except PlanFault as fault:
            faults.add(item, fault.message)
    return Table(name, scalars.place(item), plans, table_words(item), status)


def _list(item: Item, key: str, faults: Faults) -> list[Item]:
    found = item.get(key)
    if found is None or not found.is_list or not found.list():
        faults.add(found or item, f"决策表缺 {key}。")
        return []
    return found.list()


def _expression(item: Item, scope: Scope, faults: Faults) -> Plan | None:
    written = next((found for key in ("is", "expression", "fact", "name") if (found := item.get(key))), item)
    return scalars.expression(written, scope, None, faults)


def _heading(item: Item) -> str:
    return scalars.text(item.get("name")) if item.is_map else item.text.strip()


def _policy(item: Item, faults: Faults) -> str:
    found = next((each for key in ("hit", "hit policy", "hit_policy", "policy") if (each := item.get(key))), None)
    if found is None:
        return "U"
    word = found.text.strip()
    policy = POLICIES.get(word) or POLICIES.get(word.lower()) or POLICIES.get(word.upper())
    if policy is None:
        faults.add(found, f"没有命中策略“{word}”，应是 {'、'.join(list(POLICIES)[7:])} 之一。")
    return policy or "U"


def _cells(row: Item, faults: Faults) -> list[Item] | None:
    """A row's cells in order: a list, or {if: […], then: […]}."""
    if row.is_list:
        return row.list()
    cells: list[Item] = []
    for keys in (("if", "when", "inputs"), ("then", "outputs")):
        part = next((each for key in keys if (each := row.get(key))), None)
        if part is None:
            faults.add(row, "决策表的一行应是列表，或 {if: [...], then: [...]}。")
            return None
        cells += part.list() if part.is_list else [part]
    return cells


def _row(
    row: Item, inputs: list[Plan | None], outputs: list[tuple[str, str | None]], scope: Scope, faults: Faults
) -> tuple[list[Plan], list[Plan]] | None:
    """The tests of the inputs, the outputs."""
    cells = _cells(row, faults)
    if cells is None:
        return None
    if len(cells) != len(inputs) + len(outputs):
        faults.add(row, f"这一行有 {len(cells)} 格，应有 {len(inputs)} 个输入格和 {len(outputs)} 个输出格。")
        return None
    tests = [scalars.cell(at, input_, scope, faults) for at, input_ in zip(cells, inputs, strict=False) if input_]
    results = [_output(at, type_, scope, faults) for at, (_, type_) in zip(cells[len(inputs) :], outputs, strict=True)]
    known = [test for test in tests if test is not None]
    values = [result for result in results if result is not None]
    if len(known) < len(inputs) or len(values) < len(outputs):
        return None
    return known, values


def _output(at: Item, type_: str | None, scope: Scope, faults: Faults) -> Plan | None:
    """An output cell: FEEL; a bare word in a string column stands for itself."""
    if type_ == STRING and at.text.strip()[:1] not in ('"', "“") and at.text not in scope.symbols:
        return Const(STRING, at.text.strip())
    return scalars.expression(at, scope, type_, faults)


def table_words(item: Item) -> tuple[str, ...]:
    """What `one_of: table …` offers: the table's `values:`, else the string literals of its first column."""
    rows, values = item.get("rows") or item.get("rules"), item.get("values")
    if values is not None:
        return tuple(key for key, _, _ in values.items()) if values.is_map else scalars.texts(values)
    firsts = [row.list()[0].text for row in rows.list() if row.is_list and row.list()] if rows else []
    found = dict.fromkeys(part.strip().strip('"') for first in firsts for part in first.split(",") if '"' in part)
    return tuple(found)
