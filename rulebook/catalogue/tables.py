"""tables/*.yaml and *.dmn: decision tables as plans.

```yaml
inputs: [划型行业, 从业人员, 营业收入]        # names or expressions; {is: expression, name: heading} too
outputs: [{name: 规模, type: string, values: [大型, 中型]}]   # one or more; `values` in order of priority
hit: F                                       # or `hit policy:`; U when absent
default: 微型                                 # where no row holds
rows:
  - ['"工业"', '>= 1000', '>= 400000000', '"大型"']      # a cell an input, then a cell an output
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook import feel
from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.format import POLICY_NAMES, TABLE
from rulebook.catalogue.model import Place
from rulebook.catalogue.source import Faults, Item
from rulebook.feel.nodes import NOWHERE
from rulebook.plan.build import PlanFault, Scope
from rulebook.plan.nodes import Const, Grid, Plan
from rulebook.plan.tables import by_priority, table_plan
from rulebook.plan.types import STRING, TYPE_NAMES
from rulebook.saying import say

POLICIES = {**POLICY_NAMES, **{name.upper(): name for name in POLICY_NAMES.values()}}
HITS = ("hit", "hit policy", "hit_policy", "policy")


@dataclass(frozen=True)
class Table:
    """A table as read: one plan per output. `values` are the words a `one_of: table …` offers.

    `rows` are the rows' places as written, `inputs` the inputs as written; `policy` is one of U A P F C+ C< C> C#;
    `gaps` why some inputs fit no row.
    """

    name: str
    place: Place
    outputs: Mapping[str, Plan]
    values: tuple[str, ...]
    status: str = ""
    rows: tuple[Place, ...] = ()
    policy: str = "U"
    inputs: tuple[str, ...] = ()
    gaps: str = ""


@dataclass(frozen=True)
class Column:
    """An output as declared: its name, its type or None, its values in order of priority, its own default."""

    name: str
    type: str | None
    values: Item | None
    default: Item | None


def read_table(item: Item, name: str, scope: Scope, faults: Faults) -> Table | None:
    """The table, or None with faults that name row and column. Its shape is checked before."""
    status, at = scalars.text(item.get("status")), scalars.place(item)
    rows = item.get("rows") or item.get("rules")
    if rows is None and item.get("values") is not None:
        return Table(name, at, {}, table_words(item), status)
    known = {key.name for key in TABLE.keys}
    for key in ("inputs", "outputs", "rows"):
        if item.get(key) is None and (key != "rows" or rows is None):
            if not any(name not in known for name in item.pairs):  # else it was misspelt, and that has been said
                faults.add(item, say("决策表缺 {key}。", key=key))
            return None
    return _Reader(name, scope, faults).table(item, rows, status) if rows is not None else None


def policy_of(item: Item, faults: Faults) -> str:
    """The letter of a table's hit policy; U when it says none."""
    written = [(key, at) for key in HITS if (at := item.get(key)) is not None]
    for key, at in written[1:]:
        faults.add(at, say("命中策略写了两次：{first} 和 {second}。", first=written[0][0], second=key))
    word = scalars.text(written[0][1]) if written else "U"
    return POLICIES.get(word) or POLICIES.get(word.lower()) or POLICIES.get(word.upper()) or "U"


class _Reader:
    """One reading of one table."""

    def __init__(self, name: str, scope: Scope, faults: Faults) -> None:
        self.name, self.scope, self.faults = name, scope, faults
        self.tests: dict[tuple[int, str], Plan] = {}  # cells repeat down a column
        self.untyped: set[str] = set()  # outputs of which it was said that their type is missing

    def table(self, item: Item, rows: Item, status: str) -> Table | None:
        before = len(self.faults.found) + len(self.faults.in_expressions)
        inputs = [self.input(each) for each in _listed(item, "inputs")]
        columns = [column_of(each) for each in _listed(item, "outputs")]
        self.twice([each.name for each in columns], item.get("outputs") or item)
        made = [self.row(row, inputs, columns) for row in rows.list()] if inputs and columns else []
        defaults = self.defaults(item.get("default"), columns)
        if len(self.faults.found) + len(self.faults.in_expressions) > before or not inputs or not columns or not made:
            return None
        kept = [row for row in made if row is not None]
        policy = policy_of(item, self.faults)
        grid = Grid(self.name, tuple(each for each in inputs if each is not None),
                    tuple(tuple(tests) for tests, _ in kept), tuple(range(1, len(kept) + 1)))  # fmt: skip
        order = self.order(kept, columns, item) if policy == "P" else list(range(len(kept)))
        grid = by_priority(grid, order) if policy == "P" else grid
        plans: dict[str, Plan] = {}
        for place, column in enumerate(columns):
            outputs = [kept[row][1][place] for row in order]
            try:
                plans[column.name] = table_plan(grid, outputs, defaults[place], policy, NOWHERE)
            except PlanFault as fault:
                self.faults.add(next((item.get(key) for key in HITS if item.get(key)), None) or item, fault.message)
        if len(plans) < len(columns):
            return None
        places = tuple(scalars.place(each) for each in rows.list())
        asked = tuple(asked_of(each).text.strip() for each in _listed(item, "inputs"))
        return Table(self.name, scalars.place(item), plans, table_words(item), status, places, policy, asked,
                     scalars.text(item.get("gaps")))  # fmt: skip

    def input(self, item: Item) -> Plan | None:
        asked = asked_of(item)
        if asked.is_map:
            self.faults.add(item, say("输入要写 is（表达式）或 name（事实名）。"))
            return None
        return scalars.expression(asked, self.scope, None, self.faults)

    def twice(self, names: list[str], at: Item) -> None:
        for name in sorted({each for each in names if names.count(each) > 1}):
            self.faults.add(at, say("输出“{name}”写了两次。", name=name))

    def row(self, row: Item, inputs: list[Plan | None], columns: list[Column]) -> tuple[list[Plan], list[Plan]] | None:
        """The tests of the inputs, the outputs."""
        cells = cells_of(row, self.faults)
        if cells is None:
            return None
        if len(cells) != len(inputs) + len(columns):
            self.faults.add(row, say("这一行有 {count} 格，应有 {inputs} 个输入格和 {outputs} 个输出格。",
                                     count=len(cells), inputs=len(inputs), outputs=len(columns)))  # fmt: skip
            return None
        tests = [
            self.test(at, each, place) for place, (at, each) in enumerate(zip(cells, inputs, strict=False)) if each
        ]
        values = [self.output(at, each) for at, each in zip(cells[len(inputs) :], columns, strict=True)]
        return [each for each in tests if each is not None], [each for each in values if each is not None]

    def test(self, at: Item, input_: Plan, place: int) -> Plan | None:
        if (place, at.text) not in self.tests:
            made = scalars.cell(at, input_, self.scope, self.faults)
            if made is None:
                return None  # a fault for every cell that has it
            self.tests[place, at.text] = made
        return self.tests[place, at.text]

    def output(self, at: Item, column: Column) -> Plan | None:
        """An output cell: FEEL; a bare word in a string column stands for itself."""
        text = at.text.strip()
        if column.type == STRING and text and text[:1] not in ('"', "“") and text not in self.scope.symbols:
            made: Plan | None = Const(STRING, text)
        elif not text:
            self.faults.add(at, say("输出“{name}”这一格是空的。", name=column.name))
            return None
        elif column.type is None and self.bare(text):
            if column.name not in self.untyped:
                self.faults.add(at, say("输出“{name}”没有写 type，“{value}”不是表达式：是文字就写 type: string。",
                                        name=column.name, value=text))  # fmt: skip
            self.untyped.add(column.name)
            return None
        else:
            made = scalars.expression(at, self.scope, column.type, self.faults)
        values = column_values(column)
        if values and isinstance(made, Const) and str(made.value) not in values:
            self.faults.add(at, say("输出“{name}”没有“{value}”这个取值{near}", name=column.name, value=made.value,
                                    near=near(str(made.value), values)))  # fmt: skip
        return made

    def bare(self, text: str) -> bool:
        """Whether an output cell is a word that is no name of anything."""
        try:
            found = feel.parse(text, self.scope.index)
        except feel.FeelSyntaxError:
            return False
        return isinstance(found, feel.Name) and found.name not in self.scope.symbols

    def defaults(self, item: Item | None, columns: list[Column]) -> list[Plan | None]:
        """What each output is where no row holds."""
        written: list[Item | None] = [each.default for each in columns]
        if item is not None and item.is_map:
            names = [each.name for each in columns]
            for key, at, _ in item.items():
                if key not in names:
                    self.faults.add(at, say("没有输出“{name}”{near}", name=key, near=near(key, names)))
            written = [item.get(each.name) or each.default for each in columns]
        elif item is not None and not item.is_null:
            given: list[Item | None] = [*item.list()] if item.is_list else [item]
            if len(given) != len(columns):
                self.faults.add(item, say("default 有 {count} 个值，应有 {outputs} 个，一个输出一个。",
                                          count=len(given), outputs=len(columns)))  # fmt: skip
            written = [*given, *[None] * len(columns)][: len(columns)]
        return [None if at is None or at.is_null else self.output(at, column)
                for at, column in zip(written, columns, strict=True)]  # fmt: skip

    def order(self, rows: list[tuple[list[Plan], list[Plan]]], columns: list[Column], item: Item) -> list[int]:
        """The rows by the priority of what they give, as the outputs' values say; equal ones as written."""
        lists = [column_values(each) for each in columns]
        if not any(lists):
            self.faults.add(item.get("outputs") or item, say("命中策略 P 按输出的 values 排先后：输出要写 values。"))

        def rank(row: int) -> list[int]:
            words = [str(each.value) if isinstance(each, Const) else "" for each in rows[row][1]]
            return [values.index(word) if word in values else len(values)
                    for word, values in zip(words, lists, strict=True)]  # fmt: skip

        return sorted(range(len(rows)), key=rank)


def asked_of(item: Item) -> Item:
    """The expression of an input."""
    return next((at for key in ("is", "expression", "fact", "name") if (at := item.get(key))), item)


def column_of(item: Item) -> Column:
    """An output as declared."""
    if not item.is_map:
        return Column(item.text.strip(), None, None, None)
    type_ = scalars.word(item.get("type"), TYPE_NAMES)
    return Column(scalars.text(item.get("name")), type_ or None, item.get("values"), item.get("default"))


def cells_of(row: Item, faults: Faults) -> list[Item] | None:
    """A row's cells in order, inputs before outputs: a list, or {if: […], then: […]}; None with a fault."""
    if row.is_list:
        return row.list()
    cells: list[Item] = []
    for keys in (("if", "when", "inputs"), ("then", "outputs")):
        part = next((at for key in keys if (at := row.get(key))), None)
        if part is None:
            faults.add(row, say("决策表的一行应是列表，或 {{if: [...], then: [...]}}。"))
            return None
        cells += part.list() if part.is_list else [part]
    return cells


def _listed(item: Item, key: str) -> list[Item]:
    found = item.get(key)
    return found.list() if found is not None else []


def column_values(column: Column) -> list[str]:
    """The words of an output's `values`, quotes taken off."""
    return [each.text.strip().strip('"“”') for each in column.values.list()] if column.values is not None else []


def table_words(item: Item) -> tuple[str, ...]:
    """What `one_of: table …` offers: the table's `values:`, else the string literals of its first column."""
    rows, values = item.get("rows") or item.get("rules"), item.get("values")
    if values is not None:
        return tuple(key for key, _, _ in values.items()) if values.is_map else scalars.texts(values)
    firsts = [row.list()[0].text for row in rows.list() if row.is_list and row.list()] if rows else []
    found = dict.fromkeys(part.strip().strip('"') for first in firsts for part in first.split(",") if '"' in part)
    return tuple(found)
