"""Every clause judged once for each combination of codes, by the closures, and packed: a bit a programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np

from rulebook.catalogue.model import Clause, Condition, Group, Version, flat
from rulebook.judging.judge import kleene_all
from rulebook.plan import nodes as p
from rulebook.plan.closures import Environment
from rulebook.plan.types import DATE, Value
from rulebook.sweeping.cells.domains import MOST_CODES, Array, Coding, Domains, between, every, stretches, table_of
from rulebook.sweeping.cells.needs import Needs, TooMuch, cuts

MOST_CELLS = 65_536  # of a joint table: small enough to stay near the processor
MOST_JUDGED = 2_000_000  # evaluations for one fact, or for one set of facts
Known = tuple[Any, ...]


@dataclass(frozen=True)
class Lookup:
    """A fact's part of a joint code: `table` at `units - low`, or where the units stand among `steps`."""

    fact: str
    low: int
    steps: Array | None
    table: Array

    def of(self, units: Array) -> Array:
        if self.steps is not None:
            return self.table.take(stretches(self.steps, units))
        places = units - self.low if self.low else units
        return self.table.take(places if places.dtype.kind in "iu" else places.astype(np.intp))


@dataclass(frozen=True)
class Joint:
    """Some facts together: the sum of their lookups is a place in `true` and `open` (not false), a mask a place."""

    lookups: tuple[Lookup, ...]
    true: Array
    open: Array

    @property
    def decided(self) -> bool:
        return bool((self.true == self.open).all())

    def places(self, units: Mapping[str, Array]) -> Array:
        first, *rest = (each.of(units[each.fact]) for each in self.lookups)
        for each in rest:
            first += each
        return first


class Classes:
    """Codes of a fact that no clause tells apart, as one: a table over two facts has dozens of cells, not millions."""

    def __init__(self, needs: Needs, domains: Domains, clauses: Sequence[p.Plan]) -> None:
        self.needs, self.domains = needs, domains
        self.pieces: dict[str, dict[p.Plan, None]] = {}
        for plan in clauses:
            for fact, piece in needs.pieces(plan):
                self.pieces.setdefault(fact, {})[piece] = None
        self._made: dict[str, tuple[Coding | None, Array, tuple[Value | None, ...]]] = {}

    def of(self, fact: str) -> tuple[Coding | None, Array, tuple[Value | None, ...]]:
        """(coding, class of each code, a value of each class). Raises TooMuch."""
        if fact not in self._made:
            self._made[fact] = self._classes(fact)
        return self._made[fact]

    def _classes(self, fact: str) -> tuple[Coding | None, Array, tuple[Value | None, ...]]:
        column = self.domains.column(fact)
        if column is None:
            return None, np.zeros(1, np.intp), (None,)
        coding = self._coding(fact)
        closures = [self.needs.ready.closures.of(piece) for piece in self.pieces[fact]]
        if len(closures) * len(coding.values) > MOST_JUDGED:
            raise TooMuch(fact)
        seen_by = self._seen_by(fact)
        classes: dict[Known, int] = {}
        alike: dict[Known, int] = {}
        values: list[Value | None] = []
        found = np.empty(len(coding.values), np.intp)
        for code, value in enumerate(coding.values):
            env = self.needs.environment({fact: value})
            seen = tuple(closure(env) for closure in seen_by) or (value,)
            place = alike.get(seen)
            if place is None:
                behaviour = tuple(closure(env) for closure in closures)
                place = alike[seen] = classes.setdefault(behaviour, len(classes))
                if len(classes) > len(values):
                    values.append(value)
            found[code] = place
        return coding, found, tuple(values)

    def _seen_by(self, fact: str) -> list[Callable[[Environment], object]]:
        """The derived facts through which alone the pieces see `fact`, if so: many days have one number of months."""
        names = {node.name for piece in self.pieces[fact] for node in p.walk(piece) if isinstance(node, p.Ref)}
        derived = self.needs.ready.derived_plans
        if fact in names:
            return []
        return [self.needs.ready.closures.of(derived[name]) for name in sorted(names) if name in derived]

    def _coding(self, fact: str) -> Coding:
        column = self.domains.column(fact)
        assert column is not None
        if column.type in ("number", DATE):
            try:
                bounds = [each for piece in self.pieces[fact] for each in self.needs.bounds(piece, fact)]
                return between(column, cuts(iter(bounds), column.unit))
            except TooMuch:
                pass  # something else is done with it than comparing
        return every(column)


def same(clause: Clause) -> Known:
    """Equal for clauses that always have the same value."""
    if isinstance(clause, Group):
        return (clause.kind, *(same(each) for each in clause.terms))
    return (clause.plan,)


def plans_of(clause: Clause) -> Iterator[p.Plan]:
    terms: tuple[Condition, ...] = tuple(flat((clause,)))
    return (each.plan for each in terms if each.plan is not None)


class Masks:
    """The joint tables of some versions, each of which has a bit. `base` is (true, open) of clauses that rest on no
    fact: constants, and conditions a person answers.
    """

    def __init__(self, needs: Needs, classes: Classes, bits: Sequence[tuple[int, Version]]) -> None:
        self.needs, self.classes = needs, classes
        self.words = 1 + max((bit for bit, _ in bits), default=0) // 64
        by_facts: dict[tuple[str, ...], dict[Known, tuple[Clause, list[int]]]] = {}
        for bit, version in bits:
            for clause in version.conditions:
                facts = facts_of(needs, clause)
                by_facts.setdefault(facts, {}).setdefault(same(clause), (clause, []))[1].append(bit)
        used = np.zeros(self.words, np.uint64)
        for bit, _ in bits:
            used[bit // 64] |= np.uint64(1 << bit % 64)
        tables = {facts: self._table(facts, clauses, used) for facts, clauses in by_facts.items()}
        nothing = (used.reshape(1, -1), used.reshape(1, -1))
        true, open_ = tables.pop((), nothing)
        joints = [self._joined(group, tables) for group in self._groups(list(tables))]
        for each in joints:
            if not each.lookups:  # facts that nobody has
                true, open_ = true & each.true, open_ & each.open
        self.base = (true[0], open_[0])
        self.joints = tuple(each for each in joints if each.lookups)

    def _shape(self, facts: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(len(self.classes.of(fact)[2]) for fact in facts)

    def _table(
        self, facts: tuple[str, ...], clauses: dict[Known, tuple[Clause, list[int]]], used: Array
    ) -> tuple[Array, Array]:
        """Masks by class: true and not false, for each combination of the facts' classes in turn."""
        values = [self.classes.of(fact)[2] for fact in facts]
        true, open_ = (np.tile(used, (prod(self._shape(facts)), 1)) for _ in range(2))
        masks = []
        for clause, bits in clauses.values():
            mask = np.zeros(self.words, np.uint64)
            for bit in bits:
                mask[bit // 64] |= np.uint64(1 << bit % 64)
            masks.append((clause, ~mask))
        for cell, combination in enumerate(product(*values)):
            env = self.needs.environment(dict(zip(facts, combination, strict=True)))
            for clause, others in masks:
                value = judged(self.needs, clause, env)
                if value is not True:
                    true[cell] &= others
                    if value is False:
                        open_[cell] &= others
        return true, open_

    def _groups(self, sets: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Sets of facts put together as long as a joint table stays small: fewer lookups a row."""
        groups: list[set[str]] = []
        for facts in sorted(sets, key=lambda each: (-prod(self._shape(each)), each)):
            for group in groups:
                if prod(self._shape(tuple(group | set(facts)))) <= MOST_CELLS:
                    group |= set(facts)
                    break
            else:
                groups.append(set(facts))
        return [tuple(sorted(group)) for group in groups]

    def _joined(self, group: tuple[str, ...], tables: dict[tuple[str, ...], tuple[Array, Array]]) -> Joint:
        """The tables that rest on the group's facts, as one; each is taken once only."""
        shape = self._shape(group)
        true, open_ = (np.full((*shape, self.words), np.uint64(2**64 - 1)) for _ in range(2))
        for facts in [each for each in tables if set(each) <= set(group)]:
            spread = tuple(size if fact in facts else 1 for fact, size in zip(group, shape, strict=True))
            for whole, part in zip((true, open_), tables.pop(facts), strict=True):
                whole &= part.reshape(*spread, self.words)
        lookups, stride = [], 1
        for fact, size in reversed(list(zip(group, shape, strict=True))):
            coding, found, _ = self.classes.of(fact)
            if coding is not None:
                steps, table = table_of(coding, found * stride)
                lookups.append(Lookup(fact, coding.column.low, steps, table))
            stride *= size
        return Joint(tuple(lookups), true.reshape(-1, self.words), open_.reshape(-1, self.words))


def facts_of(needs: Needs, clause: Clause) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*(needs.bases(plan) for plan in plans_of(clause)))))


def possible(needs: Needs, domains: Domains, plans: Iterable[p.Plan]) -> bool:
    """Whether every fact these plans look at can have codes; cheap, before anything is judged."""
    try:
        for plan in plans:
            for fact, piece in needs.pieces(plan):
                column = domains.column(fact)
                if column is not None and column.size > MOST_CODES:
                    list(needs.bounds(piece, fact))
    except TooMuch:
        return False
    return True


def fits(needs: Needs, classes: Classes, version: Version) -> bool:
    """Whether no clause has facts of too many classes together."""
    try:
        return all(
            prod(len(classes.of(fact)[2]) for fact in facts_of(needs, clause)) <= MOST_CELLS
            for clause in version.conditions
        )
    except TooMuch:
        return False


def judged(needs: Needs, clause: Clause, env: Environment) -> bool | None:
    """A clause's value with no answers given, as judging has it."""
    if isinstance(clause, Condition):
        return None if clause.plan is None else needs.ready.closures.of(clause.plan)(env)
    values = [judged(needs, each, env) for each in clause.terms]
    if clause.kind == "all":
        return kleene_all(iter(values))
    held = True if True in values else None if None in values else False
    return held if clause.kind == "any" or held is None else not held
