"""Reads of the camp that more than one page needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from district.enterprises.queries import Enterprise, my_enterprises
from district.ground import clock
from district.ground.people.queries import Kind, Organisation, Person
from district.ground.slots import states as seats
from district.ground.slots.queries import place_in_line
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.queries import listed, value_of
from district.ground.surveys.questions import Content
from district.services.training.camp import asking, states
from district.services.training.camp.models import (
    Attendance,
    CampLesson,
    CampSignUp,
    Cohort,
    InternPost,
    Internship,
    Team,
    TeamPlace,
)
from district.services.training.camp.models.cohorts import SITTING
from district.services.training.hours.queries import Learned, LearningEntry, Source, cut, entries_of, shared_out, whose

__all__ = [
    "Attendance",
    "CampLesson",
    "CampSignUp",
    "Cohort",
    "InternPost",
    "Internship",
    "Team",
    "TeamPlace",
    "bases_of",
    "borne_out",
    "counted",
    "current",
    "firms_of",
    "mine_of",
    "questionnaires_for",
    "roll_of",
    "timetable_of",
]  # fmt: skip


def firms_of(person: Person) -> QuerySet[Enterprise]:
    """Firms by whose name a person may offer posts."""
    return my_enterprises(person)


def bases_of(person: Person) -> list[Organisation]:
    """Bases and incubators a person is in."""
    known = {each.organisation_id: each.organisation for each in person.memberships}
    return [each for each in known.values() if each.kind in {Kind.BASE, Kind.INCUBATOR}]


def questionnaires_for(person: Person) -> dict[str, tuple[str, Content]]:
    """Published questionnaires of one's bureaus that a sign-up can ask: key → title, what the last version asks."""
    found = {}
    for row in listed(person).filter(published_at__isnull=False).order_by("title"):
        version = row.versions.first()
        if version is not None and not row.anonymous and asking.fits(version.asks):
            found[row.key] = (str(row.title), version.asks)
    return found


def counted(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """With how many signed up and how many are or were in."""
    stands = ~Q(sign_ups__state=states.WITHDRAWN)
    sits = Q(sign_ups__state=states.PLACED, sign_ups__seat__state__in=sorted(states.SITS))
    went = Q(sign_ups__state__in=sorted(states.WENT))
    return rows.select_related("office", "session").annotate(
        signed=Count("sign_ups", filter=stands), learners=Count("sign_ups", filter=sits | went)
    )


def current(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Called and not over."""
    return rows.filter(state=states.CALLED).order_by("first", "pk")


@dataclass(frozen=True)
class Slot:
    """A lesson of one learner's timetable: whether they were there, how strongly it is known."""

    lesson: CampLesson
    attendance: Attendance | None
    over: bool
    open: bool

    @property
    def there(self) -> bool:
        return self.attendance is not None and self.attendance.strength != ""


def borne_out(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Attendances with what the ledger of hours says of them once the roll is in: corrected here or struck there, a
    page says the same as the ledger. In one query.
    """
    said = LearningEntry.objects.live().filter(
        whose(OuterRef("learner__person")), session=Concat(Value("camp:"), OuterRef("lesson__reference"))
    )
    return rows.annotate(
        is_in=Q(lesson__settled_at__isnull=False), stands_qr=Exists(said.filter(source=Source.QR)),
        stands_roll=Exists(said.filter(source=Source.ROLL)),
    )  # fmt: skip


def timetable_of(row: CampSignUp) -> list[Slot]:
    """The lessons of a learner's cohort in order, cancelled ones too, with their own attendance. Two queries."""
    now = clock.now()
    lessons = CampLesson.objects.filter(cohort=row.cohort_id).select_related("session", "trainer")
    known = {each.lesson_id: each for each in borne_out(Attendance.objects.filter(learner=row))}
    return [
        Slot(each, known.get(each.pk), each.session.ends <= now, each.opens_at <= now < each.session.ends)
        for each in lessons
    ]


def hours_of(row: CampSignUp, slots: Iterable[Slot]) -> Learned:
    """What the ledger knows of a learner's lessons, by strength. One query."""
    if row.person is None:
        return Learned()
    sessions = {f"camp:{each.lesson.reference}" for each in slots if each.lesson.settled_at}
    shared = shared_out(cut(entries_of(row.person), None, None))
    return sum((got for name, got in shared.items() if name in sessions), Learned())


@dataclass(frozen=True)
class Mine:
    """One's own sign-up as its page shows it: `place` in line while one waits."""

    row: CampSignUp
    place: int
    team: TeamPlace | None
    internships: tuple[Internship, ...]


def mine_of(person: Person) -> list[Mine]:
    """One's own sign-ups, the latest first."""
    rows = CampSignUp.objects.filter(person=person)
    rows = rows.select_related("cohort__office", "cohort__session", "seat__session", "school").order_by("-signed_at")
    teams = {each.learner_id: each for each in
             TeamPlace.objects.filter(learner__person=person, left_at=None).select_related("team")}  # fmt: skip
    posts: dict[int, list[Internship]] = {}
    for each in Internship.objects.filter(learner__person=person).select_related("post"):
        posts.setdefault(each.learner_id, []).append(each)
    return [
        Mine(row, place_in_line(row.seat) if row.seat and row.seat.state == seats.WAITING else 0, teams.get(row.pk),
             tuple(posts.get(row.pk, ())))
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class OnRoll:
    """A learner on a lesson's roll, with what is known of them there; `shared`: their device is another's too."""

    learner: CampSignUp
    attendance: Attendance | None
    shared: bool

    @property
    def differs(self) -> bool:
        """One source says they were there, the other not."""
        found = self.attendance
        return found is not None and found.scanned_at is not None and found.rolled is False


def roll_of(lesson: CampLesson) -> list[OnRoll]:
    """A lesson's roll by name. Two queries."""
    rows = CampSignUp.objects.filter(SITTING | Q(attendances__lesson=lesson), cohort=lesson.cohort_id).distinct()
    rows = rows.select_related("seat", "school")
    known = {each.learner_id: each for each in borne_out(lesson.attendances.all())}
    devices: dict[str, int] = {}
    for each in known.values():
        if each.device:
            devices[each.device] = devices.get(each.device, 0) + 1
    return [
        OnRoll(row, known.get(row.pk), row.pk in known and devices.get(known[row.pk].device, 0) > 1)
        for row in rows.order_by("name", "pk")
    ]


def lessons_to_settle(now: dt.datetime) -> QuerySet[CampLesson]:
    """Over, and the roll not handed in."""
    rows = CampLesson.objects.filter(settled_at=None, session__state="planned", session__ends__lte=now)
    return rows.select_related("session", "cohort__office")


def over_with_waiting() -> QuerySet[Cohort]:
    """Ended or cancelled, and somebody still waits for it."""
    over = [key for key, state in states.COHORTS.items() if state.final]
    return Cohort.objects.filter(state__in=over, pk__in=CampSignUp.objects.waiting().values("cohort")).order_by("pk")


def own_learner(person: Person) -> CampSignUp | None:
    """The sign-up by which somebody is in the camp now."""
    rows = CampSignUp.objects.in_camp().filter(person=person, cohort__state=states.CALLED)
    return rows.select_related("cohort", "seat").order_by("-cohort__first").first()


def asks_said(cohort: Cohort, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Questions and answers as they are read."""
    found = []
    for key, question in cohort.asks.asked.items():
        value = value_of(question, answers[key]) if key in answers else None
        if value is not None:
            found.append((str(question.label), asked(question).said(question, value)))
    return found
