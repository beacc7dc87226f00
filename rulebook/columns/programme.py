"""One version as columns: eligible, amount and missing facts, over a table of typed facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from rulebook.catalogue.catalogue import Catalogue, plans_of
from rulebook.catalogue.model import Clause, Group, Version
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.columns.compile import Columns, constant
from rulebook.columns.functions import call
from rulebook.columns.lacking import Lacking
from rulebook.columns.numbers import INTEGER_DIGITS, CannotCompile, Number, cast
from rulebook.plan import nodes as p
from rulebook.plan.types import NUMBER

AMOUNT_DIGITS, FEN = 18, 2


@dataclass(frozen=True)
class VersionColumns:
    """`uses` are the fact columns needed; `layers` the derived columns, each resting on those before.

    `missing`: fact → whether it is lacking, in vocabulary order.
    """

    uses: tuple[str, ...]
    layers: tuple[tuple[str, exp.Expr], ...]
    eligible: exp.Expr
    amount: exp.Expr | None
    missing: dict[str, exp.Expr]


def places(catalogue: Catalogue, fact: str) -> int:
    """Decimal places of a number fact's column."""
    found = catalogue.facts[fact].places
    return 6 if found is None else found


def fact_column(catalogue: Catalogue, name: str) -> Number | exp.Expr:
    column = exp.column(name, quoted=True)
    if catalogue.facts[name].type != NUMBER:
        return column
    scale = places(catalogue, name)
    return Number(column, min(18, INTEGER_DIGITS + scale), scale)


class VersionCompiler:
    """Compiles one version for one as-of date. Raises CannotCompile."""

    def __init__(self, catalogue: Catalogue, version: Version, as_of: dt.date) -> None:
        self.catalogue, self.version = catalogue, version
        known: dict[str, Number | exp.Expr] = {
            name: fact_column(catalogue, name) for name in catalogue.facts if name in version.uses
        }
        known[AS_OF] = constant(as_of)
        parameters = {name: each.on(as_of) for name, each in catalogue.parameters.items()}
        self.columns = Columns(known, parameters)
        self.layers: list[tuple[str, exp.Expr]] = []
        for name in derived_in_order(catalogue, version):
            known[name] = self.layer(name, self.columns.column(catalogue.derived[name].plan))

    def layer(self, name: str, made: Number | exp.Expr) -> Number | exp.Expr:
        """A derived fact as a column of its own, so that what uses it names it and does not repeat it."""
        if not isinstance(made, Number):
            self.layers.append((name, made))
            return exp.column(name, quoted=True)
        self.layers.append((name, made.sql))
        over = made.over and self.layer(f"{name}/", Number(made.over.sql, made.over.digits, made.over.scale))
        assert over is None or isinstance(over, Number)
        return Number(exp.column(name, quoted=True), made.digits, made.scale, over)

    def compiled(self) -> VersionColumns:
        clauses = [self.clause(each) for each in self.version.conditions]
        eligible = exp.and_(*[exp.Paren(this=each) for each in clauses], copy=False) if clauses else exp.true()
        amount = self.amount()
        plans = {name: each.plan for name, each in self.catalogue.derived.items()}
        lacking = Lacking(self.columns, plans)
        wanted = sorted(self.version.uses & set(self.catalogue.facts), key=list(self.catalogue.facts).index)
        missing: dict[str, exp.Expr] = {}
        for name in wanted:
            parts = [each for clause in self.version.conditions if (each := self.lacks(lacking, clause, name))]
            undecided = exp.and_(_is_null(eligible), _any(parts), copy=False) if parts else None
            money = self.amount_lacks(lacking, name, amount, eligible)
            found = [each for each in (undecided, money) if each is not None]
            if found:
                missing[name] = exp.or_(*found, copy=False)
        uses = tuple(name for name in self.catalogue.facts if name in self.version.uses)
        return VersionColumns(uses, tuple(self.layers), eligible, amount, missing)

    def clause(self, clause: Clause) -> exp.Expr:
        if isinstance(clause, Group):
            terms = [exp.Paren(this=self.clause(each)) for each in clause.terms]
            if clause.kind == "all":
                return exp.Paren(this=exp.and_(*terms, copy=False))
            joined = exp.Paren(this=exp.or_(*terms, copy=False))
            return joined if clause.kind == "any" else exp.Not(this=joined)
        if clause.plan is None:
            return exp.Cast(this=exp.Null(), to=exp.DataType.build("BOOLEAN"))
        return self.columns.boolean(clause.plan)

    def lacks(self, lacking: Lacking, clause: Clause, fact: str) -> exp.Expr | None:
        """Whether `fact` keeps an undecided clause undecided."""
        if isinstance(clause, Group):
            parts = [each for term in clause.terms if (each := self.lacks(lacking, term, fact))]
            return exp.and_(_is_null(self.clause(clause)), _any(parts), copy=False) if parts else None
        return lacking.of(clause.plan, fact) if clause.plan is not None else None

    def amount(self) -> exp.Expr | None:
        benefit = self.version.benefit
        if benefit.amount is None:
            return None
        amount = self.columns.number(benefit.amount)
        if benefit.cap is not None:
            cap = self.columns.number(benefit.cap)
            amount = call("min", [_flat(amount), _flat(cap)], ())  # type: ignore[assignment]
        rounded = call("round half up", [amount], (benefit.amount, p.Const(NUMBER, _scale(benefit.round))))
        assert isinstance(rounded, Number)
        return cast(rounded.sql, AMOUNT_DIGITS, FEN)

    def amount_lacks(self, lacking: Lacking, fact: str, amount: exp.Expr | None, eligible: exp.Expr) -> exp.Expr | None:
        if amount is None:
            return None
        plans = [each for each in (self.version.benefit.amount, self.version.benefit.cap) if each is not None]
        parts = [each for plan in plans if (each := lacking.of(plan, fact))]
        if not parts:
            return None
        return exp.and_(exp.Paren(this=eligible.copy()), _is_null(amount), _any(parts), copy=False)


def _flat(number: Number) -> Number:
    """A fraction rounded far below the fen, so that min can compare it."""
    if number.over is None:
        return number
    made = call("round half up", [number], (p.Plan(NUMBER), p.Const(NUMBER, _scale("8"))))
    assert isinstance(made, Number)
    return made


def _scale(rounding: str) -> Decimal:
    return Decimal({"yuan": 0, "8": 8}.get(rounding, FEN))


def _is_null(sql: exp.Expr) -> exp.Expr:
    return exp.Is(this=exp.Paren(this=sql.copy()), expression=exp.Null())


def _any(parts: list[exp.Expr]) -> exp.Expr:
    return exp.Paren(this=exp.or_(*parts, copy=False))


def derived_in_order(catalogue: Catalogue, version: Version) -> Iterator[str]:
    """The derived facts a version uses, each after those it rests on."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        if name in catalogue.derived and name not in done:
            done.add(name)
            for other in sorted(p.names(catalogue.derived[name].plan)):
                yield from visit(other)
            yield name

    for plan in plans_of(version):
        for name in sorted(p.names(plan)):
            yield from visit(name)


def check_columns(catalogue: Catalogue, version: Version) -> str | None:
    """Why a version cannot be swept, or None."""
    try:
        VersionCompiler(catalogue, version, version.since).compiled()
    except CannotCompile as error:
        return str(error)
    return None
