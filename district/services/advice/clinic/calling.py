"""The day itself: who is there, who is called, seen or missing, and what is left when it closes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Answer, Yes, require
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import moving, write_log
from district.ground.slots import actions as slots
from district.services.advice.clinic import queries, served, states, telling
from district.services.advice.clinic.models import Clinic, Visitor
from district.services.advice.clinic.numbering import locked
from district.services.advice.clinic.permissions import may_answer, may_call, may_keep

ROOM = "clinic"


def moved(
    visitor: Visitor, verb: str, *, by: Person | None, why: str = "", expert: Expert | None = None
) -> Visitor:  # fmt: skip
    """One move of a number by the table. Raises MoveRefused."""
    now = clock.now()
    with moving(visitor, verb, states=states.STATES, moves=states.MOVES, room=ROOM, by=by, reason=why) as row:
        if verb in {"arrive", "again"}:
            row.arrived_at, row.ended_at = now, None
        elif verb == "call":
            row.called_at, row.expert, row.calls = now, expert, row.calls + 1
            if row.waited is None and row.arrived_at is not None:
                row.waited = max(int((now - row.arrived_at).total_seconds() // 60), 0)
        else:
            row.ended_at = now
        if why:
            row.why = why[:200]
    return visitor


def arrive(*, visitor: Visitor, by: Person | None, token: str = "") -> Visitor:
    """Who booked is there. Raises Refused, NotPossible, MoveRefused."""
    require(may_answer(by, visitor, token))
    with transaction.atomic():
        row = locked(visitor.clinic)
        visitor.refresh_from_db()
        if visitor.state == states.WAITING:
            return visitor
        if not row.runs:
            raise NotPossible(_("开始前半小时起才能签到。"))
        return moved(visitor, "arrive", by=by)


def leave(*, visitor: Visitor, by: Person | None, token: str = "", why: str = "") -> Visitor:
    """Give a number back. Before the clinic begins the seat is free again, afterwards it says who came. Raises Refused,
    MoveRefused."""
    require(may_answer(by, visitor, token))
    with transaction.atomic():
        clinic = locked(visitor.clinic)
        visitor.refresh_from_db()
        if visitor.state == states.LEFT:
            return visitor
        moved(visitor, "leave", by=by, why=why)
        if visitor.seat is not None and clock.now() < clinic.starts:
            slots.cancel_seat(seat=visitor.seat, by=by, token=visitor.seat.token, why=why, may=Yes)
        else:
            _say_in_slots(visitor, by, came=visitor.arrived_at is not None)
        if by is not None and visitor.person_id not in {None, by.pk} and not token:
            telling.given_back(visitor)
    return visitor


def call_next(
    *, clinic: Clinic, by: Person | None, expert: Expert, last: str = "", say: str = "", may: Answer | None = None
) -> Visitor | None:
    """What became of whoever is with this expert (`last`: served or missed), and the next number called to them. `by`
    is None by a link of the expert's own (`purposes.py`), which says `may`.

    None where nobody waits. Raises Refused, NotPossible: the last one is not said, not begun, not at this clinic.
    """
    _may(clinic, by, may)
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
            settle(visitor=current, came=last == "served", by=by, say=say, may=Yes)
        if not line.waiting:
            return None
        visitor = moved(line.waiting[0], "call", by=by, expert=expert)
        telling.called(visitor)
    return visitor


def _may(clinic: Clinic, by: Person | None, may: Answer | None) -> None:
    if may is None:
        assert by is not None
        may = may_call(by, clinic)
    require(may)


def settle(*, visitor: Visitor, came: bool, by: Person | None, say: str = "", may: Answer | None = None) -> Visitor:
    """Whoever was called was seen, or did not come; of a booking also that nobody came at all.

    Who was seen becomes an encounter of a need. Raises Refused, MoveRefused.
    """
    _may(visitor.clinic, by, may)
    with transaction.atomic():
        moved(visitor, "serve" if came else "miss", by=by)
        _say_in_slots(visitor, by, came=came)
        if came:
            served.record(visitor, by=by, say=say)
        else:
            telling.missed(visitor)
    return visitor


def _say_in_slots(visitor: Visitor, by: Person | None, *, came: bool) -> None:
    if visitor.seat is not None:
        slots.attended(seat=visitor.seat, came=came, by=by, may=Yes)


def again(*, visitor: Visitor, by: Person | None, token: str = "") -> Visitor:
    """Who was missed is there after all, behind those who wait. Raises Refused, NotPossible, MoveRefused."""
    require(may_answer(by, visitor, token))
    with transaction.atomic():
        row = locked(visitor.clinic)
        if not row.runs:
            raise NotPossible(_("门诊还没有开始。"))
        visitor.refresh_from_db()
        if visitor.state == states.WAITING:
            return visitor
        return moved(visitor, "again", by=by)


def confirm(*, visitor: Visitor, by: Person, comes: bool) -> Visitor:
    """What was said on the phone: they come, or the number goes back. Raises Refused, NotPossible, MoveRefused."""
    require(may_keep(by, visitor.clinic))
    with transaction.atomic():
        visitor.refresh_from_db()
        if not visitor.confirm:
            raise NotPossible(_("这个号不需要电话确认。"))
        if visitor.confirmed_at is None:
            Visitor.objects.filter(pk=visitor.pk).update(confirmed_at=clock.now(), confirmed_by=by)
            write_log(room=ROOM, subject=visitor.reference, verb="confirm", by=by, data={"comes": comes})
            visitor.refresh_from_db()
        if not comes:
            leave(visitor=visitor, by=by, why=_("电话里说不来了"))
    return visitor


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
        for visitor in row.visitors.filter(state__in=states.OPEN).select_related("clinic__office", "person", "seat"):
            _end(visitor, by)
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        write_log(room=ROOM, subject=row.reference, verb="close", by=by)
    clinic.refresh_from_db()
    return clinic


def _end(visitor: Visitor, by: Person | None) -> None:
    """Its seat is settled with it: a clinic that is over has none that is still to be sat on."""
    never_came = visitor.state == states.BOOKED
    moved(visitor, "miss" if never_came else "close", by=by)
    _say_in_slots(visitor, by, came=not never_came)
    if never_came:
        telling.missed(visitor)
    else:
        telling.unseen(visitor)
