"""The day itself: who is there, who is called, seen or missing, and what is left when it closes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import moving, write_log
from district.ground.slots import actions as slots
from district.services.advice.clinic import queries, served, states, telling
from district.services.advice.clinic.models import Clinic, Ticket
from district.services.advice.clinic.numbering import locked
from district.services.advice.clinic.permissions import may_answer, may_call, may_keep

ROOM = "clinic"


def moved(
    ticket: Ticket, verb: str, *, by: Person | None, why: str = "", expert: Expert | None = None
) -> Ticket:  # fmt: skip
    """One move of a number by the table. Raises MoveRefused."""
    now = clock.now()
    with moving(ticket, verb, states=states.STATES, moves=states.MOVES, room=ROOM, by=by, reason=why) as row:
        if verb in {"arrive", "again"}:
            row.arrived_at, row.ended_at = now, None
        elif verb == "call":
            row.called_at, row.expert, row.calls = now, expert, row.calls + 1
            if row.waited is None:
                row.waited = max(int((now - row.arrived_at).total_seconds() // 60), 0)
        else:
            row.ended_at = now
        if why:
            row.why = why[:200]
    return ticket


def arrive(*, ticket: Ticket, by: Person | None, token: str = "") -> Ticket:
    """Who booked is there. Raises Refused, NotPossible, MoveRefused."""
    require(may_answer(by, ticket, token))
    with transaction.atomic():
        row = locked(ticket.clinic)
        ticket.refresh_from_db()
        if ticket.state == states.WAITING:
            return ticket
        if not row.runs:
            raise NotPossible(_("开始前半小时起才能签到。"))
        return moved(ticket, "arrive", by=by)


def leave(*, ticket: Ticket, by: Person | None, token: str = "", why: str = "") -> Ticket:
    """Give a number back. Before the clinic begins the seat is free again. Raises Refused, MoveRefused."""
    require(may_answer(by, ticket, token))
    with transaction.atomic():
        clinic = locked(ticket.clinic)
        ticket.refresh_from_db()
        if ticket.state == states.LEFT:
            return ticket
        moved(ticket, "leave", by=by, why=why)
        if ticket.seat is not None and clock.now() < clinic.starts:
            slots.cancel_seat(seat=ticket.seat, by=by, token=ticket.seat.token, why=why, may=Yes)
        if by is not None and ticket.person_id not in {None, by.pk} and not token:
            telling.given_back(ticket)
    return ticket


def call_next(*, clinic: Clinic, by: Person, expert: Expert, last: str = "", say: str = "") -> Ticket | None:
    """What became of whoever is with this expert (`last`: served or missed), and the next number called to them.

    None where nobody waits. Raises Refused, NotPossible: the last one is not said, not begun, not at this clinic.
    """
    require(may_call(by, clinic))
    with transaction.atomic():
        row = locked(clinic)
        if not row.runs:
            raise NotPossible(_("开始前半小时起才能叫号。"))
        if not queries.who_sits(row).filter(expert=expert).exists():
            raise NotPossible(_("%(name)s不在这场坐诊。") % {"name": expert.name})
        line = queries.line_of(row)
        current = line.with_expert(expert.pk)
        if current is not None:
            if last not in {"served", "missed"}:
                raise NotPossible(_("请先说明 %(label)s 号看完了还是没来。") % {"label": current.label})
            settle(ticket=current, came=last == "served", by=by, say=say)
        if not line.waiting:
            return None
        ticket = moved(line.waiting[0], "call", by=by, expert=expert)
        telling.called(ticket)
    return ticket


def settle(*, ticket: Ticket, came: bool, by: Person, say: str = "") -> Ticket:
    """Whoever was called was seen, or did not come; of a booking also that nobody came at all.

    Who was seen becomes an encounter of a need. Raises Refused, MoveRefused.
    """
    require(may_call(by, ticket.clinic))
    with transaction.atomic():
        moved(ticket, "serve" if came else "miss", by=by)
        _say_in_slots(ticket, by, came=came)
        if came:
            served.record(ticket, by=by, say=say)
        else:
            telling.missed(ticket)
    return ticket


def _say_in_slots(ticket: Ticket, by: Person, *, came: bool) -> None:
    if ticket.seat is not None:
        slots.attended(seat=ticket.seat, came=came, by=by, may=Yes)


def again(*, ticket: Ticket, by: Person | None, token: str = "") -> Ticket:
    """Who was missed is there after all, behind those who wait. Raises Refused, NotPossible, MoveRefused."""
    require(may_answer(by, ticket, token))
    with transaction.atomic():
        row = locked(ticket.clinic)
        if not row.runs:
            raise NotPossible(_("门诊还没有开始。"))
        ticket.refresh_from_db()
        if ticket.state == states.WAITING:
            return ticket
        return moved(ticket, "again", by=by)


def confirm(*, ticket: Ticket, by: Person, comes: bool) -> Ticket:
    """What was said on the phone: they come, or the number goes back. Raises Refused, NotPossible, MoveRefused."""
    require(may_keep(by, ticket.clinic))
    with transaction.atomic():
        ticket.refresh_from_db()
        if not ticket.confirm:
            raise NotPossible(_("这个号不需要电话确认。"))
        if ticket.confirmed_at is None:
            Ticket.objects.filter(pk=ticket.pk).update(confirmed_at=clock.now(), confirmed_by=by)
            write_log(room=ROOM, subject=ticket.reference, verb="confirm", by=by, data={"comes": comes})
            ticket.refresh_from_db()
        if not comes:
            leave(ticket=ticket, by=by, why=_("电话里说不来了"))
    return ticket


def close(*, clinic: Clinic, by: Person | None) -> Clinic:
    """It is over: who booked and never came is missed, who still waits was not seen. A second time changes nothing.

    `by` is None at night, for what nobody closed. Raises Refused, NotPossible: it has not begun, or is cancelled.
    """
    if by is not None:
        require(may_call(by, clinic))
    with transaction.atomic():
        if Clinic.objects.filter(pk=clinic.pk, closed_at__isnull=False).exists():
            clinic.refresh_from_db()
            return clinic
        row = locked(clinic)
        if clock.now() < row.starts:
            raise NotPossible(_("门诊还没有开始；不办了请取消。"))
        for ticket in row.tickets.filter(state__in=states.OPEN).select_related("clinic__office", "person", "seat"):
            _end(ticket, by)
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        write_log(room=ROOM, subject=row.reference, verb="close", by=by)
    clinic.refresh_from_db()
    return clinic


def _end(ticket: Ticket, by: Person | None) -> None:
    never_came = ticket.state == states.BOOKED
    moved(ticket, "miss" if never_came else "close", by=by)
    if never_came:
        telling.missed(ticket)
    else:
        telling.unseen(ticket)
