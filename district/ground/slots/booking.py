"""Appointments: booked, moved, handed over, cancelled, ended; on one resource or on several at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import overlaps, telling
from district.ground.slots.holding import check_caps, check_span, end, lay_ways, locked, rows_of, take
from district.ground.slots.models import Hold, Resource
from district.ground.slots.permissions import may_book, may_change, may_manage
from district.ground.slots.queries import slot_at
from district.ground.slots.refusals import NotOpen, NotPossible
from district.ground.slots.signals import appointment_changed
from district.ground.slots.times import Span, here, when

ROOM = "slots"
BESIDE = (overlaps.BUFFER, overlaps.TRAVEL)


def book(
    *, resources: Sequence[Resource], span: Span, title: str, by: Person, request_key: uuid.UUID,
    person: Person | None = None, whom: str = "", place: str = "", room: str = ROOM, subject: str = "",
    may: Answer | None = None, beyond: bool = False,
) -> list[Hold]:  # fmt: skip
    """Hold all of them for one appointment, with the rest and the ways it needs; all or none. Idempotent by key.

    `person` is for whom it is (`by` without it, where nobody is named by `whom`). It must be a free slot of each;
    `beyond` its openings whoever keeps all of them may book. `may` is the answer of the room that books, in place of
    this room's own; with `beyond` that room has looked whether they are open. Gives the main hold of
    each. Raises Refused, Taken, NotOpen, CapReached, NotPossible.
    """
    for each in resources:
        require(may if may is not None else may_manage(by, each) if beyond else may_book(by, each))
    check_span(span)
    with transaction.atomic():
        held = locked(resources)
        if known := _known(request_key):
            return known
        if span.starts < clock.now():
            raise NotPossible(_("这个时间已经过去。"))
        group, made = uuid.uuid4(), []
        for each in held:
            slot = None if beyond else slot_at(each, span)
            check_caps(each, span)
            values: dict[str, Any] = {
                "group": group, "title": title.strip()[:80], "person": person or (None if whom else by), "whom": whom,
                "place": place or (slot.place if slot else ""), "room": room, "subject": subject, "made_by": by,
                "opening_id": slot.opening if slot else None, "request_key": request_key, "kind": overlaps.APPOINTMENT,
            }  # fmt: skip
            rows = rows_of(each, span, **values)
            take(rows, by)
            _must_be_open(each, beyond or slot is not None)
            if slot is not None and slot.left > 1:
                raise NotOpen(_("这个时段是多人一起的，请用报名。"))
            made.append(rows[0])
        write_log(room=ROOM, subject=str(group), verb="book", by=by, after=Hold.State.STANDS,
                  data=_data(made))  # fmt: skip
        telling.booked(made, by)
    return made


def _must_be_open(resource: Resource, is_open: bool) -> None:
    """Asked after the write, so that what is in the way is said before that nothing is open."""
    if not is_open:
        raise NotOpen(_("“%(name)s”这个时间不能预约，请另选时段。") % {"name": resource.name})


def _known(request_key: uuid.UUID) -> list[Hold]:
    first = Hold.objects.filter(request_key=request_key, kind=overlaps.APPOINTMENT).first()
    if first is None:
        return []
    rows = Hold.objects.filter(group=first.group, kind=overlaps.APPOINTMENT).select_related("resource", "person")
    return list(rows.standing().order_by("resource") or rows.order_by("resource"))


def _data(rows: Sequence[Hold]) -> dict[str, Any]:
    return {"resources": [row.resource.key for row in rows], "starts": rows[0].starts.isoformat(),
            "ends": rows[0].ends.isoformat()}  # fmt: skip


def standing(group: uuid.UUID, *more: Resource) -> list[Hold]:
    """The main holds of an appointment as they are, with all their resources locked in one order, and `more` with them.
    Raises NotPossible: it is over, or one of `more` is closed.
    """
    rows = Hold.objects.standing().filter(group=group, kind=overlaps.APPOINTMENT)
    keys = {*rows.values_list("resource", flat=True), *(each.pk for each in more)}
    list(lock(Resource.objects.filter(pk__in=keys).order_by("pk")))
    locked(more)
    found = list(rows.select_related("resource", "person").order_by("resource"))
    if not found:
        raise NotPossible(_("这个预约已经取消或者结束。"))
    return found


def _permit(rows: Sequence[Hold], by: Person | None, may: Answer | None) -> None:
    """One of the holds suffices: for whom it is, or who keeps one of what it holds."""
    answers = [may] if may is not None else [may_change(by, row) for row in rows if by is not None]
    require(next((each for each in answers if each), answers[0]))


def cancel(*, group: uuid.UUID, why: str, by: Person | None, may: Answer | None = None) -> list[Hold]:
    """Cancel an appointment; its time is free again. A second time changes nothing. Without `by`, as at night, the room
    that booked it answers. Raises Refused, NotPossible."""
    with transaction.atomic():
        gone = Hold.objects.filter(group=group, kind=overlaps.APPOINTMENT).select_related("resource", "person")
        if gone and not any(row.stands for row in gone):
            _permit(list(gone), by, may)
            return list(gone)
        rows = standing(group)
        _permit(rows, by, may)
        _not_over(rows)
        _drop(rows, why)
        for row in rows:
            lay_ways(row.resource, row.starts, by)
        write_log(room=ROOM, subject=str(group), verb="cancel", by=by, before=Hold.State.STANDS,
                  after=Hold.State.CANCELLED, reason=why)  # fmt: skip
        telling.appointment_cancelled(rows, by, why or _("未说明"))
        appointment_changed.send(sender=Hold, group=group, verb="cancel", rows=rows, why=why, by=by)
    return rows


def _not_over(rows: Sequence[Hold]) -> None:
    """What took place stays what it was: hours are counted from it. Raises NotPossible."""
    if rows[0].ends <= clock.now():
        raise NotPossible(_("这个时间已经过去。"))


def _drop(rows: Sequence[Hold], why: str) -> None:
    end(_beside(rows), Hold.State.CANCELLED)
    end(rows, Hold.State.CANCELLED, why)


def _beside(rows: Sequence[Hold]) -> Iterable[Hold]:
    """The rest and the ways of these main holds."""
    return Hold.objects.standing().filter(
        group=rows[0].group, kind__in=BESIDE, resource__in=[row.resource_id for row in rows]
    )


def move(
    *, group: uuid.UUID, starts: dt.datetime, by: Person, may: Answer | None = None, beyond: bool = False
) -> list[Hold]:
    """To another time, as long as it was. Raises Refused, Taken, NotOpen, CapReached, NotPossible."""
    with transaction.atomic():
        rows = standing(group)
        _permit(rows, by, may)
        if rows[0].starts == starts:
            return rows
        _not_over(rows)
        span = Span(here(starts), here(starts) + (rows[0].ends - rows[0].starts))
        if span.starts < clock.now():
            raise NotPossible(_("这个时间已经过去。"))
        before, old = when(rows[0].span), rows[0].starts
        end(_beside(rows), Hold.State.CANCELLED)
        for row in rows:
            if beyond and may is None:
                require(may_manage(by, row.resource))
            check_caps(row.resource, span, without=group)
            end([row], Hold.State.CANCELLED)  # out of its own way while the new time is looked for
            open_then = beyond or slot_at(row.resource, span) is not None
            _settle(row, span, by)
            _must_be_open(row.resource, open_then)
            lay_ways(row.resource, old, by)
        write_log(room=ROOM, subject=str(group), verb="move", by=by, data={"from": before, **_data(rows)})
        telling.moved(rows, by, before)
        appointment_changed.send(sender=Hold, group=group, verb="move", rows=rows, why="", by=by)
    return rows


def _at(row: Hold, span: Span) -> Hold:
    """The same hold at another time, standing again; one change as a calendar counts them."""
    row.starts, row.ends, row.state, row.why = span.starts, span.ends, Hold.State.STANDS, ""
    return row


def _copy(row: Hold, resource: Resource) -> Hold:
    """The same appointment as a row of another resource."""
    values = {field.attname: getattr(row, field.attname) for field in Hold._meta.concrete_fields if field.name != "id"}
    return Hold(**{**values, "resource_id": resource.pk, "request_key": None})


def _settle(row: Hold, span: Span, by: Person) -> None:
    """Put a main hold where it now stands, with the rest around it."""
    row.changed_at = clock.now()
    rest = [each for each in rows_of(row.resource, span, kind=overlaps.APPOINTMENT, group=row.group, made_by=by)
            if each.kind == overlaps.BUFFER]  # fmt: skip
    take([_at(row, span), *rest], by)


def hand_over(
    *, group: uuid.UUID, old: Resource, new: Resource, by: Person, may: Answer | None = None, beyond: bool = False
) -> list[Hold]:
    """To another resource, at the same time. `beyond`: also where the other has no opening then, if one keeps both.

    Raises Refused, Taken, NotOpen, CapReached, NotPossible.
    """
    with transaction.atomic():
        rows = standing(group, new)
        require(may if may is not None else may_manage(by, old))
        row = next((each for each in rows if each.resource_id == old.pk), None)
        if row is None or any(each.resource_id == new.pk for each in rows):
            raise NotPossible(_("请另选一位接手。"))
        if beyond and may is None:
            require(may_manage(by, new))
        before, extra = f"{when(row.span)}，{old.name}", [old.person] if old.person else []
        check_caps(new, row.span)
        open_then = beyond or slot_at(new, row.span) is not None
        end(_beside([row]), Hold.State.CANCELLED)
        end([row], Hold.State.CANCELLED, _("移交给%(name)s") % {"name": new.name})  # the other's row stays
        rows[rows.index(row)] = row = _copy(row, new)
        _settle(row, row.span, by)
        _must_be_open(new, open_then)
        lay_ways(old, row.starts, by)
        write_log(room=ROOM, subject=str(group), verb="hand-over", by=by, data={"from": old.key, "to": new.key})
        telling.moved(rows, by, before, extra)
        appointment_changed.send(sender=Hold, group=group, verb="hand-over", rows=rows, why="", by=by, old=old, new=new)
    return rows


def end_early(*, group: uuid.UUID, by: Person, may: Answer | None = None) -> list[Hold]:
    """What was held is free from now on: something lent came back. Raises Refused, NotPossible: not begun yet."""
    with transaction.atomic():
        rows = standing(group)
        _permit(rows, by, may)
        now = clock.now()
        if rows[0].starts >= now:
            raise NotPossible(_("还没有开始，请取消。"))
        for row in rows:
            row.ends = min(row.ends, now)
        end([each for each in _beside(rows) if each.starts >= now], Hold.State.CANCELLED)
        for row in rows:
            row.state, row.changed_at, row.revision = Hold.State.ENDED, now, row.revision + 1
            row.save(update_fields=["ends", "state", "changed_at", "revision"])
        write_log(room=ROOM, subject=str(group), verb="end", by=by, before=Hold.State.STANDS, after=Hold.State.ENDED)
    return rows
