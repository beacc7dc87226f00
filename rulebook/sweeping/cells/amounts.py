"""What each programme pays: a table over codes of the facts its amount rests on, or whole-number arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from itertools import product
from math import prod

import numpy as np

from rulebook.catalogue.model import Version
from rulebook.judging.judge import paid
from rulebook.plan.exact import rounded
from rulebook.sweeping.cells.domains import Array, Domains, table_of
from rulebook.sweeping.cells.masks import Classes, Lookup
from rulebook.sweeping.cells.needs import Needs, TooMuch
from rulebook.sweeping.cells.whole import Compiler, Whole

MOST_PLACES = 4096  # of a table: counted apart for every byte of the masks
MOST_FEN = 10**18


@dataclass(frozen=True)
class Table:
    """Amounts in fen by place, one list a version; a place is the sum of the lookups. Unknown amounts are nothing."""

    versions: tuple[Version, ...]
    lookups: tuple[Lookup, ...]
    size: int
    fen: tuple[tuple[int, ...], ...]

    def places(self, units: Mapping[str, Array]) -> Array | int:
        total: Array | int = 0
        for each in self.lookups:
            total = total + each.of(units[each.fact])
        return total


@dataclass(frozen=True)
class Formula:
    """One version's amount as arithmetic over `facts`; a row that lacks one of them is paid nothing yet."""

    version: Version
    whole: Whole
    facts: tuple[str, ...]


class Amounts:
    """Tables and formulas for as many versions as possible; `left` are the others."""

    def __init__(self, needs: Needs, domains: Domains, versions: Sequence[Version]) -> None:
        self.needs, self.domains = needs, domains
        self.tables: list[Table] = []
        self.formulas: list[Formula] = []
        self.left: list[Version] = []
        by_facts: dict[tuple[str, ...], list[Version]] = {}
        for version in versions:
            bases = frozenset().union(*(needs.bases(plan) for plan in version.benefit.plans))
            by_facts.setdefault(tuple(sorted(bases)), []).append(version)
        for facts, group in by_facts.items():
            try:
                self.tables.append(self._table(facts, group))
            except TooMuch:
                for version in group:
                    self._formula(version)

    def _table(self, facts: tuple[str, ...], versions: list[Version]) -> Table:
        classes = Classes(self.needs, self.domains, [plan for each in versions for plan in each.benefit.plans])
        made = [classes.of(fact) for fact in facts]
        size = prod(len(values) for _, _, values in made)
        if size > MOST_PLACES:
            raise TooMuch(str(facts))
        fen: list[tuple[int, ...]] = []
        for combination in product(*(values for _, _, values in made)):
            env = self.needs.environment(dict(zip(facts, combination, strict=True)))
            fen.append(tuple(self._fen(each, env) for each in versions))
        lookups, stride = [], 1
        for fact, (coding, found, values) in reversed(list(zip(facts, made, strict=True))):
            if coding is not None:
                steps, table = table_of(coding, found * stride)
                lookups.append(Lookup(fact, coding.column.low, steps, table))
            stride *= len(values)
        return Table(tuple(versions), tuple(lookups), size, tuple(zip(*fen, strict=True)))

    def _fen(self, version: Version, env: object) -> int:
        amount = paid(self.needs.ready.version(version), version.benefit, env)  # type: ignore[arg-type]
        fen = 0 if amount is None else int(rounded(amount, 2, ROUND_HALF_UP).scaleb(2))
        if not 0 <= fen < MOST_FEN:
            raise TooMuch(version.slug)  # the columns say what is wrong
        return fen

    def _formula(self, version: Version) -> None:
        compiler = Compiler(self.needs, self.domains)
        try:
            whole = compiler.fen(version.benefit)
        except TooMuch:
            self.left.append(version)
            return
        if whole.low < 0:
            self.left.append(version)  # the columns name whom it is below nought for
        else:
            self.formulas.append(Formula(version, whole, tuple(compiler.facts)))


def known(formula: Formula, domains: Domains, units: Mapping[str, Array]) -> Array | None:
    """Which rows have all the facts of a formula; None where all do."""
    found: Array | None = None
    for fact in formula.facts:
        column = domains.column(fact)
        if column is None or column.whole:
            continue
        has = units[fact] <= column.high
        found = has if found is None else np.logical_and(found, has)
    return found
