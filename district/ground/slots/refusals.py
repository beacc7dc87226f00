"""What cannot be: one tree, and the sentence for whoever tried.

NotPossible
├── Taken        the time is taken; `hold` is in the way
├── NotOpen      no opening, or too late for it
├── CapReached   the resource has as much as it takes
├── Full         no seat, and no waiting list
├── TooLate      the session or the offer is past
├── Unsettled    an absence over appointments: `clashes` wait for a choice each
├── BadRule      a recurrence that cannot be read
└── TooMuch      more days or slots than are computed at once
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from district.ground.slots.models import Hold

__all__ = [
    "BadRule", "CapReached", "Full", "NotOpen", "NotPossible", "Taken", "TooLate", "TooMuch", "Unsettled",
]  # fmt: skip


class NotPossible(Exception):
    """Raised with nothing changed; `str()` is fit for the person who tried."""


class Taken(NotPossible):
    def __init__(self, says: str, hold: Hold | None = None) -> None:
        super().__init__(says)
        self.hold = hold


class NotOpen(NotPossible):
    pass


class CapReached(NotPossible):
    pass


class Full(NotPossible):
    pass


class TooLate(NotPossible):
    pass


class Unsettled(NotPossible):
    def __init__(self, says: str, clashes: Sequence[Any]) -> None:
        super().__init__(says)
        self.clashes = tuple(clashes)


class BadRule(NotPossible):
    pass


class TooMuch(NotPossible):
    pass
