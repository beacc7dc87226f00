"""How the night's work stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from district.ground.bringing.nightly import Piece, pieces
from district.ground.nightly.models import Night


@dataclass(frozen=True)
class Standing:
    """A piece that is registered, and how it last ran (None: never)."""

    piece: Piece
    night: Night | None
    late: bool

    @property
    def seconds(self) -> float | None:
        return None if self.night is None or self.night.took_ms is None else self.night.took_ms / 1000


def standings(today: dt.date) -> list[Standing]:
    """Every piece in its order; one query. `late`: its day is over and it did not run."""
    rows = {each.key: each for each in Night.objects.all()}
    found = []
    for piece in pieces:
        night = rows.get(piece.key)
        late = night is None or night.due_on is None or night.due_on < today
        found.append(Standing(piece, night, late))
    return found
