"""What people do with the outbox: release, edit, drop, send again. Each is logged; a second click changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from district.people.permissions import require
from district.people.queries import Person
from district.record import clock
from district.record.actions import lock, sm3, write_log
from district.record.outbox import tasks
from district.record.outbox.models import Delivery, State
from district.record.outbox.permissions import may_review
from district.record.outbox.queueing import due

ROOM = "record"
AT_ONCE = 500  # rows released by one click
OPEN = (State.HELD, State.WAITING, State.FAILED)


class NotPossible(ValueError):
    """The row is no longer where this can be done; `str()` is fit for the person who tried."""


def release(*, deliveries: Iterable[Delivery], by: Person) -> int:
    """Let held notices leave at their hour; those released already are passed over. Returns how many. Refused."""
    keys = [delivery.pk for delivery in deliveries]
    if len(keys) > AT_ONCE:
        raise NotPossible(_("一次最多放行 %(n)d 条。") % {"n": AT_ONCE})
    with transaction.atomic():
        rows = list(lock(Delivery.objects.filter(pk__in=keys)).order_by("pk"))
        for row in rows:
            require(may_review(by, row))
        held = [row for row in rows if row.state == State.HELD]
        for row in held:
            row.state, row.next_try = State.WAITING, due(row.pace, clock.now())
            row.save(update_fields=["state", "next_try"])
            _log(row, "release", by, State.HELD)
        if held:
            transaction.on_commit(tasks.wake)
    return len(held)


def edit(*, delivery: Delivery, subject: str, body: str, by: Person) -> Delivery:
    """Change what is said before it leaves; the notice in the site stays as it was. Refused, NotPossible."""
    with _changing(delivery, by, OPEN) as row:
        said = (" ".join(subject.split())[:200], body.strip())
        if not said[0]:
            raise NotPossible(_("请写标题。"))
        if said != (row.subject, row.body):
            before, (row.subject, row.body) = _digest(row), said
            row.save(update_fields=["subject", "body"])
            _log(row, "edit", by, row.state, data={"before": before, "after": _digest(row)})
    return row


def drop(*, delivery: Delivery, reason: str, by: Person) -> Delivery:
    """Take a notice out; it stays in the site. Refused, NotPossible."""
    if not reason.strip():
        raise NotPossible(_("请写撤下的理由。"))
    with _changing(delivery, by, (*OPEN, State.DROPPED)) as row:
        if row.state != State.DROPPED:
            before, row.state, row.error = row.state, State.DROPPED, reason.strip()[:1000]
            row.claim = row.claimed_until = None
            row.save(update_fields=["state", "error", "claim", "claimed_until"])
            _log(row, "drop", by, before, reason=row.error)
    return row


def retry(*, delivery: Delivery, by: Person) -> Delivery:
    """Send again what could not be sent, from the first try on. Refused, NotPossible."""
    with _changing(delivery, by, (State.FAILED, State.WAITING)) as row:
        if row.state == State.FAILED:
            row.state, row.tries, row.next_try = State.WAITING, 0, due(row.pace, clock.now())
            row.save(update_fields=["state", "tries", "next_try"])
            _log(row, "retry", by, State.FAILED, reason=row.error)
            transaction.on_commit(tasks.wake)
    return row


@contextmanager
def _changing(delivery: Delivery, by: Person, sources: Iterable[str]) -> Iterator[Delivery]:
    with transaction.atomic():
        row = lock(Delivery.objects.all()).get(pk=delivery.pk)
        require(may_review(by, row))
        if row.state not in sources:
            raise NotPossible(_("现在是“%(state)s”，不能这样做。") % {"state": row.get_state_display()})
        if row.is_in_hand(clock.now()):
            raise NotPossible(_("正在发送，请稍后再看结果。"))
        yield row


def _digest(row: Delivery) -> str:
    """The log shows that the text changed; the text itself may be about a person and stays out of it."""
    return sm3(f"{row.subject}\n{row.body}".encode())


def _log(
    row: Delivery, verb: str, by: Person, before: str, *, reason: str = "", data: dict[str, str] | None = None
) -> None:
    write_log(
        room=ROOM, subject=row.reference, verb=verb, by=by, before=before, after=row.state, reason=reason, data=data
    )
