"""What each event of the register does to each thing under way: one table, read by the rooms that have the thing.

A room asks `effect_of(kind, thing)` and does what the word says; a test walks every kind over every thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RENAMED, MOVED, CLOSED, REVOKED, LISTED, DELISTED, RESTORED = (
    "renamed", "moved", "closed", "revoked", "listed", "delisted", "restored",
)  # fmt: skip
KINDS: Final = (RENAMED, MOVED, CLOSED, REVOKED, LISTED, DELISTED, RESTORED)
NAME, STATUS, PLACE, DISHONEST = "企业名称", "经营状态", "注册区", "失信被执行"  # what events are about
THINGS: Final = ("case", "award", "payment", "payee", "offer", "membership")

NOTHING = "nothing"
NOTE = "note"  # the officer reads it on the case; the case goes on
HOLD = "hold"  # nothing is accepted, put on notice or decided before the facts were read anew
LOOK = "look"  # a running award is judged again on today's facts
STOP = "stop"  # nothing more is paid until it is settled; what is in a batch and not sent leaves it
STOP_LATER = "stop-later"  # the same for what falls due from the event's day on: what fell due before is owed
GO_ON = "go-on"  # what the opposite event stopped goes on
VERIFY = "verify"  # the account is verified again under the new name
END = "end"  # ends, with the event as its reason
REOPEN = "reopen"  # what the opposite event ended stands again


@dataclass(frozen=True)
class Effects:
    """What one kind of event does, by thing."""

    case: str
    award: str
    payment: str
    payee: str
    offer: str
    membership: str


EFFECTS: Final = {
    RENAMED: Effects(NOTE, NOTHING, NOTHING, VERIFY, NOTHING, NOTHING),
    MOVED: Effects(HOLD, LOOK, STOP_LATER, NOTHING, END, NOTHING),
    CLOSED: Effects(HOLD, LOOK, STOP, NOTHING, END, END),
    REVOKED: Effects(HOLD, LOOK, STOP, NOTHING, END, NOTHING),
    LISTED: Effects(HOLD, LOOK, STOP, NOTHING, END, NOTHING),
    DELISTED: Effects(NOTE, LOOK, GO_ON, NOTHING, NOTHING, NOTHING),
    RESTORED: Effects(NOTE, LOOK, GO_ON, NOTHING, NOTHING, REOPEN),
}


def effect_of(kind: str, thing: str) -> str:
    """What an event of a kind does to a thing."""
    return str(getattr(EFFECTS[kind], thing))
