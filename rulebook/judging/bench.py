"""A catalogue made ready for judging: everything compiled once, parameters laid out by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Version, flat
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.plan import nodes as p
from rulebook.plan.closures import Closure, Closures, Environment
from rulebook.plan.missing import missing
from rulebook.plan.reasons import reasons
from rulebook.plan.types import Facts, Maybe

KEPT_DAYS, KEPT_BENCHES = 1000, 8


@dataclass(frozen=True)
class Ready:
    """A version's closures: by condition id its test and the names it looks at; the money; the parameters it needs."""

    conditions: Mapping[str, tuple[Closure, tuple[str, ...]]]
    amount: Closure | None
    cap: Closure | None
    parameters: tuple[str, ...]


class Bench:
    """One catalogue, ready. Make it with `bench`, which keeps it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.closures = Closures()
        self.derived_plans = {name: each.plan for name, each in catalogue.derived.items()}
        self.derived = {name: self.closures.of(plan) for name, plan in self.derived_plans.items()}
        self.units = {name: each.unit for name, each in catalogue.facts.items()}
        self.units |= {name: each.unit for name, each in catalogue.derived.items()}
        self.units |= {name: each.unit for name, each in catalogue.parameters.items()}
        self.unasked = frozenset(name for name, each in catalogue.facts.items() if not each.asked)
        self.drifts: dict[str, int | None] = {}  # where derived facts go with time, see judging.healing
        self.stakes: dict[tuple[str, dt.date, dt.date], Decimal | None] = {}  # see explaining.stakes, as is `rare`
        self.rare: dict[dt.date, dict[str, frozenset[str]]] = {}
        self._versions: dict[tuple[str, dt.date], Ready] = {}
        self._parameters: dict[dt.date, dict[str, Maybe]] = {}

    def environment(self, facts: Facts, as_of: dt.date) -> Environment:
        """What is known on a day. A fact named like a derived one stands for itself."""
        if as_of not in self._parameters:
            if len(self._parameters) >= KEPT_DAYS:
                self._parameters.clear()
            self._parameters[as_of] = {name: each.on(as_of) for name, each in self.catalogue.parameters.items()}
        return Environment({**self._parameters[as_of], **facts, AS_OF: as_of}, self.derived)

    def version(self, version: Version) -> Ready:
        key = (version.slug, version.since)
        if key not in self._versions:
            of, benefit = self.closures.of, version.benefit
            self._versions[key] = Ready(
                {each.id: (of(each.plan), looked_at(each.plan)) for each in flat(version.conditions) if each.plan},
                of(benefit.amount) if benefit.amount else None,
                of(benefit.cap) if benefit.cap else None,
                tuple(sorted(version.uses & self.catalogue.parameters.keys())),
            )
        return self._versions[key]

    def lacking(self, plan: p.Plan, env: Environment) -> tuple[str, ...]:
        """Base facts without which `plan` stays unknown in `env`."""
        return missing(plan, env, self.derived_plans, self.closures)

    def reasons(self, plan: p.Plan, env: Environment, name: str) -> tuple[str, ...]:
        """Why `plan` stays unknown in `env` whatever else becomes known, in sentences."""
        return reasons(plan, env, self.derived_plans, self.closures, name)


_kept: dict[str, Bench] = {}


def bench(catalogue: Catalogue) -> Bench:
    """The catalogue made ready; the last few are kept, by the catalogue's hash."""
    found = _kept.get(catalogue.hash)
    if found is None:
        while len(_kept) >= KEPT_BENCHES:
            _kept.pop(next(iter(_kept)), None)
        found = _kept[catalogue.hash] = Bench(catalogue)
    return found


def looked_at(plan: p.Plan) -> tuple[str, ...]:
    """The facts, derived facts and parameters a plan names, in reading order."""
    return tuple(dict.fromkeys(node.name for node in p.walk(plan) if isinstance(node, p.Ref) and node.name))
