"""Long work begun, started after its trial, stopped, let go on, taken up after a worker's death.

What begins or goes on is given to the worker (`give`) by whoever called, once their transaction is through.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import lock, write_log
from district.ground.work import running
from district.ground.work.holding import is_lost
from district.ground.work.kinds import Broken, Doing, Halt, Kind, Piece, Stopped, kind_of, register
from district.ground.work.models import STOPPED, TO_DO, Work
from district.ground.work.permissions import may_resume, may_stop
from district.ground.work.tasks import do_work

__all__ = [
    "Broken", "Doing", "Halt", "Kind", "Piece", "Stopped", "begin", "give", "give_up", "keep_still", "register",
    "resume", "start", "stop", "take_up", "work_on",
]  # fmt: skip

LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"  # without what reads alike
Kept = TypeVar("Kept", bound=Work)
State = Work.State


def begin(
    model: type[Kept], *, kind: str, by: Person | None, office: Bureau | None, subject: str = "", reference: str = "",
    total: int = 0, state: str = State.QUEUED, request_key: uuid.UUID | None = None, **columns: Any,
) -> Kept:  # fmt: skip
    """New work; `state` TRYING tries it first, READY waits for a person.

    `model`: Work itself with the `subject` it works on, or a room's own kind of it with its columns. Raises
    IntegrityError when the key is known or the thing is being worked on.
    """
    reference = reference or f"RW{clock.today():%Y%m%d}-{get_random_string(6, LETTERS)}"
    made: Any = model.objects.create(
        reference=reference, kind=kind, subject=subject or reference, by=by, office=office, total=total, state=state,
        trial=state == State.TRYING, request_key=request_key, created_at=clock.now(), **columns,
    )  # fmt: skip
    kept: Kept = made
    return kept


def give(work: Work) -> None:
    """Let the worker do it. Twice is harmless."""
    do_work.enqueue(work.pk)


def start(*, work: Work, by: Person) -> bool:
    """The word that READY work waits for; False when it waits no more."""
    require(may_resume(by, work))
    return _queue(work, by, (State.READY,), "start")


def stop(*, work: Work, by: Person, why: str = "") -> bool:
    """Stop after the row in hand; what is done stays done. False when it had ended."""
    require(may_stop(by, work))
    stopped = running.stop(work, kind_of(work), by, why.strip())
    work.refresh_from_db()
    return stopped


def keep_still(work: Work | None) -> None:
    """Lock the work's row to the end of the transaction, before that of the thing: its worker takes them so, too."""
    if work is not None:
        list(lock(Work.objects.filter(pk=work.pk)))


def give_up(work: Work | None) -> None:
    """Another stretch takes its place: what is left of this one is not done, and nobody is told."""
    if work is not None:
        left = Work.objects.filter(pk=work.pk).exclude(state=State.DONE)
        left.update(state=State.CANCELLED, lease_token=None, lease_until=None)


def resume(*, work: Work, by: Person) -> bool:
    """Go on where it stopped, broke or lost its worker; False when there is nothing to take up."""
    require(may_resume(by, work))
    sources = (*STOPPED, work.state) if is_lost(work) else STOPPED
    return _queue(work, by, sources, "resume")


def take_up(kind: str = "", *, broken: bool = False) -> list[Work]:
    """Queue again what a dead worker left, half done or never begun; the caller gives it. For a worker's start.

    `broken`: also what came to nothing, where that is worth another try.
    """
    found = []
    if broken:
        for work in Work.objects.filter(kind=kind, state=State.FAILED):
            _queue(work, None, (State.FAILED,), "resume", reason="tried-again")
    rows = Work.objects.filter(state__in=TO_DO)
    for work in (rows.filter(kind=kind) if kind else rows).order_by("pk"):
        begun = work.state == State.RUNNING or (work.state == State.TRYING and work.lease_token is not None)
        if begun and not is_lost(work):
            continue
        if begun:
            _queue(work, None, (work.state,), "resume", reason="worker-died")
        found.append(work)
    return found


def work_on(work: Work, after: Callable[[Piece], object] = lambda _piece: None) -> None:
    """Do it here and now, as the worker would: for commands, demonstrations and tests. `after` hears of each piece."""
    running.run(work.pk, after=after)
    work.refresh_from_db()


def _queue(work: Work, by: Person | None, sources: tuple[str, ...], verb: str, reason: str = "") -> bool:
    kind = kind_of(work)
    with transaction.atomic():
        state = State.TRYING if work.trial else State.QUEUED
        rows = Work.objects.filter(pk=work.pk, state__in=sources)
        try:
            with transaction.atomic():
                queued = bool(rows.update(state=state, error="", lease_token=None, lease_until=None))
        except IntegrityError:  # another stretch works on the same thing
            queued = False
        if queued:
            noun = kind.noun or "work"
            write_log(room=kind.room, subject=work.subject, verb=f"{verb}-{noun}", by=by, reason=reason)
    work.refresh_from_db()
    return queued
