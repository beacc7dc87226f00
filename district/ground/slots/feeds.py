"""What stands in calendar files: of a person, of a resource, and of what is public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.bringing.calendar import Address, parts
from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person
from district.ground.record.calendars import Entry, Moment
from district.ground.slots import overlaps, states
from district.ground.slots.about import pages_of
from district.ground.slots.models import Hold, Resource, Seat, Session
from district.ground.slots.queries import others_of

KEPT = dt.timedelta(days=90)  # how long what is past or cancelled stays in a file


@dataclass(frozen=True)
class PublicCalendar:
    """A calendar everybody may subscribe to; sessions name it by its key."""

    key: str
    label: str | Promise


public_calendars: Registry[PublicCalendar] = Registry("public calendars")
public_calendars.register(PublicCalendar("sessions", gettext_lazy("公开活动")))


def _since() -> dt.datetime:
    return clock.now() - KEPT


def entries_of(person: Person, address: Address) -> list[Entry]:
    """All that rooms bring to a person's calendar."""
    return [entry for part in parts for entry in part.entries(person, address)]


def of_person(person: Person, address: Address) -> Iterator[Moment]:
    """One's seats and appointments, and what one is held for as somebody's resource."""
    for seat in Seat.objects.filter(person=person, session__ends__gt=_since()).select_related("session"):
        if _told(seat):
            yield _seat(seat, address)
    rows = Hold.objects.filter(ends__gt=_since()).exclude(state=Hold.State.WANTED).select_related("resource")
    booked = list(rows.filter(person=person, kind=overlaps.APPOINTMENT).exclude(resource__person=person))
    yield from _appointments(person, booked, address)
    for resource in Resource.objects.filter(person=person):
        yield from of_resource(resource, address)


def _told(seat: Seat) -> bool:
    """Seats that are or were one's own; of waiting and of what was declined a calendar says nothing."""
    return seat.state in states.COMES or (
        seat.state in {states.CANCELLED, states.DROPPED} and seat.changed_at > _since()
    )


def _seat(seat: Seat, address: Address) -> Moment:
    session = seat.session
    return Moment(
        key=f"seat {seat.pk}", starts=session.starts, ends=session.ends, title=session.title,
        sequence=session.revision + seat.revision, changed_at=max(seat.changed_at, session.changed_at),
        place=session.place, text=session.text, link=address(reverse("slots:seat", args=[seat.token])),
        cancelled=seat.state not in states.COMES or not session.is_planned, remind=60,
    )  # fmt: skip


def _appointments(person: Person, rows: Iterable[Hold], address: Address) -> Iterator[Moment]:
    """One entry an appointment, however many it holds. A row that was handed over is the same appointment."""
    rows = list(rows)
    names, pages, all_of_them = others_of(rows), pages_of(person, rows), reverse("slots:mine")
    for row in _latest(rows, lambda row: str(row.group)):
        yield Moment(
            key=f"appointment {row.group}", starts=row.starts, ends=row.ends, title=row.title,
            sequence=row.revision, changed_at=row.changed_at, place=row.place, text="、".join(names[str(row.group)]),
            link=address(pages.get(row.group, all_of_them)), cancelled=row.state == Hold.State.CANCELLED, remind=60,
        )  # fmt: skip


def _latest(rows: Iterable[Hold], key: Callable[[Hold], str]) -> list[Hold]:
    """Of rows that are one entry the one that holds now, else the last that did."""
    found: dict[str, Hold] = {}
    for row in sorted(rows, key=lambda row: (row.state != Hold.State.CANCELLED, row.revision, row.pk)):
        found[key(row)] = row
    return list(found.values())


def of_resource(resource: Resource, address: Address) -> Iterator[Moment]:
    """What a resource is held for; cancelled things stay for 90 days, rest and ways are its own business."""
    rows = Hold.objects.filter(resource=resource, ends__gt=_since()).exclude(state=Hold.State.WANTED)
    rows = rows.filter(~Q(state=Hold.State.CANCELLED) | Q(changed_at__gt=_since(), kind__in=overlaps.MAIN))
    for row in _latest(rows.exclude(kind=overlaps.BUFFER).select_related("person", "session"), _key):
        whom = row.whom or (row.person.name if row.person else "")
        title = row.title or str(row.get_kind_display())
        yield Moment(
            key=_key(row), starts=row.starts, ends=row.ends, title=f"{title} · {whom}" if whom else title,
            sequence=row.revision + (row.session.revision if row.session else 0),
            changed_at=row.changed_at, place=row.place, link=address(reverse("slots:week", args=[resource.key])),
            cancelled=row.state == Hold.State.CANCELLED, remind=60 if row.kind in overlaps.MAIN else 0,
        )  # fmt: skip


def _key(row: Hold) -> str:
    """An appointment keeps its name through moves and hand-overs; of the others a row is one thing."""
    return f"held {row.group} {row.resource_id}" if row.kind == overlaps.APPOINTMENT else f"hold {row.pk}"


def of_calendar(calendar: str, address: Address, *, subject: str = "") -> Iterator[Moment]:
    """Public sessions, of one subject of the room that planned them where it is named; nobody's name."""
    rows: QuerySet[Session] = Session.objects.filter(calendar=calendar, public=True, ends__gt=_since())
    rows = rows.filter(subject=subject) if subject else rows
    for row in rows:
        if not row.is_planned and row.changed_at <= _since():
            continue
        yield Moment(
            key=f"session {row.uid}", starts=row.starts, ends=row.ends, title=row.title, sequence=row.revision,
            changed_at=row.changed_at, place=row.place, text=row.text or _("席位 %(n)d 个") % {"n": row.capacity},
            link=address(reverse("slots:session", args=[row.reference])), cancelled=not row.is_planned, busy=False,
        )  # fmt: skip
