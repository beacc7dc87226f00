"""How an expression came to its value: each part with what it gave, and the rows and derived facts that decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import flat
from rulebook.explaining.rows import Decided, decided
from rulebook.judging.bench import Bench, bench
from rulebook.judging.verdict import plain
from rulebook.plan import nodes as p
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.missing import missing
from rulebook.plan.text import feel_text
from rulebook.plan.types import Facts, Maybe


@dataclass(frozen=True)
class Step:
    """One part. `kind` is fact, derived, parameter, as-of or expression; `decides` whether the whole rests on it.

    Of a derived fact `row` says which row of its table decided; `given` that it was told and not computed. `missing`
    are the base facts that keep it unknown.
    """

    text: str
    value: Maybe
    kind: str
    decides: bool
    unit: str = ""
    given: bool = False
    row: Decided | None = None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "text": self.text, "value": plain(self.value), "kind": self.kind, "decides": self.decides,
            "unit": self.unit, "given": self.given, "row": self.row.as_json() if self.row else None,
            "missing": list(self.missing), "steps": [each.as_json() for each in self.steps],
        }  # fmt: skip

    def deciding(self) -> Iterator[Step]:
        """The derived facts it rests on, the nearest first, each once."""
        seen, waiting = set[str](), [self]
        while waiting:
            step = waiting.pop(0)
            if not step.decides:
                continue
            if step.kind == "derived" and step.text not in seen:
                seen.add(step.text)
                yield step
            waiting += step.steps


class Tracer:
    """Traces over one catalogue in one environment."""

    def __init__(self, ready: Bench, env: Environment) -> None:
        self.ready, self.env = ready, env
        self.closures = Closures()  # its own: a bench keeps every plan it was ever asked for

    def trace(self, plan: p.Plan) -> Step:
        return self._step(plan, True, {})

    def _step(self, plan: p.Plan, decides: bool, shown: dict[str, bool]) -> Step:
        if isinstance(plan, p.Ref):
            return self._name(plan, decides, shown)
        value = self.closures.of(plan)(self.env)
        lacking = self._missing(plan) if value is None else ()
        matter = self._deciding(plan, value)
        parts = [(part, decides and place in matter) for place, part in enumerate(p.children(plan))]
        if (tested := _tested(plan)) is not None:
            parts = [(tested, decides)]
        steps = tuple(self._step(part, rests, shown) for part, rests in parts if not isinstance(part, p.Const))
        return Step(feel_text(plan), value, "expression", decides, missing=lacking, steps=steps)

    def _missing(self, plan: p.Plan) -> tuple[str, ...]:
        return missing(plan, self.env, self.ready.derived_plans, self.closures)

    def _deciding(self, plan: p.Plan, value: Maybe) -> set[int]:
        """Which parts a value rests on: of `and` that is no those that are no, of `if` its condition and its branch."""
        of, parts = self.closures.of, p.children(plan)
        if isinstance(plan, p.Logic):
            values = [of(each)(self.env) for each in parts]
            return {place for place, each in enumerate(values) if each is value}
        if isinstance(plan, p.If):
            chosen = of(plan.condition)(self.env)
            return {0} if chosen is None else {0, 1} if chosen else {0, 2}
        return set(range(len(parts)))

    def _name(self, ref: p.Ref, decides: bool, shown: dict[str, bool]) -> Step:
        """A name; a derived fact is opened where it is first met, and where it first decides."""
        name, catalogue = ref.name, self.ready.catalogue
        value, unit = self.env[name], self.ready.units.get(name, "")
        lacking = self._missing(ref) if value is None else ()
        derived = catalogue.derived.get(name)
        if derived is None:
            return Step(name or "null", value, ref.kind, decides, unit, missing=lacking)
        given = name not in self.env.computed
        row = decided(catalogue, derived.table, self.env) if derived.table and not given else None
        if given or (shown.get(name, False) >= decides and name in shown):
            return Step(name, value, "derived", decides, unit, given=given, row=row, missing=lacking)
        shown[name] = decides
        inner = row.inputs if row is not None else () if derived.table else (derived.plan,)
        steps = tuple(self._step(plan, decides, shown) for plan in inner)
        return Step(name, value, "derived", decides, unit, row=row, missing=lacking, steps=steps)


def _tested(plan: p.Plan) -> p.Plan | None:
    """What `x in (…)` and `x in [a..b]` look at, where the rest is constant."""
    if not isinstance(plan, p.Logic):
        return None
    compares = [each for each in plan.terms if isinstance(each, p.Compare) and isinstance(each.right, p.Const)]
    same = len(compares) == len(plan.terms) and all(each.left == compares[0].left for each in compares)
    return compares[0].left if same else None


def conditions_traced(
    catalogue: Catalogue, slug: str, facts: Facts, as_of: dt.date, tracer: Tracer | None = None
) -> dict[str, Step]:
    """Each condition of the version in force on a day that a machine judges, by its id; the money as
    `benefit.amount` and `benefit.cap`."""
    programme = catalogue.programmes.get(slug)
    version = programme.version_on(as_of) if programme else None
    if version is None:
        return {}
    found = tracer or tracer_of(catalogue, facts, as_of)
    plans = {each.id: each.plan for each in flat(version.conditions) if each.plan is not None}
    money = {"benefit.amount": version.benefit.amount, "benefit.cap": version.benefit.cap}
    plans |= {name: plan for name, plan in money.items() if plan is not None}
    return {name: found.trace(plan) for name, plan in plans.items()}


def tracer_of(catalogue: Catalogue, facts: Facts, as_of: dt.date) -> Tracer:
    ready = bench(catalogue)
    return Tracer(ready, ready.environment(facts, as_of))
