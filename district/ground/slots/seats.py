"""Seats: taken in order, waited for, offered, answered, given back. The capacity is counted when it is written."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.messages.queries import subjects_told
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, moving, write_log
from district.ground.slots import states, telling
from district.ground.slots.about import signs_elsewhere
from district.ground.slots.models import Seat, Session
from district.ground.slots.permissions import may_answer, may_join, may_run
from district.ground.slots.queries import place_in_line
from district.ground.slots.refusals import Full, NotPossible, TooLate
from district.ground.slots.signals import seat_moved
from district.ground.slots.states import STANDING
from district.ground.slots.times import here, minutes, whole_day

ROOM = "slots"
SHORTEST = 15  # minutes an offer holds at the least; without them nobody is moved up
EARLY = 60  # minutes before it begins that who is there may be put down


def join(
    *, session: Session, by: Person | None, request_key: uuid.UUID | None = None, person: Person | None = None,
    name: str = "", may: Answer | None = None, quiet: bool = False, until: dt.datetime | None = None,
) -> Seat:  # fmt: skip
    """A seat, or a place in the waiting list behind all who wait. Who has one already is given that.

    For `person`, or for somebody without an account by `name`; for `by` without either. `quiet`: the room that joins
    them tells them itself. `until`: the room's own last moment to join, in place of the session's. Raises Refused,
    Full, TooLate, NotPossible: more is asked than a name (about.py).
    """
    if may is not None:
        require(may)
    elif signs_elsewhere(session):
        raise NotPossible(_("这场活动的报名要回答更多问题，请到它自己的页面报名。"))
    elif by is not None:
        require(may_run(by, session) if person not in (None, by) or name else may_join(by, session))
    who = person or (None if name else by)
    with transaction.atomic():
        row = lock(Session.objects.all()).get(pk=session.pk)
        if known := _known(row, who, request_key):
            return known
        _still_open(row, until or row.closes_at)
        goes_first = row.left > 0 and not row.seats.filter(state=states.WAITING).exists()
        if not goes_first and not row.waits:
            raise Full(_("席位已满。"))
        now = clock.now()
        Session.objects.filter(pk=row.pk).update(joined=row.joined + 1)
        seat = Seat.objects.create(
            session=row, person=who, name=(name or str(who))[:60], state=states.TAKEN if goes_first else states.WAITING,
            order=row.joined + 1, joined_at=now, changed_at=now, request_key=request_key,
        )  # fmt: skip
        write_log(room=ROOM, subject=seat.reference, verb="join", by=by, after=seat.state)
        if goes_first and not quiet:
            telling.seated(seat)
        elif not goes_first:
            telling.waits(seat, place_in_line(seat))
    return seat


def _known(row: Session, who: Person | None, request_key: uuid.UUID | None) -> Seat | None:
    if request_key and (found := Seat.objects.filter(request_key=request_key).first()):
        return found
    return row.seats.filter(person=who, state__in=STANDING).first() if who is not None else None


def _still_open(row: Session, until: dt.datetime) -> None:
    if not row.is_planned:
        raise NotPossible(_("这场活动已经取消。"))
    if clock.now() > until:
        raise TooLate(_("报名已于 %(when)s 截止。") % {"when": f"{here(until):%m-%d %H:%M}"})


def moved(seat: Seat, verb: str, *, by: Person | None, why: str = "", until: dt.datetime | None = None) -> Seat:
    """One move of a seat by the table. Raises MoveRefused."""
    with moving(seat, verb, states=states.STATES, moves=states.MOVES, room=ROOM, by=by, reason=why) as row:
        row.offer_until, row.why, row.changed_at = until, why[:200], clock.now()
        row.revision += 1
    seat_moved.send(sender=Seat, seat=seat, verb=verb, by=by)
    return seat


def _answered(seat: Seat, verb: str, by: Person | None, token: str, why: str = "", may: Answer | None = None) -> Seat:
    """One's own move: the session is locked first, so that the line stands still; what it frees goes to the next."""
    require(may if may is not None else may_answer(by, seat, token))
    with transaction.atomic():
        session = lock(Session.objects.all()).get(pk=seat.session_id)
        seat.refresh_from_db()
        if seat.state == states.MOVES[verb].target:
            return seat  # a second click
        if verb == "accept" and seat.offer_until is not None and clock.now() > seat.offer_until:
            raise TooLate(_("确认的期限已过，席位已让给下一位。"))
        moved(seat, verb, by=by, why=why)
        call_next(session)
    return seat


def accept(*, seat: Seat, by: Person | None, token: str = "", may: Answer | None = None) -> Seat:
    """Take what was offered. Raises Refused, TooLate, MoveRefused."""
    return _answered(seat, "accept", by, token, may=may)


def decline(*, seat: Seat, by: Person | None, token: str = "", may: Answer | None = None) -> Seat:
    """Not take it; the next is offered it at once. Raises Refused, MoveRefused."""
    return _answered(seat, "decline", by, token, may=may)


def leave(*, seat: Seat, by: Person | None, token: str = "", may: Answer | None = None) -> Seat:
    """Wait no longer. Raises Refused, MoveRefused."""
    return _answered(seat, "leave", by, token, may=may)


def cancel_seat(*, seat: Seat, by: Person | None, token: str = "", why: str = "", may: Answer | None = None) -> Seat:
    """Give a seat back: this one alone, the session goes on. Raises Refused, MoveRefused, TooLate: it has begun."""
    if clock.now() >= seat.session.starts:
        raise TooLate(_("活动已经开始，不能再取消。"))
    seat = _answered(seat, "cancel", by, token, why, may=may)
    if by is not None and seat.person_id not in {None, by.pk} and not token:
        telling.seat_cancelled(seat)
    return seat


def call_next(session: Session, until: dt.datetime | None = None) -> int:
    """Offer what is free to who has waited longest, one after another; how many were offered one. `until`: the room's
    own last moment to accept, in place of the session's."""
    with transaction.atomic():
        row = lock(Session.objects.all()).get(pk=session.pk)
        now = clock.now()
        answer_by = min(now + dt.timedelta(hours=row.offer_hours), until or row.closes_at)
        if not row.is_planned or row.left <= 0 or answer_by < now + minutes(SHORTEST):
            return 0
        rows = list(row.seats.in_line().select_related("person", "session__office")[: row.left])
        for seat in rows:
            moved(seat, "offer", by=None, until=answer_by)
            telling.offered(seat)
    return len(rows)


def lapse_offers() -> int:
    """Offers that ran out go to the next; how many ran out."""
    rows = Seat.objects.filter(state=states.OFFERED, offer_until__lt=clock.now())
    count = 0
    for pk, session in rows.order_by("session", "order").values_list("pk", "session"):
        with transaction.atomic():
            row = lock(Session.objects.all()).get(pk=session)
            seat = Seat.objects.select_related("person", "session__office").get(pk=pk)
            if seat.state != states.OFFERED or seat.offer_until is None or seat.offer_until >= clock.now():
                continue
            moved(seat, "lapse", by=None)
            telling.lapsed(seat)
            call_next(row)
            count += 1
    return count


def remind(day: dt.date) -> int:
    """Tell who has a seat in a session of that day, once; how many."""
    span = whole_day(day)
    rows = Seat.objects.filter(state=states.TAKEN, person__isnull=False, session__state=Session.State.PLANNED,
                               session__starts__gte=span.starts, session__starts__lt=span.ends)  # fmt: skip
    seats = list(rows.select_related("person", "session__office").order_by("session", "order"))
    known = subjects_told(ROOM, [telling.reminder_of(seat) for seat in seats])
    left = [seat for seat in seats if telling.reminder_of(seat) not in known]
    for seat in left:
        telling.reminded(seat)
    return len(left)


def attended(*, seat: Seat, came: bool, by: Person | None, may: Answer | None = None, **_more: Any) -> Seat:
    """Say who came. Raises Refused, MoveRefused, NotPossible: it has not begun."""
    if may is None:
        assert by is not None
        may = may_run(by, seat.session)
    require(may)
    if clock.now() < seat.session.starts - minutes(EARLY):
        raise NotPossible(_("开始前一小时起才能签到。"))
    verb = "attend" if came else "miss"
    if seat.state == states.MOVES[verb].target:
        return seat
    return moved(seat, verb, by=by)
