"""Doing any kind of long work: row by row, each in a short transaction of its own that also says what came of it.

Between two of them others write: on SQLite each transaction of the worker leaves the writer free afterwards
(record.turns), and after its turn a kind lets other tasks of the same worker go first.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.messages.queueing import posting_many
from district.ground.record.actions import write_log
from district.ground.work import holding
from district.ground.work.holding import Hold
from district.ground.work.kinds import Broken, Doing, Halt, Kind, Piece, Stopped, kind_of
from district.ground.work.models import IN_HAND, Row, Work

log = logging.getLogger(__name__)
State, Outcome = Work.State, Row.Outcome


class _Undo(Exception):
    """Rolls a trial back."""


class _Paused(Exception):
    """Its turn is over; what it told many people stays held until the last turn has counted them."""


def run(
    pk: int, *, others: Callable[[], bool] = lambda: False, after: Callable[[Piece], object] = lambda _piece: None
) -> bool:
    """Do what is left of a piece of work; twice at once or again is harmless. True when it let `others` go first.

    `after` hears of each piece that is through.
    """
    with holding.held(pk) as found:
        if found is None:
            return False
        work, hold = found
        kind = kind_of(work)
        doing = kind.doing(work, hold.tell)
        try:
            with posting_many(before=work.done) if kind.tells else nullcontext():
                _turn(work, hold, kind, doing, others, after)
        except Stopped:
            return False
        except _Paused:
            return True
        except Broken as why:
            _failed(work, hold, doing, str(why))
        except Exception:  # whoever brought the kind: it is logged, said, and can be taken up again
            log.exception("%s %s", work.kind, work.reference)
            _failed(work, hold, doing, _("系统出错，已记录。"))
        finally:
            doing.leave()
    return False


def _turn(
    work: Work, hold: Hold, kind: Kind, doing: Doing, others: Callable[[], bool], after: Callable[[Piece], object]
) -> None:
    ends = time.monotonic() + kind.turn if kind.turn is not None else None
    tries = work.state == State.TRYING
    for piece in doing.to_try() if tries else doing.pieces():
        done = _try(hold, doing, piece) if tries else _do(work, hold, kind, doing, piece)
        if not done:
            return
        after(piece)
        if ends is not None and time.monotonic() > ends and others():
            _pause(work, hold)
            raise _Paused
    if tries:
        _tried(work, hold)
    else:
        _finish(work, hold, kind, doing)


def _try(hold: Hold, doing: Doing, piece: Piece) -> bool:
    """Do one piece and undo it; what it would have come to is all that stays."""
    why, found = _would(doing, piece)
    with transaction.atomic():
        if not hold.still(done=piece.rows):
            return False
        doing.tried(piece, why, found)
    return True


def _would(doing: Doing, piece: Piece) -> tuple[str, Any]:
    found = None
    try:
        with transaction.atomic():
            found = doing.do(piece)
            raise _Undo
    except _Undo:
        return "", found
    except (*doing.refusals, Halt) as no:  # type: ignore[misc]
        return said(no), None
    except Exception:
        log.exception("trial of %s, %s", doing.work.reference, piece.subject or piece.place)
        return _("系统出错，已记录。"), None


def _do(work: Work, hold: Hold, kind: Kind, doing: Doing, piece: Piece) -> bool:
    """One piece and its outcome, together or not at all; False when the work was stopped or stops by itself."""
    try:
        with transaction.atomic():
            if not hold.still(done=piece.rows):
                return False
            doing.do(piece)
            _note(work, piece, Outcome.DONE)
    except Halt as why:
        stop(work, kind, None, str(why))
        return False
    except Stopped:
        raise
    except doing.refusals as no:
        return _refuse(work, hold, doing, piece, Outcome.REFUSED, said(no))
    except Exception:  # one row's fault must not keep the others waiting; it is logged and said
        if doing.breaks(piece):
            raise
        log.exception("%s, row %s", work.reference, piece.subject or piece.place)
        return _refuse(work, hold, doing, piece, Outcome.FAILED, _("系统出错，已记录。"))
    return True


def _refuse(work: Work, hold: Hold, doing: Doing, piece: Piece, outcome: str, why: str) -> bool:
    counted = {"refused" if outcome == Outcome.REFUSED else "failed": piece.rows}
    with transaction.atomic():
        if not hold.still(done=piece.rows, **counted):
            return False
        if outcome == Outcome.REFUSED:  # a fault is no decision: nobody is told that they were refused
            doing.refuse(piece, why)
        _note(work, piece, outcome, why)
    return True


def _note(work: Work, piece: Piece, outcome: str, why: str = "") -> None:
    Row.objects.create(work_id=work.pk, place=piece.place, subject=piece.subject[:60], rows=piece.rows,
                       outcome=outcome, why=why[:500], at=clock.now())  # fmt: skip


def _pause(work: Work, hold: Hold) -> None:
    """Back into the queue, behind those who wait."""
    state = State.TRYING if work.trial else State.QUEUED
    _held(work, hold).filter(state__in=IN_HAND).update(state=state, lease_token=None, lease_until=None)


def _tried(work: Work, hold: Hold) -> None:
    _held(work, hold).filter(state=State.TRYING).update(
        state=State.READY, trial=False, done=0, lease_token=None, lease_until=None
    )


def _finish(work: Work, hold: Hold, kind: Kind, doing: Doing) -> None:
    with transaction.atomic():
        if not hold.still():
            return
        data = doing.finish()
        if data is None:
            return
        _held(work, hold).update(state=State.DONE, finished_at=clock.now(), lease_token=None, lease_until=None)
        if kind.noun:
            write_log(room=kind.room, subject=work.subject, verb=f"{kind.noun}-done", by=work.by, data=data)
    holding.forget(work)


def _failed(work: Work, hold: Hold, doing: Doing, why: str) -> None:
    kind = kind_of(work)
    with transaction.atomic():
        if not hold.still():
            return
        _held(work, hold).update(state=State.FAILED, error=why[:2000], lease_token=None, lease_until=None)
        doing.failed(why)
        noun = kind.noun or "work"
        write_log(room=kind.room, subject=work.subject, verb=f"{noun}-failed", by=work.by, reason=why[:500])


def _held(work: Work, hold: Hold) -> Any:
    return Work.objects.filter(pk=work.pk, lease_token=hold.token)


def stop(work: Work, kind: Kind, by: Any, why: str) -> bool:
    """The work stands still, and its room is told in the same transaction; False when it had ended or stood already."""
    with transaction.atomic():
        going = Work.objects.filter(pk=work.pk).exclude(state__in=[State.DONE, State.CANCELLED, State.FAILED])
        stopped = bool(going.update(state=State.CANCELLED, error=why[:2000]))
        if stopped:
            if kind.stopped is not None:
                kind.stopped(work, by, why)
            write_log(
                room=kind.room, subject=work.subject, verb=f"cancel-{kind.noun or 'work'}", by=by, reason=why[:500]
            )
    return stopped


def said(no: Exception) -> str:
    """A refusal's words."""
    return (str(no) or str(getattr(no, "why", "")) or _("不能办理。"))[:500]
