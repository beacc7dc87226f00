"""Reads of time and seats: what is free, what is in the way, whose week, whose seats."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.queries import Person
from district.ground.slots import computing, overlaps, states
from district.ground.slots.computing import Busy, Exceptional, Joinable, Limits, Open, Slot
from district.ground.slots.models import Hold, Opening, Resource, Seat, Session, Travel
from district.ground.slots.refusals import TooMuch
from district.ground.slots.times import ONE_DAY, Span, day_of, here, whole_week
from district.ground.slots.ways import Way, way_table

__all__ = [
    "MOST_DAYS", "MOST_SLOTS", "Hold", "Opening", "Resource", "Seat", "Session", "Slot", "Span", "Travel", "agenda",
    "clashes", "free", "free_together", "is_open", "my_appointments", "my_seats", "public_sessions", "resource_named",
    "resources_kept_by", "resources_marked", "room_of", "seat_by", "seats_in", "sessions_of", "slot_at", "ways_said",
]  # fmt: skip

MOST_DAYS, MOST_SLOTS = 400, 200_000
IN_THE_WAY = (Hold.State.STANDS, Hold.State.WANTED)


def resource_named(key: str) -> Resource | None:
    return Resource.objects.filter(key=key).first()


def resources_kept_by(person: Person) -> QuerySet[Resource]:
    """What one's bureaus keep, and oneself; in use."""
    return Resource.objects.kept_by(person).filter(closed_at=None)


def resources_marked(mark: str) -> QuerySet[Resource]:
    """Those in use whose key begins so: a room above marks its own."""
    return Resource.objects.filter(key__startswith=mark, closed_at=None).order_by("name")


def sessions_of(calendar: str, room: str, subjects: Iterable[str] | None = None) -> QuerySet[Session]:
    """Sessions a room above planned into a calendar, of these subjects of its own; cancelled ones left out."""
    rows = Session.objects.filter(calendar=calendar, room=room, state=Session.State.PLANNED)
    return rows if subjects is None else rows.filter(subject__in=list(subjects))


def free(
    resources: Iterable[Resource], between: Span, *, length: int | None = None, notice: bool = True,
    at: str | None = None,
) -> dict[int, list[Slot]]:  # fmt: skip
    """What can be had of each resource, by its primary key, in order; `length` in minutes instead of each opening's
    own; without `notice` up to the last moment, as who keeps a resource may book it; `at` a place that is gone to
    instead of each opening's ("" is none): only what can be reached in time.

    Five queries or six, however many resources. Raises TooMuch beyond MOST_DAYS days or MOST_SLOTS slots.
    """
    rows = [each for each in resources if each.closed_at is None]
    if between.days() > MOST_DAYS:
        raise TooMuch(_("一次最多看 %(n)d 天。") % {"n": MOST_DAYS})
    known, now, count = Known(rows, between), here(clock.now()), 0
    between = Span(here(between.starts), here(between.ends))
    found: dict[int, list[Slot]] = {}
    for row in rows:
        mine = found[row.pk] = sorted(known.slots(row, between, now, length=length, notice=notice, at=at))
        count += len(mine)
        if count > MOST_SLOTS:
            raise TooMuch(_("一次最多算 %(n)d 个时段，请缩小范围。") % {"n": MOST_SLOTS})
    return found


def free_together(resources: Sequence[Resource], between: Span, *, length: int) -> list[Span]:
    """When all of them can be had at the same time, the earliest first."""
    found = free(resources, between, length=length)
    times = [{Span(each.starts, each.ends) for each in rows if each.session is None} for rows in found.values()]
    return sorted(set.intersection(*times)) if times and len(times) == len(resources) else []


def slot_at(resource: Resource, span: Span, *, notice: bool = True) -> Slot | None:
    """The free slot that is exactly this span, or None."""
    around = Span(span.starts - ONE_DAY, span.ends + ONE_DAY)
    rows = free([resource], around, notice=notice).get(resource.pk, [])
    return next((each for each in rows if (each.starts, each.ends) == span), None)


def room_of(group: uuid.UUID) -> str:
    """The room that booked an appointment, "" where there is none."""
    return Hold.objects.filter(group=group).values_list("room", flat=True).first() or ""


def booked_elsewhere(room: str) -> Exists:
    """Of rows with a `hold`: whether a room other than this one booked it."""
    return Exists(Hold.objects.filter(group=OuterRef("hold")).exclude(room__in=["", room]))


def is_open(resource: Resource, span: Span) -> bool:
    """Whether a resource's openings cover a span, whoever takes it and whatever else it is held for."""
    since, until = day_of(span.starts) - ONE_DAY, day_of(span.ends)
    rows = [as_open(row) for row in openings_in_force().filter(resource=resource)]
    covered = span.starts
    for window in sorted(each for row in rows for each in computing.windows(row, since, until)):
        if window.starts <= covered:
            covered = max(covered, window.ends)
    return covered >= span.ends


class Known:
    """What there is of some resources between two moments, read together."""

    def __init__(self, rows: Sequence[Resource], between: Span) -> None:
        keys = [each.pk for each in rows]
        self.openings: dict[int, list[Open]] = defaultdict(list)
        for opening in openings_in_force().filter(resource__in=keys):
            self.openings[opening.resource_id].append(as_open(opening))
        self.busy = busy_of(keys, between)
        sessions = Session.objects.filter(
            opening__resource__in=keys, state=Session.State.PLANNED, starts__gte=between.starts, starts__lt=between.ends
        )
        self.joinable: dict[int, list[Joinable]] = defaultdict(list)
        for row in sessions.select_related("opening"):
            assert row.opening is not None
            self.joinable[row.opening.resource_id].append(
                Joinable(row.pk, row.opening.pk, here(row.starts), here(row.ends), row.left)
            )
        self.ways = way_table() if any(each.travels for each in rows) else None
        self.ahead = ahead_of([each.pk for each in rows if each.open_at_once is not None])

    def slots(
        self, row: Resource, between: Span, now: dt.datetime, *, length: int | None, notice: bool, at: str | None
    ) -> Iterable[Slot]:
        return computing.slots(
            self.openings[row.pk], self.busy[row.pk], limits_of(row, self.ways, self.ahead.get(row.pk, 0)), between,
            now=now, joinable=self.joinable[row.pk], length=length, notice=notice, at=at,
        )  # fmt: skip


def openings_in_force() -> QuerySet[Opening]:
    return Opening.objects.filter(ended_at=None).prefetch_related("changes")


def as_open(row: Opening) -> Open:
    return Open(
        pk=row.pk, first=row.first, begins=row.begins, minutes=row.minutes, rule=row.rule, holidays=row.holidays,
        length=row.length, capacity=row.capacity, notice_open=row.notice_open, notice_join=row.notice_join,
        place=row.place,
        changes={each.day: Exceptional(each.on, each.begins, each.minutes) for each in row.changes.all()},
    )  # fmt: skip


def limits_of(row: Resource, way: Way | None, ahead: int = 0) -> Limits:
    return Limits(
        row.before, row.after, row.per_day, row.per_week, row.open_at_once, ahead, row.place,
        way if row.travels else None,
    )  # fmt: skip


def busy_of(keys: Sequence[int], between: Span) -> dict[int, list[Busy]]:
    """What is in the way by resource, whole weeks around what was asked for, since caps count by the week."""
    since, until = whole_week(day_of(between.starts)).starts, whole_week(day_of(between.ends)).ends
    rows = Hold.objects.filter(
        resource__in=keys, state__in=IN_THE_WAY, ends__gt=since - ONE_DAY, starts__lt=until + ONE_DAY
    )
    found: dict[int, list[Busy]] = defaultdict(list)
    for key, starts, ends, kind, place, session in rows.order_by("starts", "pk").values_list(
        "resource", "starts", "ends", "kind", "place", "session"
    ):
        found[key].append(Busy(here(starts), here(ends), kind, place, session))
    return found


def held_in(keys: Sequence[int], between: Span) -> dict[int, int]:
    """How many appointments and sessions each resource has that begin between two moments."""
    rows = Hold.objects.standing().main().filter(resource__in=keys)
    rows = rows.filter(starts__gte=between.starts, starts__lt=between.ends)
    return dict(rows.order_by().values_list("resource").annotate(n=Count("pk")))


def ahead_of(keys: Sequence[int]) -> dict[int, int]:
    """How many appointments and sessions a resource still has to come; no query without keys."""
    if not keys:
        return {}
    rows = Hold.objects.standing().main().filter(resource__in=keys, ends__gt=clock.now())
    return dict(rows.order_by().values_list("resource").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Clash:
    """One appointment or session in the way of an absence; `rows` are its holds on the resource."""

    hold: Hold
    seats: int = 0

    @property
    def group(self) -> str:
        return str(self.hold.group)


def clashes(resource: Resource, span: Span) -> list[Clash]:
    """Appointments and sessions that cannot be if the resource is away, those included whose rest or way it takes."""
    met = Hold.objects.standing().filter(resource=resource, ends__gt=span.starts, starts__lt=span.ends)
    groups = met.exclude(kind=overlaps.ABSENCE).values("group")
    rows = Hold.objects.standing().main().filter(resource=resource, group__in=groups)
    rows = rows.select_related("session", "person", "resource").order_by("starts")
    counts = dict(
        Seat.objects.filter(session__holds__in=rows, state__in=states.COMES).order_by().values_list("session")
        .annotate(n=Count("pk", distinct=True))
    )  # fmt: skip
    return [Clash(row, counts.get(row.session_id, 0)) for row in rows]


def agenda(resource: Resource, between: Span) -> list[Hold]:
    """What a resource is held for, in order; of cancelled things nothing."""
    rows = Hold.objects.filter(resource=resource, ends__gt=between.starts, starts__lt=between.ends)
    return list(rows.exclude(state=Hold.State.CANCELLED).select_related("session", "person"))


def others_of(rows: Iterable[Hold]) -> dict[str, list[str]]:
    """Names of all that an appointment holds, by its group; of one that is cancelled what it held."""
    held: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    main = Hold.objects.main().filter(group__in={each.group for each in rows}).order_by("resource__name")
    for group, name, state in main.values_list("group", "resource__name", "state"):
        held[str(group)].append((state != Hold.State.CANCELLED, name))
    return {
        group: [name for stands, name in names if stands] or [name for _stands, name in names]
        for group, names in held.items()
    }


def ways_said() -> QuerySet[Travel]:
    """The minutes between places that somebody said."""
    return Travel.objects.order_by("one", "other", "pk")


def my_appointments(person: Person) -> QuerySet[Hold]:
    """Appointments for a person, a row for each thing held; the nearest first."""
    return Hold.objects.filter(person=person, kind=overlaps.APPOINTMENT).select_related("resource")


def my_seats(person: Person) -> QuerySet[Seat]:
    return Seat.objects.filter(person=person).select_related("session").order_by("session__starts", "pk")


def seat_by(token: str) -> Seat | None:
    """The seat whose link this is."""
    return Seat.objects.filter(token=token).select_related("session", "person").first() if token else None


def place_in_line(seat: Seat) -> int:
    """How many wait up to and including this seat."""
    return Seat.objects.filter(session=seat.session_id, state=states.WAITING, order__lte=seat.order).count()


def public_sessions() -> QuerySet[Session]:
    """What everybody may come to and is not over, the nearest first."""
    rows = Session.objects.filter(public=True, state=Session.State.PLANNED, ends__gt=clock.now())
    return rows.select_related("office").order_by("starts", "pk")


def seats_in(calendar: str) -> QuerySet[Seat]:
    """Seats, and places in waiting lists, of the sessions of one calendar."""
    return Seat.objects.filter(session__calendar=calendar)


def counting_those_who_wait(rows: QuerySet[Session]) -> QuerySet[Session]:
    waiting = Count("seats", filter=Q(seats__state=states.WAITING))
    return rows.annotate(waiting=waiting).select_related("office").order_by("starts", "pk")


def coming_sessions(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Those not yet over, with how many wait."""
    return counting_those_who_wait(rows.filter(ends__gt=clock.now()))
