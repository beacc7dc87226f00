"""The moves of this room's rows, each under a lock and in the log."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from district.ground.people.queries import Person
from district.ground.record.actions import moving
from district.services.advice.models import AskedExpert, Encounter, Need, Pairing
from district.services.advice.states import (
    ENCOUNTER_MOVES,
    ENCOUNTERS,
    MOVES,
    OFFER_MOVES,
    OFFERS,
    PAIRING_MOVES,
    PAIRINGS,
    STATES,
)

ROOM = "advice"
REASON = 300  # characters of a reason


def move(need: Need, verb: str, by: Person | None, why: str = "") -> AbstractContextManager[Need]:
    """Raises MoveRefused, as those below."""
    return moving(need, verb, states=STATES, moves=MOVES, room=ROOM, by=by, reason=why.strip()[:REASON])


def move_offer(
    offer: AskedExpert, verb: str, by: Person | None, why: str = "", **data: Any
) -> AbstractContextManager[AskedExpert]:
    return moving(offer, verb, states=OFFERS, moves=OFFER_MOVES, room=ROOM, by=by, reason=why.strip()[:REASON],
                  data=data)  # fmt: skip


def move_encounter(row: Encounter, verb: str, by: Person | None, why: str = "") -> AbstractContextManager[Encounter]:
    return moving(row, verb, states=ENCOUNTERS, moves=ENCOUNTER_MOVES, room=ROOM, by=by, reason=why.strip()[:REASON])


def move_pairing(row: Pairing, verb: str, by: Person | None, why: str = "") -> AbstractContextManager[Pairing]:
    return moving(row, verb, states=PAIRINGS, moves=PAIRING_MOVES, room=ROOM, by=by, reason=why.strip()[:REASON])
