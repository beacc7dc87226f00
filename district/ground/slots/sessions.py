"""Sessions: planned, changed, cancelled; the resources they hold, and everybody told."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import overlaps, seats, telling
from district.ground.slots.holding import check_caps, check_span, end, lay_ways, locked, rows_of, take
from district.ground.slots.models import Hold, Resource, Seat, Session, new_reference
from district.ground.slots.permissions import may_add, may_book, may_join, may_manage, may_run
from district.ground.slots.queries import is_open, slot_at
from district.ground.slots.refusals import NotOpen, NotPossible
from district.ground.slots.signals import session_cancelled, session_handed_over
from district.ground.slots.states import OPEN
from district.ground.slots.times import Span

ROOM = "slots"
CHANGEABLE = ("title", "text", "place", "capacity", "public", "waits", "notice_join", "offer_hours")


def plan_session(
    *, title: str, place: str, span: Span, capacity: int, by: Person, request_key: uuid.UUID,
    office: Bureau | None = None, resources: Sequence[Resource] = (), may: Answer | None = None, **more: Any,
) -> Session:  # fmt: skip
    """A session with so many seats, holding its resources. Idempotent by key.

    `more`: text, public, waits, notice_join (minutes), offer_hours, calendar, room, subject. `may` is the answer of the
    room that plans, in place of this room's own. Raises Refused, Taken, CapReached, NotPossible.
    """
    require(may if may is not None else may_add(by, office.pk if office else None))
    for each in resources:
        require(may if may is not None else may_manage(by, each))
    check_span(span)
    with transaction.atomic():
        held = locked(resources)
        if known := Session.objects.filter(request_key=request_key).first():
            return known
        if span.ends <= clock.now():
            raise NotPossible(_("这个时间已经过去。"))
        row = _new(span, by, title=title.strip()[:80], place=place.strip()[:80], capacity=capacity, office=office,
                   request_key=request_key, **more)  # fmt: skip
        for each in held:
            _hold(row, each, by)
    return row


def _new(span: Span, by: Person | None, **values: Any) -> Session:
    now = clock.now()
    row = Session.objects.create(
        reference=new_reference(now.year), starts=span.starts, ends=span.ends, made_by=by, made_at=now, changed_at=now,
        **values,
    )  # fmt: skip
    write_log(room=ROOM, subject=row.reference, verb="plan", by=by, after=row.state,
              data={"title": row.title, "starts": row.starts.isoformat(), "capacity": row.capacity})  # fmt: skip
    return row


def _hold(row: Session, resource: Resource, by: Person | None, *, without: uuid.UUID | None = None) -> None:
    check_caps(resource, row.span, without=without)
    take(rows_of(resource, row.span, group=row.uid, kind=overlaps.SESSION, session=row, title=row.title,
                 place=row.place, opening=row.opening, room=row.room, subject=row.subject, made_by=by), by)  # fmt: skip


def open_or_join(
    *, resource: Resource, span: Span, by: Person, request_key: uuid.UUID, may: Answer | None = None
) -> Seat:
    """A seat in a slot for several: who takes it first opens the session, others join it.

    Raises Refused, NotOpen: no such slot, or too late to open one (or to join it); Taken, CapReached, Full.
    """
    require(may if may is not None else may_book(by, resource))
    with transaction.atomic():
        [resource] = locked([resource])
        slot = slot_at(resource, span)
        if slot is None or (slot.left == 1 and slot.session is None and not _for_several(slot.opening)):
            raise NotOpen(_("“%(name)s”这个时间不能预约，请另选时段。") % {"name": resource.name})
        if slot.session is None:
            opening = resource.openings.get(pk=slot.opening)
            row = _new(span, by, title=opening.title or resource.name, place=opening.place or resource.place,
                       capacity=opening.capacity, office=resource.office, opening=opening, public=resource.bookable,
                       notice_join=opening.notice_join, calendar="clinics")  # fmt: skip
            _hold(row, resource, by)
        else:
            row = Session.objects.get(pk=slot.session)
        return seats.join(session=row, by=by, request_key=request_key, may=may_join(by, row) if may is None else may)


def _for_several(opening: int) -> bool:
    return Resource.objects.filter(openings=opening, openings__capacity__gt=1).exists()


def found(session: Session) -> tuple[Session, list[Hold]]:
    """The session locked, after the resources it holds. Raises NotPossible: it is cancelled."""
    holds = Hold.objects.standing().filter(session=session, kind=overlaps.SESSION)
    list(lock(Resource.objects.filter(pk__in=holds.values("resource")).order_by("pk")))
    row = lock(Session.objects.all()).get(pk=session.pk)
    if not row.is_planned:
        raise NotPossible(_("这场活动已经取消。"))
    return row, list(holds.select_related("resource"))


def change_session(
    *, session: Session, by: Person, span: Span | None = None, may: Answer | None = None, **changes: Any
) -> Session:
    """Another time, place, capacity, title, text or rule. Everybody with a seat is told of another time or place; free
    seats go to who waits. Raises Refused, Taken, CapReached, NotPossible: fewer seats than are taken.
    """
    require(may if may is not None else may_run(by, session))
    unknown = changes.keys() - set(CHANGEABLE)
    assert not unknown, unknown
    with transaction.atomic():
        row, holds = found(session)
        before, old = telling.about(row), row.starts
        moves = span is not None and span != row.span
        if "capacity" in changes:
            _enough(row, changes["capacity"])
        for name, value in changes.items():
            setattr(row, name, value)
        if span is not None:
            check_span(span)
            row.starts, row.ends = span
        row.revision, row.changed_at = row.revision + 1, clock.now()
        row.save()
        if moves or telling.about(row) != before:
            _hold_anew(row, holds, old, by)
            telling.session_changed(row, row.seats.filter(state__in=OPEN).select_related("person", "session"), before)
        write_log(room=ROOM, subject=row.reference, verb="change", by=by, data={"before": before})
        seats.call_next(row)
    session.refresh_from_db()
    return row


def _enough(row: Session, capacity: int) -> None:
    if capacity < row.taken:
        raise NotPossible(_("已有 %(n)d 人占着席位，不能少于这个数。") % {"n": row.taken})


def _hold_anew(row: Session, holds: Sequence[Hold], old: dt.datetime, by: Person | None) -> None:
    end(Hold.objects.standing().filter(group=row.uid), Hold.State.CANCELLED)
    for each in holds:
        _hold(row, each.resource, by, without=row.uid)
        lay_ways(each.resource, old, by)


def hand_over_session(
    *, session: Session, old: Resource, new: Resource, by: Person, may: Answer | None = None, beyond: bool = False
) -> Session:  # fmt: skip
    """Another resource in place of one that is away. `beyond`: also where its openings do not cover the session, if one
    keeps it. Raises Refused, Taken, NotOpen, CapReached, NotPossible.
    """
    require(may if may is not None else may_run(by, session))
    require(may if may is not None and not beyond else may_manage(by, new))
    with transaction.atomic():
        locked([new])
        row, holds = found(session)
        if all(each.resource_id != old.pk for each in holds) or any(each.resource_id == new.pk for each in holds):
            raise NotPossible(_("请另选一位接手。"))
        end(Hold.objects.standing().filter(group=row.uid, resource=old), Hold.State.CANCELLED)
        lay_ways(old, row.starts, by)
        _hold(row, new, by)
        if not (beyond or is_open(new, row.span)):  # asked after the write: what is in the way is said first
            raise NotOpen(_("“%(name)s”这个时间不开放，请另选一位接手。") % {"name": new.name})
        Session.objects.filter(pk=row.pk).update(revision=row.revision + 1, changed_at=clock.now())
        session_handed_over.send(sender=Session, session=row, old=old, new=new, by=by)
        write_log(room=ROOM, subject=row.reference, verb="hand-over", by=by, data={"from": old.key, "to": new.key})
    return row


def cancel_session(*, session: Session, why: str, by: Person, may: Answer | None = None) -> Session:
    """Cancel it: its time is free, all who have a seat or wait are told. A second time changes nothing.

    Raises Refused, NotPossible: without a reason.
    """
    require(may if may is not None else may_run(by, session))
    if not why.strip():
        raise NotPossible(_("请写明取消的原因，报名的人会看到。"))
    with transaction.atomic():
        if not Session.objects.filter(pk=session.pk, state=Session.State.PLANNED).exists():
            session.refresh_from_db()
            return session
        row, holds = found(session)
        told = list(row.seats.filter(state__in=OPEN).select_related("person", "session__office"))
        row.state, row.why, row.changed_at = Session.State.CANCELLED, why.strip()[:200], clock.now()
        row.revision += 1
        row.save(update_fields=["state", "why", "changed_at", "revision"])
        end(Hold.objects.standing().filter(group=row.uid), Hold.State.CANCELLED, why)
        for each in holds:
            lay_ways(each.resource, row.starts, by)
        for seat in told:
            seats.moved(seat, "drop", by=by, why=why)
        telling.session_cancelled(row, told)
        session_cancelled.send(sender=Session, session=row, why=row.why, by=by)
        write_log(room=ROOM, subject=row.reference, verb="cancel", by=by, before=Session.State.PLANNED,
                  after=row.state, reason=why)  # fmt: skip
    session.refresh_from_db()
    return row
