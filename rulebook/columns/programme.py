"""One version as columns: eligible, amount and missing facts, upon the columns of a Derivation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Clause, Group, Version
from rulebook.columns.derived import Derivation
from rulebook.columns.functions import call
from rulebook.columns.numbers import CannotCompile, Number, cast
from rulebook.plan import nodes as p
from rulebook.plan.types import NUMBER

AMOUNT_DIGITS, FEN = 18, 2


@dataclass(frozen=True)
class VersionColumns:
    """`eligible` and `amount` rest on the derivation; `missing` (fact → whether it is lacking, in vocabulary order)
    rests on these two as well, as columns named `eligible_name` and `amount_name`.
    """

    eligible_name: str
    eligible: exp.Expr
    amount_name: str
    amount: exp.Expr | None
    missing: dict[str, exp.Expr]


class VersionCompiler:
    """Compiles one version. Raises CannotCompile."""

    def __init__(self, derivation: Derivation, version: Version) -> None:
        self.derivation, self.version = derivation, version
        self.columns, self.lacking = derivation.columns, derivation.lacking
        self.eligible_name, self.amount_name = f"{version.slug}!", f"{version.slug}$"

    def compiled(self) -> VersionColumns:
        clauses = [self.clause(each) for each in self.version.conditions]
        eligible = exp.and_(*[exp.Paren(this=each) for each in clauses], copy=False) if clauses else exp.true()
        amount = self.amount()
        missing: dict[str, exp.Expr] = {}
        for name in self.derivation.facts:
            if name not in self.version.uses:
                continue
            parts = [each for clause in self.version.conditions if (each := self.lacks(clause, name)) is not None]
            undecided = exp.and_(_is_null(self.column(self.eligible_name)), _any(parts), copy=False) if parts else None
            found = [each for each in (undecided, self.amount_lacks(name)) if each is not None]
            if found:
                missing[name] = exp.or_(*found, copy=False)
        return VersionColumns(self.eligible_name, eligible, self.amount_name, amount, missing)

    @staticmethod
    def column(name: str) -> exp.Expr:
        return exp.column(name, quoted=True)

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

    def lacks(self, clause: Clause, fact: str) -> exp.Expr | None:
        """Whether `fact` keeps an undecided clause undecided."""
        if isinstance(clause, Group):
            parts = [each for term in clause.terms if (each := self.lacks(term, fact)) is not None]
            return exp.and_(_is_null(self.clause(clause)), _any(parts), copy=False) if parts else None
        return self.lacking.of(clause.plan, fact) if clause.plan is not None else None

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

    def amount_lacks(self, fact: str) -> exp.Expr | None:
        plans = [each for each in (self.version.benefit.amount, self.version.benefit.cap) if each is not None]
        parts = [each for plan in plans if (each := self.lacking.of(plan, fact)) is not None]
        if not parts:
            return None
        unpriced = _is_null(self.column(self.amount_name))
        return exp.and_(self.column(self.eligible_name), unpriced, _any(parts), copy=False)


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


def check_columns(catalogue: Catalogue, version: Version) -> str | None:
    """Why a version cannot be swept, or None."""
    try:
        VersionCompiler(Derivation(catalogue, version.uses, version.since), version).compiled()
    except CannotCompile as error:
        return str(error)
    return None
