"""Writing the log and moving a case: both belong inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.behalf import behalf_of
from district.ground.record.models import ChainHead, LogEntry
from district.ground.record.moves import MoveRefused, Moves, State
from district.ground.record.rows import Statement, ask, ask_together, insert, insertion
from district.ground.record.sealing import seal, sm3

__all__ = [
    "ChainBroken", "MoveRefused", "Statement", "ask", "insert", "insertion", "lock", "moving", "official", "seal",
    "sm3", "verify_chain", "write_log",
]  # fmt: skip

Row = TypeVar("Row", bound=models.Model)


def write_log(
    *,
    room: str,
    subject: str,
    verb: str,
    by: Person | None,
    before: str = "",
    after: str = "",
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    ahead: Sequence[Statement] = (),
) -> LogEntry:
    """Append one line to the chain. Queues on the chain's head, so lines have one order on every database.

    `ahead` are statements that are sent together with the question for the head, and run before it: who moves money on
    a line that many wait for has the line in hand for one round trip less. Where somebody acts for another by a
    mandate, the line says so (record.behalf).
    """
    # By hand, for every writer in the house waits here. A line that cannot be written takes the transaction with it.
    data = dict(data or {})
    if by is not None and (behalf := behalf_of(by, room, subject)):
        data["behalf"] = behalf
    with transaction.atomic(savepoint=False):
        queued = [_QUEUE] if connection.vendor == "postgresql" else []
        [(number, previous)] = ask_together([*ahead, *queued, _HEAD])[-1]
        entry = LogEntry(
            number=number + 1, at=clock.now(), by=by, room=room, subject=subject, verb=verb, before=before,
            after=after, reason=reason, data=data, previous=previous,
        )  # fmt: skip
        entry.seal = seal(entry)
        insert([entry])  # a trigger moves the head
    return entry


_HEAD: Statement = ("SELECT number, seal FROM record_chainhead WHERE id = 1", ())
# A lock of its own and not that of the head's row: who waits for a row that was locked within two savepoints, of which
# the outer is rolled back, waits for the whole transaction, which then waits for them (`test_queue.py`). This one is
# given up with the savepoint. On SQLite the IMMEDIATE transaction is the lock already.
CHAIN = 6_804_357  # any number, the same for every writer of the log
_QUEUE: Statement = ("SELECT pg_advisory_xact_lock(%s)", (CHAIN,))


def lock(rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    """Rows locked to the end of the transaction; rows that only point at them may still be added.

    On SQLite the IMMEDIATE transaction is the lock already.
    """
    return rows.select_for_update(no_key=True) if connection.features.has_select_for_update else rows


@contextmanager
def moving(
    row: Row,
    verb: str,
    *,
    states: Mapping[str, State],
    moves: Moves,
    room: str,
    by: Person | None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Iterator[Row]:
    """Lock `row`, check that `verb` may leave its state, let the caller change it, save it and write the log.

    The row needs `state` and `reference`. Raises MoveRefused, with nothing changed, when the table has no such move.
    """
    move = moves[verb]
    with transaction.atomic():
        fresh: Any = lock(type(row)._default_manager.all()).get(pk=row.pk)
        if fresh.state not in move.sources:
            raise MoveRefused(move, states[fresh.state].staff)
        before, fresh.state = fresh.state, move.target
        yield fresh
        fresh.save()
        write_log(
            room=room, subject=fresh.reference, verb=verb, by=by, before=before, after=fresh.state, reason=reason,
            data=data,
        )  # fmt: skip
    row.refresh_from_db()


@contextmanager
def official() -> Iterator[None]:
    """What is said inside is said in Chinese, whatever the page of who acts speaks: notices are official."""
    with override(settings.LANGUAGE_CODE):
        yield


class ChainBroken(Exception):
    """The log was changed: says at which line and how it shows."""


def verify_chain() -> int:
    """Walk the whole log; returns how many lines hold. Raises ChainBroken at the first that does not."""
    previous, number = "0" * 64, 0
    for entry in LogEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            raise ChainBroken(_("第 %(n)d 行缺失。") % {"n": number + 1})
        if entry.previous != previous or entry.seal != seal(entry):
            raise ChainBroken(_("第 %(n)d 行被改动过。") % {"n": entry.number})
        previous, number = entry.seal, entry.number
    head = ChainHead.objects.get(pk=1)
    if (head.number, head.seal) != (number, previous):
        raise ChainBroken(_("末尾有记录被删除：应有 %(n)d 行，实有 %(m)d 行。") % {"n": head.number, "m": number})
    return number
