"""A table in YAML as the DMN table that decides one row at a time: read as the catalogue reads it."""

from __future__ import annotations

from rulebook.catalogue import scalars
from rulebook.catalogue.format import TABLE
from rulebook.catalogue.source import Faults, Item
from rulebook.catalogue.tables import asked_of, cells_of, column_of, column_values, policy_of
from rulebook.dmn import DecisionTable, Input, Output, Row, hit_policy
from rulebook.plan.types import STRING
from rulebook.saying import say


def decision_table(item: Item, faults: Faults) -> DecisionTable | None:
    """The table with its values in order of priority and its default, or None with faults; checks the shape."""
    TABLE.check(item, "", faults)
    rows = item.get("rows") or item.get("rules")
    inputs, outputs = item.get("inputs"), item.get("outputs")
    if rows is None or inputs is None or outputs is None:
        faults.add(item, say("决策表缺 {key}。", key="inputs、outputs、rows"))
    if faults.found or rows is None or inputs is None or outputs is None:
        return None
    asked = [asked_of(each).text.strip() for each in inputs.list()]
    columns = [column_of(each) for each in outputs.list()]
    made = []
    for row in rows.list():
        cells = cells_of(row, faults) or []
        if len(cells) != len(asked) + len(columns):
            faults.add(row, say("这一行有 {count} 格，应有 {inputs} 个输入格和 {outputs} 个输出格。", count=len(cells),
                                inputs=len(asked), outputs=len(columns)))  # fmt: skip
            continue
        answers = [_answer(at, column.type) for at, column in zip(cells[len(asked) :], columns, strict=True)]
        made.append(Row(tuple(each.text.strip() for each in cells[: len(asked)]), tuple(answers), row.line))
    if faults.found:
        return None
    policy, aggregate = hit_policy(policy_of(item, faults))
    defaults = _defaults(item.get("default"), [column.name for column in columns])
    nothing = "0" if aggregate == "+" else ""  # a sum of no row, as in rules; a .dmn table gives null
    shown = [Output(column.name if len(columns) > 1 else "", ", ".join(_literal(each, column.type) for each in
                    column_values(column)), _answer(default or column.default, column.type) or nothing)
             for column, default in zip(columns, defaults, strict=True)]  # fmt: skip
    return DecisionTable(tuple(Input(each) for each in asked), tuple(shown), tuple(made), policy, aggregate)


def _defaults(item: Item | None, names: list[str]) -> list[Item | None]:
    if item is None or item.is_null:
        return [None] * len(names)
    given: list[Item | None] = [item.get(name) for name in names] if item.is_map else [*item.list()] or [item]
    return [*given, *[None] * len(names)][: len(names)]


def _answer(at: Item | None, type_: str | None) -> str:
    """An output cell as FEEL: a bare word in a string column stands for itself."""
    return (
        "" if at is None or at.is_null else _literal(at.text.strip(), type_, quoted=scalars.text(at)[:1] in ('"', "“"))
    )


def _literal(text: str, type_: str | None, *, quoted: bool = False) -> str:
    number = text.replace(".", "", 1).lstrip("-").isdecimal()
    plain = quoted or (type_ is None and number) or type_ not in (None, STRING) or not text
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
