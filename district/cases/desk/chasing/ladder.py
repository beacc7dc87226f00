"""The ladder as data: so many working days late, so many people more."""

from __future__ import annotations

from dataclasses import dataclass

from district.cases.desk.chasing.models import Nudge

OFFICER, LEADER, ASKED, ASKED_LEADER, EXPERT = "officer", "leader", "asked", "asked-leader", "expert"
W = Nudge.What


@dataclass(frozen=True)
class Rung:
    """From so many working days late on these people are told."""

    late: int
    to: tuple[str, ...]


OWN = (Rung(1, (OFFICER,)), Rung(3, (OFFICER, LEADER)), Rung(10, (LEADER,)))
LADDER: dict[str, tuple[Rung, ...]] = {
    W.ACCEPT: OWN, W.DECIDE: OWN, W.APPEAL: OWN, W.CORRECT: (Rung(1, (OFFICER,)), Rung(4, (OFFICER, LEADER))),
    W.SHEETS: (Rung(1, (EXPERT, OFFICER)), Rung(3, (EXPERT, OFFICER, LEADER)), Rung(10, (LEADER,))),
    W.OPINION: (Rung(1, (ASKED,)), Rung(3, (ASKED, ASKED_LEADER, OFFICER)), Rung(10, (ASKED_LEADER, LEADER))),
    W.SUSPENDED: (Rung(10, (ASKED, OFFICER)), Rung(15, (ASKED_LEADER, LEADER))),
}  # fmt: skip
"""Illustrative: the terms of no rule are touched, only who hears that one has passed. `late` of a suspended opinion
counts from the day its clock was stopped."""


def rung_of(what: str, late: int) -> int:
    """The highest rung reached, from 1; nought while none is."""
    return sum(late >= each.late for each in LADDER[what])
