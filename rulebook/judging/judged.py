"""One clause, judged: its value, the facts it looked at, and how far it is from holding. Frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

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
    notes: tuple[str, ...] = ()

    def conditions(self) -> Iterator[Judged]:
        """The conditions in it, groups opened."""
        if self.kind == "condition":
            yield self
        for child in self.children:
            yield from child.conditions()


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
