"""One version as columns: eligible, amount and missing facts, upon the columns of a Derivation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from rulebook.catalogue.catalogue import Catalogue, rested_on
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.model import Clause, Condition, Group, Version, flat
from rulebook.columns.derived import Derivation, places
from rulebook.columns.functions import extreme, rounded
from rulebook.columns.noting import Site, merged
from rulebook.columns.numbers import CannotCompile, cast, decimal_type
from rulebook.judging.judge import BELOW_NOUGHT
from rulebook.plan.types import NUMBER

AMOUNT_DIGITS, FEN = 18, 2
USUAL_DIGITS = 13  # of a fact, besides its places: ten trillion yuan
TOO_LARGE = "金额超出 16 位整数（元），请检查金额公式和事实的单位"


@dataclass(frozen=True)
class VersionColumns:
    """`eligible` and `amount` (which counts only where eligible) are columns in the derivation's levels; `undecided`,
    `unpriced` (eligible, the amount unknown) and `missing` (fact → whether it is lacking, in vocabulary order) are
    expressions upon them; None where it can never be. `faults`, and `notes` on why something stays unknown though no
    fact is missing: (whether a row has it, the words for it).
    """

    eligible: exp.Expr
    amount: exp.Expr | None
    undecided: exp.Expr | None
    unpriced: exp.Expr | None
    missing: dict[str, exp.Expr]
    faults: tuple[Site, ...] = ()
    notes: tuple[Site, ...] = ()
    odd: tuple[exp.Expr, ...] = ()  # whether the amount does not fit, or is below nought


class VersionCompiler:
    """Compiles one version. Raises CannotCompile."""

    def __init__(self, derivation: Derivation, version: Version, *, wants_missing: bool = True) -> None:
        self.derivation, self.version, self.wants_missing = derivation, version, wants_missing
        self.columns, self.lacking = derivation.columns, derivation.lacking
        self.odd: list[Site] = []  # (whether the amount is known and cannot be paid, the words for it)

    def compiled(self) -> VersionColumns:
        clauses = [self.clause(each) for each in self.version.conditions]
        eligible = exp.and_(*[exp.Paren(this=each) for each in clauses], copy=False) if clauses else exp.true()
        self.eligible = self.derivation.place(f"{self.version.slug}!", eligible)
        with self.derivation.only_where(self.eligible):
            amount = self.amount()
        if amount is not None:
            amount = self.derivation.hoist(amount)
        sure = self.columns.sure
        self.undecided = None if sure(self.eligible) else _is_null(self.eligible)
        self.unpriced = None
        if amount is not None and not sure(amount):
            self.unpriced = exp.and_(self.eligible.copy(), _is_null(amount), copy=False)
        missing = self.missing() if self.wants_missing else {}
        notes = tuple(merged(self.notes())) if self.wants_missing else ()
        faults = tuple(self.faults())
        odd = tuple(exp.Paren(this=condition.copy()) for condition, _ in self.odd)
        return VersionColumns(self.eligible, amount, self.undecided, self.unpriced, missing, faults, notes, odd)

    def notes(self) -> Iterator[Site]:
        """As judging has them: of the clauses that are undecided, and of an amount that is unknown."""
        noting = self.derivation.noting
        if self.undecided is not None:
            for clause in self.version.conditions:
                open_ = exp.and_(self.undecided.copy(), _is_null(self.clause(clause)), copy=False)
                for each in flat((clause,)):
                    for condition, words in self._noted(each):
                        yield exp.and_(open_.copy(), condition, copy=False), words
        benefit = self.version.benefit
        if self.unpriced is not None:
            for plan in benefit.plans:
                for condition, words in noting.of(plan, "金额"):
                    yield exp.and_(self.unpriced.copy(), condition, copy=False), words
        yield from self._odd()

    def _odd(self) -> Iterator[Site]:
        for condition, words in self.odd:
            yield exp.and_(self.eligible.copy(), condition.copy(), copy=False), words.copy()

    def _noted(self, condition: Condition) -> list[Site]:
        if condition.plan is None:
            return [(exp.true(), exp.Literal.string(asked(condition)))]
        return self.derivation.noting.of(condition.plan, condition.say or condition.id)

    def faults(self) -> Iterator[Site]:
        yield from self._odd()
        open_ = [each.copy() for each in (self.undecided, self.unpriced) if each is not None]
        for name, (clash, words) in self.derivation.overlaps.items():
            if name in self.version.uses and open_:
                yield exp.and_(_any([each.copy() for each in open_]), clash.copy(), copy=False), words.copy()

    def missing(self) -> dict[str, exp.Expr]:
        found: dict[str, exp.Expr] = {}
        for name in self.derivation.facts:
            if name not in self.version.uses:
                continue
            parts = [each for clause in self.version.conditions if (each := self.lacks(clause, name)) is not None]
            if parts and self.undecided is not None:
                found[name] = exp.and_(self.undecided.copy(), _any(parts), copy=False)
            if (priced := self.amount_lacks(name)) is not None:
                found[name] = exp.or_(found[name], priced, copy=False) if name in found else priced
        return found

    def clause(self, clause: Clause) -> exp.Expr:
        if isinstance(clause, Group):
            terms = [exp.Paren(this=self.clause(each)) for each in clause.terms]
            if clause.kind == "all":
                return exp.Paren(this=exp.and_(*terms, copy=False))
            joined = exp.Paren(this=exp.or_(*terms, copy=False))
            return joined if clause.kind == "any" else exp.Not(this=joined)
        if clause.plan is None:
            return exp.Cast(this=exp.Null(), to=exp.DataType.build("BOOLEAN"))
        made = self.derivation.hoist(self.columns.boolean(clause.plan))
        self.columns.made[id(clause.plan)] = made
        return made.copy()

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
            amount = extreme("min", [amount, cap], self.columns.hoist, self.columns.sure)
        rounded_ = rounded("round half up", amount, 0 if benefit.round == "yuan" else FEN, self.columns.hoist)
        known, sure = rounded_.sql, self.derivation.signs.never_below(benefit.plans)
        if rounded_.digits + FEN - rounded_.scale <= AMOUNT_DIGITS:
            fitted: exp.Expr = cast(known, AMOUNT_DIGITS, FEN)
            return fitted if sure else self._paid(self.derivation.hoist(fitted))
        known = self.derivation.hoist(known)
        fitted = exp.TryCast(this=known.copy(), to=decimal_type(AMOUNT_DIGITS, FEN))
        large = exp.and_(exp.Not(this=_is_null(known)), _is_null(fitted), copy=False)
        if not sure:
            large = exp.and_(large, exp.GTE(this=known.copy(), expression=exp.Literal.number("0")), copy=False)
        self.odd.append((large, exp.Literal.string(TOO_LARGE)))
        fitted = fitted if sure else self._paid(known, fitted)
        return exp.Case(ifs=[exp.If(this=self.eligible.copy(), true=fitted)])  # it may not fit where nobody asks

    def _paid(self, known: exp.Expr, fitted: exp.Expr | None = None) -> exp.Expr:
        """Nobody is paid less than nothing: there the amount is unknown, and it is said."""
        nought = exp.Literal.number("0")
        self.odd.append((exp.LT(this=known.copy(), expression=nought.copy()), exp.Literal.string(BELOW_NOUGHT)))
        held = exp.GTE(this=known.copy(), expression=nought)
        return exp.Case(ifs=[exp.If(this=held, true=(fitted or known).copy())])

    def amount_lacks(self, fact: str) -> exp.Expr | None:
        parts = [each for plan in self.version.benefit.plans if (each := self.lacking.of(plan, fact)) is not None]
        if not parts or self.unpriced is None:
            return None
        return exp.and_(self.unpriced.copy(), _any(parts), copy=False)


def asked(condition: Condition) -> str:
    """The note on a condition that no fact decides."""
    return f"“{condition.say or condition.id}”要由人判断"


def _is_null(sql: exp.Expr) -> exp.Expr:
    return exp.Is(this=exp.Paren(this=sql.copy()), expression=exp.Null())


def _any(parts: list[exp.Expr]) -> exp.Expr:
    return exp.Paren(this=exp.or_(*parts, copy=False))


def check_columns(catalogue: Catalogue, version: Version) -> str | None:
    """Why a version cannot be swept by columns, and is judged row by row instead; or None."""
    try:
        VersionCompiler(_usual(catalogue, version.uses, version.since), version).compiled()
    except CannotCompile as error:
        return str(error)
    except RecursionError:
        return "表达式嵌套太深。"
    return None


def check_all(catalogue: Catalogue) -> Iterator[Fault]:
    """Every version compiled for every engine: those that columns cannot hold, as warnings with file and line."""
    by_day: dict[dt.date, list[Version]] = {}
    for programme in catalogue.programmes.values():
        for version in programme.versions:
            by_day.setdefault(version.since, []).append(version)
    for day, versions in by_day.items():
        try:
            derivation = _usual(catalogue, {name for each in versions for name in each.uses}, day)
            for each in versions:
                VersionCompiler(derivation, each).compiled()
        except (CannotCompile, RecursionError):
            yield from (fault for each in versions if (fault := _fault(catalogue, each)) is not None)


def _usual(catalogue: Catalogue, uses: Iterable[str], day: dt.date) -> Derivation:
    """A derivation over facts of usual length; a sweep knows how long they are."""
    numbers = [name for name, each in catalogue.facts.items() if each.type == NUMBER]
    return Derivation(catalogue, uses, day, {name: USUAL_DIGITS + places(catalogue, name) for name in numbers})


def _fault(catalogue: Catalogue, version: Version) -> Fault | None:
    why = check_columns(catalogue, version)
    if why is None:
        return None
    place = next((each.place for each in flat(version.conditions) if _fails(catalogue, version, each)), version.place)
    message = f"{version.slug} {version.since} 普查时逐行判断，较慢：{why}"
    return Fault(place.file, place.line, place.column, message, warning=True)


def _fails(catalogue: Catalogue, version: Version, condition: Condition) -> bool:
    if condition.plan is None:
        return False
    try:
        derivation = _usual(catalogue, rested_on([condition.plan], catalogue.derived), version.since)
        derivation.columns.boolean(condition.plan)
    except (CannotCompile, RecursionError):
        return True
    return False
