"""What plans look at: base facts through derived ones, parts that rest on one fact, bounds it is compared with."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from rulebook.judging.bench import Bench
from rulebook.plan import nodes as p
from rulebook.plan.closures import Environment
from rulebook.plan.types import NUMBER


class TooMuch(Exception):
    """Not for this engine: too many codes, or a shape it does not know. The columns do it."""


class Needs:
    """Answers about the plans of one catalogue on one day; kept, as the same derived facts come again and again."""

    def __init__(self, ready: Bench, as_of: dt.date) -> None:
        self.ready, self.as_of = ready, as_of
        self._bases: dict[int, tuple[p.Plan, frozenset[str]]] = {}
        self.nothing = ready.environment({}, as_of)

    def environment(self, facts: dict[str, object]) -> Environment:
        """What is known of a subject with these facts; None is unknown."""
        known = {name: value for name, value in facts.items() if value is not None}
        return self.ready.environment(known, self.as_of)  # type: ignore[arg-type]

    def bases(self, plan: p.Plan) -> frozenset[str]:
        """The facts of the vocabulary a plan rests on."""
        found = self._bases.get(id(plan))
        if found is None:
            below = frozenset().union(*(self._base(node) for node in p.walk(plan) if isinstance(node, p.Ref)))
            found = self._bases[id(plan)] = (plan, below)
        return found[1]

    def _base(self, ref: p.Ref) -> frozenset[str]:
        if ref.name in self.ready.derived_plans:
            return self.bases(self.ready.derived_plans[ref.name])
        return frozenset([ref.name]) if ref.kind == "fact" and ref.name else frozenset()

    def pieces(self, plan: p.Plan) -> Iterator[tuple[str, p.Plan]]:
        """(fact, part) of every largest part of `plan` that rests on one fact alone."""
        bases = self.bases(plan)
        if len(bases) == 1:
            yield next(iter(bases)), plan
        elif isinstance(plan, p.Ref) and plan.name in self.ready.derived_plans:
            yield from self.pieces(self.ready.derived_plans[plan.name])
        elif bases:
            for child in self._parts(plan):
                yield from self.pieces(child)

    def _parts(self, plan: p.Plan) -> tuple[p.Plan, ...]:
        """The children of a plan; of a table where its inputs stand, and what is more than a comparison."""
        if not isinstance(plan, p.Table):
            return p.children(plan)
        laid = self.ready.closures.finder(plan.grid).laid
        stretches = tuple(p.Stretch(NUMBER, plan.grid, each.place) for each in laid.strips)
        ends = tuple(each for each in (*plan.outputs, plan.default) if each and not isinstance(each, p.Const))
        return (*stretches, *(test for _, test in laid.beside), *ends)

    def bounds(self, plan: p.Plan, fact: str) -> Iterator[Decimal | Fraction | dt.date]:
        """The constants `fact` is compared with. Raises TooMuch where the plan does something else with it."""
        if isinstance(plan, p.Ref) and plan.name == fact and plan.kind == "fact":
            raise TooMuch(fact)
        if isinstance(plan, p.Ref) and plan.name in self.ready.derived_plans:
            yield from self.bounds(self.ready.derived_plans[plan.name], fact)
            return
        if isinstance(plan, p.Stretch):
            input_ = plan.grid.inputs[plan.place]
            if isinstance(input_, p.Ref) and input_.name == fact:
                laid = self.ready.closures.finder(plan.grid).laid
                yield from next(each for each in laid.strips if each.place == plan.place).bounds()
                return
        if isinstance(plan, p.Compare):
            sides = [each for each in (plan.left, plan.right) if not (isinstance(each, p.Ref) and each.name == fact)]
            if len(sides) == 1 and not self.bases(sides[0]):
                value = self.ready.closures.of(sides[0])(self.nothing)
                if value is not None:
                    yield value
                return
        for child in self._parts(plan):
            yield from self.bounds(child, fact)


def cuts(bounds: Iterator[Decimal | Fraction | dt.date], unit: int) -> list[int]:
    """Whole units where the outcome of a comparison may change: between two of them all values compare alike.

    `unit`: units of one (100 for fen of a yuan); days are counted from year one.
    """
    found: set[int] = set()
    for bound in bounds:
        exact = Fraction(bound.toordinal()) if isinstance(bound, dt.date) else Fraction(bound) * unit
        found |= {math.ceil(exact), math.floor(exact) + 1}
    return sorted(found)
