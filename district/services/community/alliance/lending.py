"""What members lend each other: time of a resource of the slots room, had by one at a time."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import actions as slots
from district.ground.slots.queries import Resource, Span
from district.ground.slots.times import day_of
from district.services.community.alliance import telling
from district.services.community.alliance.models import Lending, Member, SharedThing, new_reference
from district.services.community.alliance.permissions import may_borrow, may_keep, may_lend, may_settle

ROOM = "alliance"
NOTICE = 120  # minutes before it begins that something may be asked for
KINDS = {
    SharedThing.Kind.ROOM: Resource.Kind.ROOM, SharedThing.Kind.INSTRUMENT: Resource.Kind.DEVICE,
    SharedThing.Kind.COURSE: Resource.Kind.DEVICE, SharedThing.Kind.HOURS: Resource.Kind.EXPERT,
}  # fmt: skip


def lend(
    *, by: Person, member: Member, kind: str, title: str, place: str, request_key: uuid.UUID, first: dt.date,
    begins: dt.time, minutes: int, length: int, rule: str = "", text: str = "",
) -> SharedThing:  # fmt: skip
    """Something of a member's, open to others at these times, `length` minutes at once. Idempotent by key.

    Raises Refused, NotPossible and BadRule of slots.
    """
    require(may := may_lend(by, member))
    with transaction.atomic():
        if known := SharedThing.objects.filter(request_key=request_key).first():
            return known
        now = clock.now()
        reference = new_reference("GX", now.year)
        resource = slots.add_resource(
            key=f"alliance-{reference}", kind=KINDS[SharedThing.Kind(kind)], name=title.strip(), by=by,
            office=member.office, owner=str(member.enterprise)[:80], may=may,
            place="" if kind == SharedThing.Kind.HOURS else place.strip(),
        )  # fmt: skip
        shared = SharedThing.objects.create(
            reference=reference, member=member, resource=resource, kind=kind, title=title.strip(), text=text.strip(),
            place=place.strip(), by=by, at=now, request_key=request_key,
        )  # fmt: skip
        open_at(shared=shared, by=by, first=first, begins=begins, minutes=minutes, length=length, rule=rule,
                request_key=request_key)  # fmt: skip
        write_log(room=ROOM, subject=reference, verb="lend", by=by, data={"member": member.reference, "kind": kind})
    return shared


def open_at(
    *, shared: SharedThing, by: Person, first: dt.date, begins: dt.time, minutes: int, length: int,
    request_key: uuid.UUID, rule: str = "",
) -> SharedThing:  # fmt: skip
    """More times at which it can be had. Raises Refused, NotPossible and BadRule of slots."""
    may = may_keep(by, shared)
    slots.add_opening(
        resource=shared.resource, first=first, begins=begins, minutes=minutes, length=length, rule=rule, by=by,
        request_key=request_key, place=shared.place, title=shared.title, may=may, notice_open=NOTICE,
        notice_join=NOTICE,
    )  # fmt: skip
    return shared


def close(*, shared: SharedThing, by: Person) -> SharedThing:
    """Lent no more; what is booked stands. A second time changes nothing. Raises Refused."""
    require(may := may_keep(by, shared))
    with transaction.atomic():
        row = lock(SharedThing.objects.all()).select_related("resource").get(pk=shared.pk)
        if row.closed_at is None:
            slots.close_resource(resource=row.resource, by=by, may=may)
            row.closed_at = clock.now()
            row.save(update_fields=["closed_at"])
            write_log(room=ROOM, subject=row.reference, verb="close", by=by)
    shared.refresh_from_db()
    return shared


def borrow(
    *, shared: SharedThing, by: Person, borrower: Member, span: Span, purpose: str, request_key: uuid.UUID
) -> Lending:
    """A free slot of it. Idempotent by key. Two never have it at once: the slots room's constraints hold that.

    Raises Refused, Taken, NotOpen and NotPossible of slots, NotPossible: beyond the term of either.
    """
    require(may := may_borrow(by, shared, borrower))
    day = day_of(span.starts)
    for member in (borrower, shared.member):
        if member.until is None or member.until < day:
            raise NotPossible(_("“%(name)s”的成员期到不了那一天。") % {"name": member.enterprise})
    with transaction.atomic():
        [hold] = slots.book(
            resources=[shared.resource], span=span, title=purpose, by=by, person=by, request_key=request_key,
            whom=str(borrower.enterprise)[:80], place=shared.place, room=ROOM, subject=shared.reference, may=may,
        )  # fmt: skip
        if known := Lending.objects.filter(hold=hold).first():
            return known
        lending = Lending.objects.create(
            reference=new_reference("JY", clock.now().year), shared=shared, borrower=borrower, hold=hold, by=by,
            purpose=purpose.strip(), at=clock.now(),
        )  # fmt: skip
        write_log(room=ROOM, subject=lending.reference, verb="borrow", by=by,
                  data={"shared": shared.reference, "borrower": borrower.reference})  # fmt: skip
        telling.lent(lending)
    return lending


def give_back(*, lending: Lending, by: Person) -> Lending:
    """Early: the rest of its time is free at once. Raises Refused, NotPossible of slots: not begun."""
    with transaction.atomic():
        slots.end_early(group=lending.hold.group, by=by, may=may_settle(by, lending))
        write_log(room=ROOM, subject=lending.reference, verb="give-back", by=by)
    lending.hold.refresh_from_db()
    return lending


def cancel(*, lending: Lending, by: Person, why: str) -> Lending:
    """Before its end; whoever did not do it is told. Raises Refused, NotPossible of slots."""
    with transaction.atomic():
        slots.cancel(group=lending.hold.group, why=why, by=by, may=may_settle(by, lending))
        write_log(room=ROOM, subject=lending.reference, verb="cancel", by=by, reason=why)
        telling.cancelled(lending, by, why)
    lending.hold.refresh_from_db()
    return lending
