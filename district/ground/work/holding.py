"""Whose hands a piece of work is in: a lease in the database and a lock on a file.

The lock goes with the process, however it dies, so the next worker need not wait for the lease to run out. The token
fences: whoever lost the work (stopped, taken over after its lease) finds that out within its next transaction.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Greatest, Least

from district.ground import clock
from district.ground.work.kinds import Stopped
from district.ground.work.models import IN_HAND, TO_DO, Work

LEASE = dt.timedelta(minutes=5)  # renewed with every row; a worker that says nothing for so long has lost it
AGAIN = 0.2  # seconds between two looks at work that another is about to leave
EVERY = 0.5  # seconds between two notes of progress within one row


class Hold:
    """A worker's hold on one piece of work."""

    def __init__(self, pk: int, token: uuid.UUID) -> None:
        self.pk, self.token = pk, token
        self._told = 0.0

    def still(self, *, done: int = 0, refused: int = 0, failed: int = 0, total: int = 0) -> bool:
        """Renew the lease and count rows; False when the work was stopped or is another's by now.

        The row stays locked to the end of the transaction: a stop waits for the piece in hand.
        """
        kept = Work.objects.filter(pk=self.pk, lease_token=self.token, state__in=IN_HAND)
        return bool(kept.update(
            lease_until=clock.now() + LEASE, done=F("done") + done, refused=F("refused") + refused,
            failed=F("failed") + failed, total=Greatest(F("total"), F("done") + done, total),
        ))  # fmt: skip

    def tell(self, done: int | None = None, total: int | None = None) -> None:
        """Progress within one piece, at most twice a second: `done` of `total` rows as of now. Raises Stopped."""
        now = time.monotonic()
        if now - self._told < EVERY and total is None:
            return
        self._told = now
        kept = Work.objects.filter(pk=self.pk, lease_token=self.token, state__in=IN_HAND)
        changes: dict[str, object] = {"lease_until": clock.now() + LEASE}
        if total is not None:
            changes["total"] = total
        if done is not None:
            changes["done"] = Greatest(F("done"), Least(F("total") if total is None else Value(total), done))
        if not kept.update(**changes):
            raise Stopped


def path_of(work: Work) -> Path:
    folder = Path(settings.DATA) / "work-locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{work.reference}.lock"


@contextmanager
def locked(work: Work) -> Iterator[bool]:
    """The work's lock for this process; gives False when another has it."""
    path = path_of(work)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def forget(work: Work) -> None:
    """The work has ended: its lock's file goes."""
    with suppress(FileNotFoundError):
        path_of(work).unlink()


def is_lost(work: Work) -> bool:
    """Whether nobody has hands on work that should be under way."""
    if work.state not in IN_HAND or (work.state == Work.State.TRYING and work.lease_token is None):
        return False  # not begun yet
    if _is_over(work):
        return True
    with locked(work) as free:
        return free


@contextmanager
def held(pk: int) -> Iterator[tuple[Work, Hold] | None]:
    """Take the work in hand; None when there is nothing to do, or another does it.

    Where it was stopped and begun again while its worker is still busy with a row, this waits for that row's end.
    """
    while True:
        work = Work.objects.filter(pk=pk, state__in=TO_DO).first()
        if work is None:
            yield None
            return
        with locked(work) as free:
            if free or _is_over(work):
                hold = _take(work)
                yield (work, hold) if hold else None
                return
        if work.lease_token is not None:
            yield None
            return
        time.sleep(AGAIN)


def _is_over(work: Work) -> bool:
    return work.lease_until is not None and work.lease_until <= clock.now()


def _take(work: Work) -> Hold | None:
    token, now = uuid.uuid4(), clock.now()
    seen = Work.objects.filter(pk=work.pk, state=work.state, lease_token=work.lease_token)
    state = Work.State.TRYING if work.trial else Work.State.RUNNING
    if not seen.update(state=state, lease_token=token, lease_until=now + LEASE, started_at=now, started_with=F("done"),
                       error=""):  # fmt: skip
        return None
    work.refresh_from_db()
    return Hold(work.pk, token)
