"""Whose turn is next, fair between who booked and who walked in: pure.

Everybody has a moment at which they are due: who booked and is there in time the time they booked; who walked in, or
came late, some time after they came. Who is due first is called first, early if nobody else is there. So who booked
waits for nobody who came later than PATIENCE before their time, and who walked in waits for no booking that is later
than PATIENCE after they came: neither can be passed over for ever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

PATIENCE = dt.timedelta(minutes=30)
GRACE = dt.timedelta(minutes=10)  # late by so much is in time


@dataclass(frozen=True)
class Waiting:
    """Somebody in line since a moment; `at` is the time they booked."""

    key: int
    since: dt.datetime
    at: dt.datetime | None = None

    @property
    def in_time(self) -> bool:
        return self.at is not None and self.since <= self.at + GRACE

    @property
    def due(self) -> dt.datetime:
        return self.at if self.at is not None and self.in_time else self.since + PATIENCE


def in_turn(line: Iterable[Waiting]) -> list[Waiting]:
    """The line as it is called."""
    return sorted(line, key=lambda each: (each.due, each.since, each.key))
