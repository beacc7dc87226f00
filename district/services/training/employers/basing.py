"""Training bases (实训基地): rooms and sessions they publish, on the one engine of time and seats."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.listed import organisations_of
from district.ground.people.permissions import require
from district.ground.people.queries import Kind, Organisation, Part, Person
from district.ground.slots import actions as slots
from district.ground.slots.queries import Resource, Session, Span, resources_marked
from district.ground.slots.queries import sessions_of as planned
from district.services.training.employers.permissions import may_run_base
from district.services.training.hours.queries import office_of_training

CALENDAR, ROOM = "bases", "employers"


def bases(person: Person | None = None) -> QuerySet[Organisation]:
    """Training bases in public; of a person those they keep too."""
    kept = [each.organisation_id for each in person.memberships if each.role == Part.STEWARD] if person else []
    return organisations_of(Kind.BASE, also=kept, day=clock.today())


def rooms_of(base: Organisation) -> QuerySet[Resource]:
    return resources_marked(_mark(base))


def sessions_of(base: Organisation) -> QuerySet[Session]:
    """What is coming, the next first."""
    rows = planned(CALENDAR, ROOM, [str(base.pk)]).filter(public=True, ends__gt=clock.now())
    return rows.order_by("starts", "pk")


def coming_of(rows: Iterable[Organisation]) -> dict[int, int]:
    """How many sessions are coming of each base that has any; one query."""
    found = planned(CALENDAR, ROOM, [str(row.pk) for row in rows]).filter(public=True, ends__gt=clock.now())
    return Counter(int(subject) for subject in found.values_list("subject", flat=True))


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
    return organisations_of(Kind.BASE, also=[int(session.subject)], day=clock.today()).filter(
        pk=int(session.subject)).first()  # fmt: skip
