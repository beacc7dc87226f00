"""What judging gives: yes, no or unknown, how much, why, and what is missing. Frozen; fit for storing as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.judging.judged import Gap as Gap
from rulebook.judging.judged import Judged as Judged
from rulebook.judging.judged import plain as plain
from rulebook.judging.next_step import next_step


@dataclass(frozen=True, slots=True)
class Verdict:
    """One subject, one version, one day. `amount` is yuan; None when unknown or when nothing is paid.

    `missing` are the base facts that could still change the outcome; `waiting` the person's conditions nobody has
    answered; `because` the ids of the clauses that fail; `notes` say why something stays unknown though no fact is
    lacking: no row of a table fits, two rows hold that exclude each other, a division by zero; `service`: none applies;
    `verifying` are the missing facts on which the subject's own word does not count, with who vouches for them.
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
    notes: tuple[str, ...] = ()
    service: bool = False
    verifying: tuple[tuple[str, str], ...] = ()

    @property
    def asking(self) -> tuple[str, ...]:
        """The missing facts the subject may supply."""
        held = dict(self.verifying)
        return tuple(name for name in self.missing if name not in held)

    @property
    def next(self) -> str:
        """The most useful next step, one sentence."""
        return next_step(
            self.eligible, self.clauses, self.asking, self.because, self.notes, service=self.service,
            verifying=self.verifying,
        )  # fmt: skip

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
            "benefit": dict(self.benefit), "next": self.next, **({"notes": list(self.notes)} if self.notes else {}),
            **({"verifying": dict(self.verifying)} if self.verifying else {}),
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
        if judged.notes:
            shown["notes"] = list(judged.notes)
        if judged.children:
            shown["children"] = [self._clause_json(each) for each in judged.children]
        return shown
