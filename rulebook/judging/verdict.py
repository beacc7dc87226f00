"""What judging gives: yes, no or unknown, how much, why, and what is missing. Frozen; fit for storing as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from rulebook.explaining.next_step import next_step
from rulebook.plan.exact import rounded
from rulebook.plan.types import Maybe, Months


@dataclass(frozen=True)
class Gap:
    """How far a failed clause is from holding. `heals_on` is the first day it holds by time alone."""

    words: str
    fact: str = ""
    have: str = ""
    need: str = ""
    unit: str = ""
    heals_on: dt.date | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "words": self.words, "fact": self.fact, "have": self.have, "need": self.need, "unit": self.unit,
            "heals_on": self.heals_on.isoformat() if self.heals_on else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """One clause, judged. `kind` is condition, any, all or none; `facts` are the values it looked at, None unknown."""

    kind: str
    value: bool | None
    id: str = ""
    say: str = ""
    cite: str = ""
    person: str = ""
    status: str = ""
    facts: Mapping[str, Maybe] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    gap: Gap | None = None
    children: tuple[Judged, ...] = ()

    def conditions(self) -> Iterator[Judged]:
        """The conditions in it, groups opened."""
        if self.kind == "condition":
            yield self
        for child in self.children:
            yield from child.conditions()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One subject, one version, one day. `amount` is yuan; None when unknown or when nothing is paid.

    `missing` are the base facts that could still change the outcome; `waiting` the person's conditions nobody has
    answered; `because` the ids of the clauses that fail; `service`: nothing is applied for.
    """

    programme: str
    name: str
    version: dt.date
    hash: str
    as_of: dt.date
    eligible: bool | None
    amount: Decimal | None
    clauses: tuple[Judged, ...]
    missing: tuple[str, ...]
    waiting: tuple[str, ...]
    because: tuple[str, ...]
    illustrative: bool
    benefit: Mapping[str, Any]
    units: Mapping[str, str]
    service: bool = False

    @property
    def next(self) -> str:
        """The most useful next step, one sentence."""
        return next_step(self)

    def conditions(self) -> Iterator[Judged]:
        for clause in self.clauses:
            yield from clause.conditions()

    def as_json(self) -> dict[str, Any]:
        """The shape of `rulebook explain --json`; decimals and dates as text, so that it can be frozen and compared."""
        return {
            "programme": self.programme, "name": self.name, "version": self.version.isoformat(), "hash": self.hash,
            "as_of": self.as_of.isoformat(), "eligible": self.eligible,
            "amount": None if self.amount is None else plain(self.amount),
            "conditions": [self._clause_json(each) for each in self.clauses], "missing": list(self.missing),
            "waiting": list(self.waiting), "because": list(self.because), "illustrative": self.illustrative,
            "benefit": dict(self.benefit), "next": self.next,
        }  # fmt: skip

    def _clause_json(self, judged: Judged) -> dict[str, Any]:
        facts = {
            name: {"value": plain(value), "unit": self.units.get(name, "")} for name, value in judged.facts.items()
        }
        shown: dict[str, Any] = {
            "kind": judged.kind, "id": judged.id, "say": judged.say, "cite": judged.cite, "value": judged.value,
            "person": judged.person or None, "status": judged.status or None, "facts": facts,
            "missing": list(judged.missing), "gap": judged.gap.as_json() if judged.gap else None,
        }  # fmt: skip
        if judged.children:
            shown["children"] = [self._clause_json(each) for each in judged.children]
        return shown


def plain(value: Maybe) -> str | bool | list[Any] | None:
    """A rule value as JSON: numbers without an exponent (endless ones to six places), dates ISO, unknown null."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return f"{rounded(value, 6, ROUND_HALF_EVEN):f}".rstrip("0").rstrip(".")
    if isinstance(value, dt.date | Months):
        return str(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return f"P{value.days}D"
