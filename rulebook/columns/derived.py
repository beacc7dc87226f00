"""Facts, a day's parameters, and the derived facts as columns resting on columns, once for all programmes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from sqlglot import exp

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.columns.compile import Columns
from rulebook.columns.lacking import Lacking
from rulebook.columns.noting import Noting
from rulebook.columns.numbers import INTEGER_DIGITS, Number
from rulebook.columns.sure import sure
from rulebook.columns.values import Column, constant
from rulebook.plan import nodes as p
from rulebook.plan.signs import Ends, Signs, at
from rulebook.plan.types import NUMBER

HEAVY = "INT128"
Level = list[tuple[str, exp.Expr]]


def places(catalogue: Catalogue, fact: str) -> int:
    """Decimal places of a number fact's column."""
    found = catalogue.facts[fact].places
    return 6 if found is None else found


def fact_column(catalogue: Catalogue, name: str, digits: Mapping[str, int]) -> Column:
    column = exp.column(name, quoted=True)
    if catalogue.facts[name].type != NUMBER:
        return column
    scale = places(catalogue, name)
    return Number(column, min(18, INTEGER_DIGITS + scale, digits.get(name, 18)), scale)


class Derivation:
    """What `uses` names, on one day. `facts` are the columns needed; `levels` the made ones, each level resting on
    those before: for a derived fact D the conditions of its rows, its value, its denominator "D/" where it has one,
    "D?F" for every base fact F that D may lack, "D!1" … for why D cannot be known, and "#1", "#2" … for whatever is
    used more than once. `digits`: how many digits a number fact has at most, where the file told, `whole` the facts
    that no row lacks, `spans` the least and greatest of numbers and dates; there is less work then.
    Raises CannotCompile.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        uses: Iterable[str],
        as_of: dt.date,
        digits: Mapping[str, int] | None = None,
        whole: Iterable[str] = (),
        spans: Mapping[str, tuple[Any, Any]] | None = None,
    ) -> None:
        self.catalogue = catalogue
        names = set(uses)
        self.facts = tuple(name for name in catalogue.facts if name in names)
        self.plans = {name: each.plan for name, each in catalogue.derived.items()}
        known: dict[str, Column] = {name: fact_column(catalogue, name, digits or {}) for name in self.facts}
        known[AS_OF] = constant(as_of)
        self.columns = Columns(known, {name: each.on(as_of) for name, each in catalogue.parameters.items()})
        self.columns.spans = {**(spans or {}), AS_OF: (as_of, as_of)}
        self.signs = Signs(self._ends(), self.plans)
        self._sure = set(whole)
        self.columns.hoist, self.columns.sure = self.hoist, lambda sql: sure(sql, self._sure)
        self.lacking, self.noting = Lacking(self.columns), Noting(self.columns)
        self.known = known
        self.levels: list[Level] = []
        self._level_of: dict[str, int] = {}
        self._hoisted: dict[str, str] = {}  # SQL text → the column that holds it
        self._guard: exp.Expr | None = None
        self.overlaps: dict[str, tuple[exp.Expr, exp.Expr]] = {}  # derived fact → (whether its rows clash, the words)
        for name in self._in_order(sorted(names)):
            self._add(name)

    def _ends(self) -> dict[str, Ends]:
        """Between which ends numbers stand: facts as the file told, parameters on the day."""
        found = {name: at(*ends) for name, ends in self.columns.spans.items() if isinstance(ends[0], int | Decimal)}
        values = self.columns.parameters.items()
        return found | {name: at(value) for name, value in values if isinstance(value, Decimal)}

    def _in_order(self, names: Iterable[str], done: set[str] | None = None) -> Iterator[str]:
        """Derived facts, each after those it rests on."""
        done = set() if done is None else done
        for name in names:
            if name in self.plans and name not in done:
                done.add(name)
                yield from self._in_order(sorted(p.names(self.plans[name])), done)
                yield name

    def hoist(self, sql: exp.Expr) -> exp.Expr:
        """`sql` as a column made once, whoever asks; a column, a literal or a cast of one stays what it is."""
        inner = sql
        while isinstance(inner, exp.Paren | exp.Cast):
            inner = inner.this
        if isinstance(inner, exp.Column | exp.Literal | exp.Boolean | exp.Null):
            return sql
        text = sql.sql("duckdb")
        guarded = sql
        if self._guard is not None and HEAVY in text:  # light arithmetic is quicker for all rows than for chosen ones
            guarded = exp.Case(ifs=[exp.If(this=self._guard.copy(), true=sql.copy())])
            text = guarded.sql("duckdb")
        if text not in self._hoisted:
            self._hoisted[text] = f"#{len(self._hoisted) + 1}"
            self.place(self._hoisted[text], guarded)
        return exp.column(self._hoisted[text], quoted=True)

    @contextmanager
    def only_where(self, column: exp.Expr) -> Iterator[None]:
        """What is hoisted within may be computed only for rows where `column` is true, and be unknown elsewhere."""
        self._guard = column
        try:
            yield
        finally:
            self._guard = None

    def place(self, name: str, sql: exp.Expr) -> exp.Expr:
        """Make a column in the first level that has all it rests on; returns the column."""
        level = 1 + max((self._level_of.get(each.name, -1) for each in sql.find_all(exp.Column)), default=-1)
        while len(self.levels) <= level:
            self.levels.append([])
        self.levels[level].append((name, sql))
        self._level_of[name] = level
        if self.columns.sure(sql):
            self._sure.add(name)
        return exp.column(name, quoted=True)

    def _add(self, name: str) -> None:
        plan = self.plans[name]
        step = plan
        while isinstance(step, p.If):  # the conditions of a table's rows are asked for again and again
            self.columns.made.pop(id(step.condition), None)
            self.columns.made[id(step.condition)] = self.hoist(self.columns.boolean(step.condition))
            step = step.orelse
        self.known[name] = self._valued(name, self.columns.column(plan))
        if isinstance(plan, p.Table) and (overlaps := self.columns.tables.overlaps(plan)) is not None:
            self.overlaps[name] = overlaps
        unknown = self.columns.unknown(p.Ref(plan.type, name, "derived"))
        for fact in self.facts:
            body = self.lacking.body(plan, fact)
            if body is not None:
                made = self.place(f"{name}?{fact}", exp.and_(unknown.copy(), exp.Paren(this=body), copy=False))
                self.lacking.derived[name, fact] = made
        if not self.columns.is_sure(p.Ref(plan.type, name, "derived")):
            self.noting.derived[name] = [
                (self.place(f"{name}!{n}", exp.and_(unknown.copy(), condition, copy=False)), words)
                for n, (condition, words) in enumerate(self.noting.body(plan, name), start=1)
            ]

    def _valued(self, name: str, made: Column) -> Column:
        """The derived fact as a column of its own, so that what uses it names it and does not repeat it."""
        if not isinstance(made, Number):
            return self.place(name, made)
        column = self.place(name, made.sql)
        over = made.over
        if over is not None and over.value is None:
            valued = self._valued(f"{name}/", over.top)
            assert isinstance(valued, Number)
            over = valued
        return Number(column, made.digits, made.scale, over)
