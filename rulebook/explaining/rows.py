"""Which row of a decision table decided, for one subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.scope import scope_of
from rulebook.catalogue.written import WrittenRow, WrittenTable, written_table
from rulebook.plan import nodes as p
from rulebook.plan.build import build
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.strips import bits
from rulebook.plan.tables import candidates
from rulebook.saying import Parts, Said, say

KEPT = 8  # catalogues whose tables are kept ready
SHOWN = 6  # rows named of those that may hold


@dataclass(frozen=True)
class Decided:
    """`rows` hold and decide; `open` are those of which it is not known. Neither: no row holds."""

    table: WrittenTable = field(repr=False)
    rows: tuple[WrittenRow, ...]
    open: tuple[WrittenRow, ...]
    inputs: tuple[p.Plan, ...] = field(repr=False)

    def __str__(self) -> str:
        return str(self.say())

    def say(self) -> Said:
        """Which row decides, as a sentence in both languages."""
        name = self.table.name
        if self.rows and not self.open:
            rows = Parts("；", [each.say() for each in self.rows[:SHOWN]])
            return say("决策表“{name}”{rows}", name=name, rows=rows)
        if self.open:
            possible = sorted((*self.rows, *self.open), key=lambda each: each.number)
            numbers = Parts("、", [str(each.number) for each in possible[:SHOWN]])
            more = say("等") if len(possible) > SHOWN else ""
            return say("决策表“{name}”还不知道是哪一行：第 {rows} 行{more}都可能", name=name, rows=numbers, more=more)
        if self.table.default:
            value = Parts("，", list(self.table.default.values()))
            return say("决策表“{name}”没有一行符合，取默认值 {value}", name=name, value=value)
        return say("决策表“{name}”没有一行符合", name=name)

    def as_json(self) -> dict[str, Any]:
        return {
            "table": self.table.name, "policy": self.table.policy, "rows": [_json(each) for each in self.rows],
            "open": [_json(each) for each in self.open], "say": str(self),
        }  # fmt: skip


def _json(row: WrittenRow) -> dict[str, Any]:
    return {"row": row.number, "file": row.place.file, "line": row.place.line, "tests": list(row.tests),
            "outputs": list(row.outputs)}  # fmt: skip


class Tables:
    """The tables of one catalogue, each made ready when first asked for. Make it with `tables`, which keeps it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self.scope = catalogue, scope_of(catalogue, words=False)
        self.closures = Closures()
        self.made: dict[str, Made | None] = {}

    def made_ready(self, name: str) -> Made | None:
        """None where the table is a list of words."""
        if name not in self.made:
            table = written_table(self.catalogue, name)
            self.made[name] = self._made(table) if table is not None else None
        return self.made[name]

    def _made(self, table: WrittenTable) -> Made:
        plan = next(iter(self.catalogue.tables[table.name].outputs.values()))
        assert isinstance(plan, p.Table)
        return table, plan, tuple(build(each, self.scope) for each in table.inputs)


Made = tuple[WrittenTable, p.Table, tuple[p.Plan, ...]]
_kept: dict[str, Tables] = {}


def tables(catalogue: Catalogue) -> Tables:
    """The catalogue's tables; those of the last few are kept, by the catalogue's hash."""
    found = _kept.get(catalogue.hash)
    if found is None:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)
        found = _kept[catalogue.hash] = Tables(catalogue)
    return found


def decided(catalogue: Catalogue, name: str, env: Environment) -> Decided | None:
    """Which row of a table decides in an environment."""
    ready = tables(catalogue)
    made = ready.made_ready(name)
    if made is None:
        return None
    table, plan, inputs = made
    true, open_ = ready.closures.finder(plan.grid).rows(env)
    if plan.policy == "F":
        open_ = candidates(plan.policy, true, open_)  # what comes after the first that holds plays no part
    written = {row: table.rows[plan.grid.numbers[row] - 1] for row in bits(open_)}
    in_order = sorted(written.items(), key=lambda each: each[1].number)
    decide, doubtful = (tuple(row for at, row in in_order if bool(true >> at & 1) is sure) for sure in (True, False))
    return Decided(table, decide, doubtful, inputs)
