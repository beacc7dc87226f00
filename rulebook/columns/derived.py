"""Facts, a day's parameters, and the derived facts as columns resting on columns, once for all programmes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sqlglot import exp

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.columns.compile import Column, Columns, constant
from rulebook.columns.lacking import Lacking
from rulebook.columns.numbers import INTEGER_DIGITS, Number
from rulebook.plan import nodes as p
from rulebook.plan.types import NUMBER

Level = list[tuple[str, exp.Expr]]


def places(catalogue: Catalogue, fact: str) -> int:
    """Decimal places of a number fact's column."""
    found = catalogue.facts[fact].places
    return 6 if found is None else found


def fact_column(catalogue: Catalogue, name: str) -> Column:
    column = exp.column(name, quoted=True)
    if catalogue.facts[name].type != NUMBER:
        return column
    scale = places(catalogue, name)
    return Number(column, min(18, INTEGER_DIGITS + scale), scale)


class Derivation:
    """What `uses` names, on one day. `facts` are the columns needed; `levels` the derived ones, each level resting on
    those before: for a derived fact D the conditions "D#1" … of its rows, its value, its denominator "D/" where it has
    one, and "D?F" for every base fact F that D may lack. Raises CannotCompile.
    """

    def __init__(self, catalogue: Catalogue, uses: Iterable[str], as_of: dt.date) -> None:
        self.catalogue = catalogue
        names = set(uses)
        self.facts = tuple(name for name in catalogue.facts if name in names)
        self.plans = {name: each.plan for name, each in catalogue.derived.items()}
        known: dict[str, Column] = {name: fact_column(catalogue, name) for name in self.facts}
        known[AS_OF] = constant(as_of)
        self.columns = Columns(known, {name: each.on(as_of) for name, each in catalogue.parameters.items()})
        self.lacking = Lacking(self.columns)
        self.known = known
        self.levels: list[Level] = []
        self._depth: dict[str, int] = {}
        for name in self._in_order(sorted(names)):
            self._add(name)

    def _in_order(self, names: Iterable[str], done: set[str] | None = None) -> Iterator[str]:
        """Derived facts, each after those it rests on."""
        done = set() if done is None else done
        for name in names:
            if name in self.plans and name not in done:
                done.add(name)
                yield from self._in_order(sorted(p.names(self.plans[name])), done)
                yield name

    def _add(self, name: str) -> None:
        plan = self.plans[name]
        depth = 1 + max((self._depth.get(other, 0) for other in p.names(plan)), default=0)
        self._depth[name] = depth
        rows, values, lacks = (self._level(3 * depth - each) for each in (3, 2, 1))
        self._rows(name, plan, rows)
        self.known[name] = self._valued(name, self.columns.column(plan), values)
        unknown = self.lacking.unknown(p.Ref(plan.type, name, "derived"))
        for fact in self.facts:
            body = self.lacking.body(plan, fact)
            if body is not None:
                column = f"{name}?{fact}"
                lacks.append((column, exp.and_(unknown.copy(), exp.Paren(this=body), copy=False)))
                self.lacking.derived[name, fact] = exp.column(column, quoted=True)

    def _rows(self, name: str, plan: p.Plan, level: Level) -> None:
        """Each condition of a table's rows as a column "D#1", "D#2", …: they are asked for again and again."""
        step, place = plan, 0
        while isinstance(step, p.If):
            place += 1
            column = f"{name}#{place}"
            self.columns.made.pop(id(step.condition), None)  # another output of the same table has its own
            level.append((column, self.columns.boolean(step.condition)))
            self.columns.made[id(step.condition)] = exp.column(column, quoted=True)
            step = step.orelse

    def _level(self, place: int) -> Level:
        while len(self.levels) <= place:
            self.levels.append([])
        return self.levels[place]

    def _valued(self, name: str, made: Column, level: Level) -> Column:
        """The derived fact as a column of its own, so that what uses it names it and does not repeat it."""
        if not isinstance(made, Number):
            level.append((name, made))
            return exp.column(name, quoted=True)
        level.append((name, made.sql))
        over = made.over and self._valued(f"{name}/", Number(made.over.sql, made.over.digits, made.over.scale), level)
        assert over is None or isinstance(over, Number)
        return Number(exp.column(name, quoted=True), made.digits, made.scale, over)
