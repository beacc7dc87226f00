"""A table as a model of decisions: itself, the derived facts and parameters it rests on, and the facts to be put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Derived, Parameter
from rulebook.catalogue.scope import scope_of
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.catalogue.written import WrittenTable, written_table
from rulebook.plan import nodes as p
from rulebook.plan.build import build
from rulebook.plan.text import feel_text, literal


class CannotExport(ValueError):
    """This table has no place in a DMN file; the message says why."""


@dataclass(frozen=True)
class Input:
    """A fact to be put in."""

    name: str
    type: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expression:
    """A decision by one expression."""

    name: str
    type: str
    text: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class TableDecision:
    """A decision by a table; `types` are those of its inputs and of its outputs."""

    name: str
    table: WrittenTable
    types: tuple[tuple[str, ...], tuple[str, ...]]
    needs: tuple[str, ...]


Part = Input | Expression | TableDecision


def model(catalogue: Catalogue, name: str) -> list[Part]:
    """What a table's file holds, what is needed before what needs it; the table last. Raises CannotExport."""
    found = Graph(catalogue)
    found.table(name)
    return list(found.parts.values())


class Graph:
    """One gathering; parts by the name they are asked by."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self.scope = catalogue, scope_of(catalogue, words=False)
        self.parts: dict[str, Part] = {}

    def table(self, name: str) -> TableDecision:
        """The table's decision, named as the derived fact it gives where there is one."""
        table = written_table(self.catalogue, name)
        if table is None:
            raise CannotExport(f"“{name}”不是按行写的决策表。")
        plans = [build(each, self.scope) for each in table.inputs]
        tests = [table.condition(row, self.scope) for row in table.rows]
        outputs = [[build(each, self.scope) for each in row.outputs] for row in table.rows]
        needed = self.need([*plans, *tests, *(each for row in outputs for each in row)])
        types = tuple(str(each.type) for each in plans), tuple(str(each.type) for each in outputs[0])
        made = TableDecision(self.called(table), table, types, needed)
        self.parts[made.name] = made
        return made

    def called(self, table: WrittenTable) -> str:
        """A table with one output is the derived fact it gives; of several the file's name, fit for an expression."""
        givers = [each.name for each in self.catalogue.derived.values() if each.table == table.name]
        if len(table.outputs) == 1 and givers:
            return givers[0]
        safe = table.name.replace("-", "_")
        return safe if safe not in self.scope.symbols else f"{safe}_table"

    def need(self, plans: Sequence[p.Plan]) -> tuple[str, ...]:
        """Make what some plans name, and give the names."""
        names = list(dict.fromkeys(name for plan in plans for name in _names(plan)))
        for name in names:
            if name not in self.parts:
                self.make(name)
        return tuple(names)

    def make(self, name: str) -> None:
        if name == AS_OF:
            self.parts[name] = Input(name, "date")
        elif name in self.catalogue.facts:
            fact = self.catalogue.facts[name]
            self.parts[name] = Input(name, fact.type, fact.choices)
        elif name in self.catalogue.parameters:
            self.parameter(self.catalogue.parameters[name])
        else:
            self.derived(self.catalogue.derived[name])

    def parameter(self, parameter: Parameter) -> None:
        """The value of the day: a chain over the days on which it changed, null before the first."""
        if AS_OF not in self.parts:
            self.make(AS_OF)
        text = "null"
        for since, value in parameter.values:
            text = f"if {AS_OF} >= {literal(since)} then {literal(value)} else {text}"
        self.parts[parameter.name] = Expression(parameter.name, parameter.type, text, (AS_OF,))

    def derived(self, derived: Derived) -> None:
        if not derived.table:
            needs = self.need([derived.plan])
            self.parts[derived.name] = Expression(derived.name, derived.type, feel_text(derived.plan), needs)
            return
        made = self.table(derived.table)
        if made.name != derived.name:
            output = self.output(derived)
            text = f"{made.name}.{output}" if len(made.table.outputs) > 1 else made.name
            self.parts[derived.name] = Expression(derived.name, derived.type, text, (made.name,))

    def output(self, derived: Derived) -> str:
        """Which output of its table a derived fact is."""
        outputs = self.catalogue.tables[derived.table].outputs
        return next(name for name, plan in outputs.items() if plan == derived.plan)


def _names(plan: p.Plan) -> Iterator[str]:
    return (node.name for node in p.walk(plan) if isinstance(node, p.Ref) and node.name)
