"""Reads of panels: who is free together for which roles, how fair, and what stands of a panel."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from district.ground import clock
from district.ground.bringing.moment import Moment
from district.ground.people.queries import Expert, Field, Person
from district.ground.slots.queries import Hold, Resource, Span, free
from district.ground.slots.times import day_of, here, when, whole_day
from district.services.advice.finding import asked_of, corps, loads_of, profiles_of
from district.services.advice.matching import Load, hindrance
from district.services.advice.panels import planning, states
from district.services.advice.panels.models import Panel, Part
from district.services.advice.panels.planning import Candidate, Planned
from district.services.advice.queries import Mode, Need, Profile

__all__ = [
    "DAYS", "LENGTHS", "Asking", "Panel", "Part", "Search", "attended", "deserted", "found", "free_at", "in_full",
    "pages_of_appointments", "panels_of", "panels_seen_by", "part_of", "parts_to_sign", "search",
    "seats_of_gone", "stand_ins", "vacancies",
]  # fmt: skip

DAYS = 10  # how many days are looked through
LENGTHS = (30, 60, 90, 120)
TOMORROW = dt.timedelta(days=1)
SIGNS = Q(ended_at=None, standby=False, withdrew_at=None)  # whose part belongs to the record


@dataclass(frozen=True)
class Asking:
    """What is asked for: a panel or a visit of a need, in these roles, so long, at this place ("" is online), since
    when."""

    need: Need
    kind: str
    roles: tuple[str, ...]
    length: int
    place: str
    since: dt.date

    @property
    def mode(self) -> str:
        return Mode.VISIT if self.kind == Panel.Kind.VISIT else Mode.PANEL

    @property
    def between(self) -> Span:
        first = max(whole_day(self.since).starts, here(clock.now()))
        return Span(first, whole_day(self.since + dt.timedelta(days=DAYS - 1)).ends)


@dataclass(frozen=True)
class Seat:
    """A role of a panel found, who sits and who would step in, with the hours they gave in 90 days."""

    role: str
    expert: Expert
    load: Load
    standby: Expert | None

    @property
    def words(self) -> str:
        return str(Field(self.role).label)

    @property
    def hours(self) -> int:
        return self.load.recent // 60


@dataclass(frozen=True)
class Found:
    """A panel that can be had."""

    span: Span
    seats: tuple[Seat, ...]

    @property
    def when(self) -> str:
        return when(self.span)

    @property
    def value(self) -> str:
        """As the form that books it says it: when, who sits, who would step in."""
        sits = ",".join(str(each.expert.pk) for each in self.seats)
        standby = ",".join(str(each.standby.pk) if each.standby else "" for each in self.seats)
        return f"{self.span.starts.isoformat()}|{sits}|{standby}"


@dataclass(frozen=True)
class Search:
    """What was found, or by role what could not be; `left_out`: experts whom their own caps keep out."""

    panels: tuple[Found, ...]
    missing: tuple[planning.Missing, ...]
    left_out: int = 0


def could_sit(asking: Asking) -> tuple[list[Expert], dict[int, Load], int]:
    """Experts of the roles asked for who are tied to nobody and within their caps, their loads, how many were not."""
    asked = asked_of(asking.need)
    asked = type(asked)(asked.subject, {**asked.known, "mode": asking.mode}, asked.wanted, asked.without)
    able = [each for each in corps() if set(each.fields) & set(asking.roles)]
    profiles, loads = profiles_of(able), loads_of()
    kept, out = [], 0
    for each in able:
        load = loads.get(each.pk, Load())
        why = hindrance(each, profiles.get(each.pk), asked, load)
        if why is None or (why[0] == "at-once" and each.pk == asking.need.expert_id):
            kept.append(each)
        else:
            out += 1
    return kept, loads, out


def resources_of(experts: Sequence[Expert]) -> dict[int, Resource]:
    """Expert → their time, of those who have given any."""
    rows = Profile.objects.filter(expert__in=[each.pk for each in experts], resource__isnull=False)
    return {row.expert_id: row.resource for row in rows.select_related("resource") if row.resource is not None}


def free_times(experts: Sequence[Expert], asking: Asking) -> dict[int, frozenset[dt.datetime]]:
    """Expert → when a meeting of this length could begin, its place reached in time."""
    times = resources_of(experts)
    slots = free(times.values(), asking.between, length=asking.length, at=asking.place)
    return {
        key: frozenset(each.starts for each in slots.get(row.pk, []) if each.session is None)
        for key, row in times.items()
    }


def search(asking: Asking) -> Search:
    """The earliest panels that are free, complete and fair. As many queries for seventy experts as for one."""
    experts, loads, out = could_sit(asking)
    times = free_times(experts, asking)
    candidates = [
        Candidate(each.pk, frozenset(each.fields), loads.get(each.pk, Load()).recent, times.get(each.pk, frozenset()))
        for each in experts
    ]  # fmt: skip
    planned = planning.plan(asking.roles, candidates, of=day_of)
    return Search(found(planned, asking, experts, loads), planned.missing, out)


def found(
    planned: Planned, asking: Asking, experts: Sequence[Expert], loads: dict[int, Load]
) -> tuple[Found, ...]:  # fmt: skip
    by_key, size = {each.pk: each for each in experts}, dt.timedelta(minutes=asking.length)
    return tuple(
        Found(
            Span(panel.starts, panel.starts + size),
            tuple(
                Seat(role, by_key[key], loads.get(key, Load()), by_key[other] if other is not None else None)
                for role, key, other in zip(asking.roles, panel.seats, panel.standby, strict=True)
            ),
        )
        for panel in planned.panels
    )


def free_at(resources: Collection[Resource], span: Span, place: str) -> frozenset[int]:
    """Of whom, by primary key, this time can still be had, whatever notice they ask for, their ways minded. As many
    queries for seventy as for one.
    """
    length = int((span.ends - span.starts).total_seconds() // 60)
    around = Span(whole_day(day_of(span.starts)).starts, whole_day(day_of(span.ends)).ends)
    found = free(resources, around, length=length, notice=False, at=place)
    return frozenset(
        key for key, slots in found.items()
        if any(each.starts == span.starts and each.session is None for each in slots)
    )  # fmt: skip


def stand_ins(part: Part) -> list[Expert]:
    """Who could step in for a part now: those on standby for its role first, then whoever is free, the least loaded
    first.
    """
    panel = part.panel
    asking = Asking(panel.need, panel.kind, (part.role,), int((panel.ends - panel.starts).total_seconds() // 60),
                    panel.place, day_of(panel.starts))  # fmt: skip
    sitting = set(panel.parts.filter(ended_at=None, standby=False).values_list("expert", flat=True))
    ready = set(panel.parts.filter(ended_at=None, standby=True).values_list("expert", flat=True))
    experts, loads, _out = could_sit(asking)
    there = [each for each in experts if each.pk not in sitting]
    times = resources_of(there)
    able = free_at(times.values(), panel.span, panel.place)
    there = [each for each in there if each.pk in times and times[each.pk].pk in able]
    return sorted(there, key=lambda each: (each.pk not in ready, loads.get(each.pk, Load()).recent, each.pk))


def in_full(rows: QuerySet[Panel]) -> QuerySet[Panel]:
    """With the parts of whoever sits or stands by."""
    parts = Part.objects.filter(ended_at=None).select_related("expert__organisation", "expert__person", "signed_by")
    return rows.select_related("need__subject", "need__enterprise", "office", "encounter").prefetch_related(
        Prefetch("parts", parts, to_attr="stand")
    )


def panels_seen_by(person: Person) -> QuerySet[Panel]:
    sits = Q(parts__ended_at=None, parts__standby=False)
    seats = sits & Q(parts__withdrew_at=None)
    return Panel.objects.visible_to(person).select_related("need__subject", "office").annotate(
        seats=Count("parts", filter=seats), signed=Count("parts", filter=seats & Q(parts__signed_at__isnull=False)),
        vacant=Count("parts", filter=sits & Q(parts__withdrew_at__isnull=False)),
    )  # fmt: skip


def panels_of(person: Person) -> QuerySet[Panel]:
    """Of one's own needs, and those one sits on."""
    sits = Part.objects.filter(expert__person=person, ended_at=None, standby=False).values("panel")
    return Panel.objects.filter(Q(need__in=Need.objects.of(person).values("pk")) | Q(pk__in=sits))


def part_of(reference: str) -> Part | None:
    rows = Part.objects.select_related("panel__need__subject", "panel__office", "panel__encounter", "expert__person")
    return rows.filter(reference=reference).first()


def unsigned() -> QuerySet[Part]:
    """Parts of what has taken place that nobody has signed; who could not come has nothing to sign."""
    rows = Part.objects.filter(SIGNS, signed_at=None, panel__state=states.HELD)
    return rows.filter(panel__ends__lte=Moment()).select_related("panel__office", "panel__need", "expert__person")


def parts_to_sign(person: Person) -> QuerySet[Part]:
    return unsigned().filter(expert__person=person)


def vacancies() -> QuerySet[Part]:
    """Parts whose expert cannot come and for whom nobody has stepped in yet."""
    rows = Part.objects.filter(ended_at=None, standby=False, withdrew_at__isnull=False, panel__state=states.HELD)
    return rows.filter(panel__starts__gt=Moment()).select_related("panel__office", "expert")


def attended() -> Exists:
    """Of a panel: whether one expert at least comes, or came."""
    return Exists(Part.objects.filter(SIGNS, panel=OuterRef("pk")))


def deserted() -> QuerySet[Panel]:
    """Panels that have begun and to which nobody could come: all withdrew, and nobody stepped in."""
    return Panel.objects.filter(~Q(attended()), state=states.HELD, starts__lte=Moment())


def seats_of_gone(today: dt.date) -> QuerySet[Part]:
    """Seats and places on standby, in panels still to come, of experts whose term is over."""
    rows = Part.objects.filter(ended_at=None, withdrew_at=None, panel__state=states.HELD, panel__starts__gt=clock.now())
    gone = Q(expert__until__lt=today) | Q(expert__ended_at__isnull=False)
    return rows.filter(gone).select_related("expert").order_by("pk")


def pages_of_appointments(_person: Person, holds: Sequence[Hold]) -> dict[uuid.UUID, str]:
    """The group of appointments → the page of the panel they are of."""
    rows = Panel.objects.filter(group__in={each.group for each in holds}).values_list("group", "reference")
    return {group: reverse("panels:mine", args=[reference]) for group, reference in rows}
