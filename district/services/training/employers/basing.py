"""Training bases (实训基地): rooms and sessions they publish, on the one engine of time and seats."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.listed import public_organisations
from district.ground.people.permissions import require
from district.ground.people.queries import Kind, Organisation, Part, Person
from district.ground.slots import actions as slots
from district.ground.slots.queries import Resource, Session, Span
from district.services.training.employers.permissions import may_run_base
from district.services.training.hours.queries import office_of_training

CALENDAR, ROOM = "bases", "employers"


def bases(person: Person | None = None) -> QuerySet[Organisation]:
    """Training bases in public; of a person those they keep too."""
    rows = public_organisations(clock.today()).filter(kind=Kind.BASE)
    if person is None:
        return rows
    kept = [each.organisation_id for each in person.memberships if each.role == Part.STEWARD]
    return Organisation.objects.filter(kind=Kind.BASE, pk__in=[*rows.values_list("pk", flat=True), *kept])


def rooms_of(base: Organisation) -> QuerySet[Resource]:
    return Resource.objects.filter(key__startswith=_mark(base), closed_at=None).order_by("name")


def sessions_of(base: Organisation) -> QuerySet[Session]:
    """What is coming, the next first."""
    rows = Session.objects.filter(calendar=CALENDAR, room=ROOM, subject=str(base.pk), ends__gt=clock.now())
    return rows.filter(state=Session.State.PLANNED, public=True).order_by("starts", "pk")


def coming_of(rows: Iterable[Organisation]) -> dict[int, int]:
    """How many sessions are coming of each base that has any; one query."""
    wanted = [str(row.pk) for row in rows]
    found = Session.objects.filter(calendar=CALENDAR, room=ROOM, subject__in=wanted, ends__gt=clock.now())
    found = found.filter(state=Session.State.PLANNED, public=True)
    counts = found.order_by().values_list("subject").annotate(n=Count("pk"))
    return {int(subject): n for subject, n in counts}


def _mark(base: Organisation) -> str:
    return f"base-{base.pk}-"


def add_room(*, base: Organisation, by: Person, name: str, place: str) -> Resource:
    """A room of a base, whose time is given out once. Raises Refused, NotPossible."""
    may = may_run_base(by, base)
    require(may)
    if not name.strip():
        raise NotPossible(_("请写场地的名称。"))
    if rooms_of(base).filter(name=name.strip()[:80]).exists():
        raise NotPossible(_("已有同名的场地。"))
    return slots.add_resource(
        key=f"{_mark(base)}{uuid.uuid4().hex[:8]}", kind="room", name=name.strip()[:80], by=by, may=may,
        office=office_of_training(), owner=base.name, place=(place.strip() or base.address)[:80],
    )  # fmt: skip


def publish(
    *, base: Organisation, by: Person, title: str, span: Span, capacity: int, request_key: uuid.UUID, text: str = "",
    rooms: Sequence[Resource] = (),
) -> Session:  # fmt: skip
    """A session everybody may sign up for; its rooms are taken for that time. Raises Refused, Taken, NotPossible."""
    may = may_run_base(by, base)
    require(may)
    if not title.strip():
        raise NotPossible(_("请写场次的名称。"))
    ours = set(rooms_of(base))
    if not set(rooms) <= ours:
        raise NotPossible(_("只能用本基地的场地。"))
    place = "、".join(each.place or each.name for each in rooms) or base.address or base.name
    return slots.plan_session(
        title=title, place=place, span=span, capacity=capacity, by=by, request_key=request_key, may=may,
        office=office_of_training(), resources=list(rooms), text=text.strip(), calendar=CALENDAR, room=ROOM,
        subject=str(base.pk),
    )  # fmt: skip


def cancel(*, session: Session, by: Person, why: str) -> Session:
    """Called off; whoever has a seat is told. Raises Refused, NotPossible."""
    base = base_of(session)
    if base is None:
        raise NotPossible(_("这不是实训基地的场次。"))
    return slots.cancel_session(session=session, why=why, by=by, may=may_run_base(by, base))


def base_of(session: Session) -> Organisation | None:
    if session.room != ROOM or not session.subject.isdecimal():
        return None
    return Organisation.objects.filter(kind=Kind.BASE, pk=int(session.subject)).first()
