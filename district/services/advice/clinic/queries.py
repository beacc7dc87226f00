"""Reads of clinics: times that can be booked, the line, one's place in it, how many walk-ins are called in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.queries import Expert, Person, Topic
from district.ground.slots.times import here
from district.services.advice.clinic import states, turns, waves
from district.services.advice.clinic.models import Clinic, ClinicExpert, Visitor
from district.services.advice.clinic.waves import Booking, Calling, Wave

__all__ = [
    "MISSES",
    "WINDOW",
    "Clinic",
    "ClinicExpert",
    "Line",
    "Visitor",
    "bookable_times",
    "coming",
    "history_of",
    "line_of",
    "missed_lately",
    "my_visitors",
    "open_times",
    "public_experts",
    "rate_of",
    "topics_with_clinics",
    "visitor_by",
    "who_sits",
]  # fmt: skip

HISTORY = dt.timedelta(days=365)  # how far back no-shows are counted
WINDOW, MISSES = dt.timedelta(days=90), 2  # so many missed in so many days: a booking is confirmed by phone


@dataclass(frozen=True)
class Time:
    """A time that may be booked: so many beside each other."""

    at: dt.datetime
    lanes: tuple[int, ...]


def bookable_times(clinic: Clinic, lanes: int) -> list[Time]:
    """All times of a clinic that are for booking: of its places every so many-th is kept for who walks in."""
    size, count, place = dt.timedelta(minutes=clinic.length), 0, 0
    found, at = [], here(clinic.starts)
    while at + size <= clinic.ends:
        mine = []
        for lane in range(lanes):
            place += 1
            due = place * (100 - clinic.walk_share) // 100
            if due > count:
                count = due
                mine.append(lane)
        if mine:
            found.append(Time(at, tuple(mine)))
        at += size
    return found


def who_sits(clinic: Clinic) -> QuerySet[ClinicExpert]:
    return clinic.sittings.filter(ended_at=None).select_related("expert__organisation", "expert__person")


def public_experts(rows: Sequence[Clinic]) -> dict[int, list[Expert]]:
    """Clinic → who sits there, of those who agreed to be shown. One query."""
    found: dict[int, list[Expert]] = {}
    sitting = ClinicExpert.objects.filter(clinic__in=[row.pk for row in rows], ended_at=None, expert__public=True)
    for each in sitting.select_related("expert__organisation"):
        found.setdefault(each.clinic_id, []).append(each.expert)
    return found


def lanes_of(clinic: Clinic) -> int:
    return max(clinic.sittings.filter(ended_at=None).count(), 1)


def open_times(clinic: Clinic) -> list[Time]:
    """Times that can still be booked, with the lanes that are free."""
    if not clinic.is_on or clock.now() >= clinic.starts:
        return []
    taken = set(clinic.visitors.filter(state__in=states.EXPECTED, at__isnull=False).values_list("at", "lane"))
    found = []
    for each in bookable_times(clinic, lanes_of(clinic)):
        left = tuple(lane for lane in each.lanes if (each.at, lane) not in taken)
        if left:
            found.append(Time(each.at, left))
    return found


def history_of(topics: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Topic → bookings nobody came to and those somebody came to, of the last year; given back in time is neither."""
    since = clock.now() - HISTORY
    rows = Visitor.objects.filter(kind=Visitor.Kind.BOOKED, clinic__topic__in=list(topics), clinic__starts__gte=since)
    counted = rows.order_by().values_list("clinic__topic").annotate(
        missed=Count("pk", filter=Q(state=states.MISSED)), came=Count("pk", filter=Q(state=states.SERVED))
    )  # fmt: skip
    return {topic: (missed, came) for topic, missed, came in counted}


def rate_of(clinic: Clinic) -> float:
    """How many of this topic's bookings nobody comes to."""
    return waves.no_show_rate(*history_of([clinic.topic]).get(clinic.topic, (0, 0)))


def missed_lately(person: Person) -> int:
    rows = Visitor.objects.filter(person=person, state=states.MISSED, ended_at__gt=clock.now() - WINDOW)
    return rows.count()


class Line:
    """A clinic's numbers as they stand: who is next, who is with whom, how many walk-ins each hour takes. Two queries,
    and one more once the waves are asked for.
    """

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.now = clinic, here(clock.now())
        rows = list(clinic.visitors.select_related("expert", "person").order_by("kind", "number"))
        self.every: Sequence[Visitor] = rows
        for each in rows:
            each.clinic = clinic
        self.waiting = self._in_turn([each for each in rows if each.state in states.IN_LINE])
        self.called = [each for each in rows if each.state == states.CALLED]
        self.booked = sorted((each for each in rows if each.state == states.BOOKED), key=lambda row: (row.at, row.lane))

    @staticmethod
    def _in_turn(rows: Sequence[Visitor]) -> list[Visitor]:
        by_key = {row.pk: row for row in rows}
        line = [turns.Waiting(row.pk, row.arrived_at, row.at) for row in rows if row.arrived_at is not None]
        return [by_key[each.key] for each in turns.in_turn(line)]

    @cached_property
    def lanes(self) -> int:
        return lanes_of(self.clinic)

    @cached_property
    def callings(self) -> list[Calling]:
        """What is left of the day, hour by hour, with how many walk-ins each takes beside the booked."""
        clinic, begin = self.clinic, max(here(self.clinic.starts), self.now)
        hours = [
            Wave(max(each.starts, begin), each.ends, self._places(each, begin))
            for each in waves.waves(here(clinic.starts), here(clinic.ends), lanes=self.lanes, length=clinic.length)
            if each.ends > begin
        ]
        there = [Booking(here(row.at), True) for row in self.waiting if row.at is not None]
        late = self.now - turns.GRACE
        coming = [Booking(here(row.at), False) for row in self.booked if row.at is not None and row.at >= late]
        return waves.called_in(hours, [*there, *coming], rate=rate_of(clinic))

    def _places(self, wave: Wave, begin: dt.datetime) -> int:
        size = dt.timedelta(minutes=self.clinic.length)
        return self.lanes * ((wave.ends - max(wave.starts, begin)) // size) if wave.starts < begin else wave.places

    @property
    def walked_in(self) -> list[Visitor]:
        return [row for row in self.waiting if row.at is None]

    @property
    def room(self) -> int:
        """How many more numbers can be given to walk-ins today."""
        return max(sum(each.walk_ins for each in self.callings) - len(self.walked_in), 0)

    def no_number(self) -> str:
        """Why no number is given to who walks in; "" where one is."""
        clinic = self.clinic
        if not clinic.is_on or self.now >= clinic.ends:
            return _("这场门诊已经结束。")
        if not clinic.runs:
            return _("开始前半小时起可以取号；现在可以先预约。")
        return "" if self.room > 0 else _("今天的号已经发完，请约下一场，或者把问题写成需求在网上问。")

    def before(self, visitor: Visitor) -> int | None:
        """How many are called before this number; None where it is not in line."""
        keys = [row.pk for row in self.waiting]
        return keys.index(visitor.pk) if visitor.pk in keys else None

    def wave(self, visitor: Visitor) -> Wave | None:
        """The hour in which a walk-in is called in."""
        keys = [row.pk for row in self.walked_in]
        return waves.wave_of(keys.index(visitor.pk) + 1, self.callings) if visitor.pk in keys else None

    def with_expert(self, expert_id: int) -> Visitor | None:
        return next((row for row in self.called if row.expert_id == expert_id), None)


def line_of(clinic: Clinic) -> Line:
    return Line(clinic)


def visitor_by(token: str) -> Visitor | None:
    """The number whose link this is."""
    rows = Visitor.objects.select_related("clinic__office", "clinic__session", "seat", "expert", "person")
    return rows.filter(token=token).first() if token else None


def my_visitors(person: Person) -> QuerySet[Visitor]:
    return Visitor.objects.filter(person=person).select_related("clinic", "expert").order_by("-clinic__starts", "-pk")


def coming(topic: str = "") -> QuerySet[Clinic]:
    """Clinics of today and later that are held."""
    rows = Clinic.objects.filter(ends__gt=clock.now(), cancelled_at=None, closed_at=None, session__isnull=False)
    return (rows.filter(topic=topic) if topic else rows).select_related("office")


def topics_with_clinics() -> list[tuple[str, str, Clinic | None, int]]:
    """Each of the seven groups: key, words, its next clinic, how many are planned. One query."""
    by_topic: dict[str, list[Clinic]] = {}
    for row in coming():
        by_topic.setdefault(row.topic, []).append(row)
    return [
        (key, str(label), next(iter(by_topic.get(key, [])), None), len(by_topic.get(key, [])))
        for key, label in Topic.choices
    ]
