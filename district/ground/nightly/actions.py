"""Doing the night's work, piece by piece."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db.models import Q

from district.ground import clock
from district.ground.bringing.nightly import Faulty, Piece, pieces
from district.ground.nightly.models import Night

LEASE = dt.timedelta(hours=2)  # afterwards the process that began is taken for dead
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What became of one piece; `fine` is None where another process is at it."""

    piece: Piece
    fine: bool | None
    said: str
    seconds: float


def run(
    only: Collection[str] = (), on: dt.date | None = None, tell: Callable[[Done], object] = lambda _done: None
) -> list[Done]:
    """Do every piece, or those named, by today or another day; one that fails stops no other. Raises KeyError for a
    name there is not."""
    chosen = list(pieces)
    if only:
        if unknown := [key for key in only if key not in pieces.keys]:
            raise KeyError(unknown[0])
        chosen = [each for each in chosen if each.key in only]
    found = []
    for each in chosen:
        try:
            done = _do(each, on)
        except Exception as error:  # even what keeps the books of one piece stops no other
            log.exception("nightly %s", each.key)
            done = Done(each, False, f"{type(error).__name__}: {error}"[:2000], 0.0)
        tell(done)
        found.append(done)
    return found


def _do(piece: Piece, on: dt.date | None) -> Done:
    row, _made = Night.objects.get_or_create(key=piece.key)
    began, free = clock.now(), Q(running_since=None) | Q(running_since__lt=clock.now() - LEASE)
    if not Night.objects.filter(free, pk=row.pk).update(running_since=began):
        return Done(piece, None, "", 0.0)
    start = time.monotonic()
    held: AbstractContextManager[object] = clock.at(on) if on else nullcontext()
    mine = Night.objects.filter(pk=row.pk, running_since=began)  # not what another began after the lease had ended
    try:
        with held:
            day = clock.today()
            fine, said = _work(piece, day)
    except BaseException:
        mine.update(running_since=None)
        raise
    seconds = time.monotonic() - start
    ended = {"fine_at": began} if fine else {}
    last = min(day, clock.today())  # a day that was only tried ahead keeps no later night from being missed
    mine.update(
        running_since=None, day=day, started_at=began, took_ms=round(seconds * 1000), fine=fine, said=said,
        due_on=last + dt.timedelta(days=1) if fine else last, **ended,
    )  # fmt: skip
    return Done(piece, fine, said, seconds)


def _work(piece: Piece, day: dt.date) -> tuple[bool, str]:
    try:
        return True, piece.work(day)
    except Faulty as fault:
        return False, str(fault)
    except Exception as error:  # whatever it is, the other pieces go on
        log.exception("nightly %s", piece.key)
        return False, f"{type(error).__name__}: {error}"[:2000]
