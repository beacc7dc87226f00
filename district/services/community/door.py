"""At the door: who is there, scanned where there may be no network, sent later, counted once."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import actions as slots
from district.ground.slots import states
from district.ground.slots.queries import Seat
from district.ground.slots.refusals import NotPossible as NotSeated
from district.ground.slots.times import minutes
from district.services.community.models import Activity, CheckIn
from district.services.community.permissions import may_run

ROOM = "community"
DIGITS, SHORT = 16, 6  # hexadecimal digits of a ticket, of the code people read out
EARLY = minutes(60)
LATE = dt.timedelta(hours=12)


class Came(StrEnum):
    """What became of one scan."""

    NOW = "now"
    BEFORE = "before"
    NO_SEAT = "no_seat"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Scan:
    """One scan as the door's page kept it: its own number, what was read, when by its clock, scanned or called out."""

    number: uuid.UUID
    ticket: str
    at: dt.datetime
    how: str = CheckIn.How.SCAN


def ticket_of(seat: Seat) -> str:
    """What a seat's QR code says: from it nobody learns the seat's link."""
    return hashlib.sha256(seat.token.encode()).hexdigest()[:DIGITS]


def code_of(seat: Seat) -> str:
    return ticket_of(seat)[:SHORT].upper()


def by_ticket(activity: Activity) -> dict[str, Seat]:
    rows = activity.session.seats.select_related("person", "session__office").order_by("order")
    return {ticket_of(seat): seat for seat in rows}


def found(tickets: dict[str, Seat], said: str) -> Seat | None:
    """The seat of a ticket, or of the code that begins it if only one does."""
    wanted = said.strip().lower()
    if wanted in tickets:
        return tickets[wanted]
    if len(wanted) < SHORT:
        return None
    begun = [seat for ticket, seat in tickets.items() if ticket.startswith(wanted)]
    return begun[0] if len(begun) == 1 else None


def check_in(*, activity: Activity, by: Person, scans: Sequence[Scan]) -> dict[uuid.UUID, Came]:
    """Take scans in, in any order and as often as they are sent: who is there is counted once. Somebody without a seat
    is not let in by it. Raises Refused, NotPossible of slots: it has not begun.
    """
    require(may_run(by, activity))
    with transaction.atomic():
        list(lock(activity.session.seats.order_by("pk")))
        tickets = by_ticket(activity)
        known = {row.seat_id: row for row in activity.check_ins.all()}
        answered: dict[uuid.UUID, Came] = {}
        for scan in sorted(scans, key=lambda each: each.at):
            seat = found(tickets, scan.ticket)
            answered[scan.number] = _one(activity, by, scan, seat, known)
    return answered


def _one(activity: Activity, by: Person, scan: Scan, seat: Seat | None, known: dict[int, CheckIn]) -> Came:
    if seat is None:
        return Came.UNKNOWN
    if seat.pk in known:
        if seat.state == states.ABSENT:
            slots.attended(seat=seat, came=True, by=by)
        return Came.BEFORE
    if seat.state not in states.COMES:
        return Came.NO_SEAT
    slots.attended(seat=seat, came=True, by=by, may=may_run(by, activity))
    session, now = activity.session, clock.now()
    at = min(max(scan.at, session.starts - EARLY), session.ends + LATE, now)
    known[seat.pk] = CheckIn.objects.create(activity=activity, seat=seat, scan=scan.number, how=scan.how, at=at,
                                            received_at=now, by=by)  # fmt: skip
    write_log(room=ROOM, subject=seat.reference, verb="check-in", by=by, data={"how": scan.how, "at": at.isoformat()})
    return Came.NOW


def counts(answers: Iterable[Came]) -> dict[Came, int]:
    return dict(Counter(answers))


__all__ = [
    "Came", "NotSeated", "Scan", "by_ticket", "check_in", "code_of", "counts", "found", "ticket_of",
]  # fmt: skip
