"""Reads of employers' training: what is filed, who learns, how many hours count, who follows it up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from district.cases.core.states import GIVEN_UP
from district.funds.queries import arrivals
from district.ground import clock
from district.ground.people.queries import Person, away_on
from district.services.training.employers.classroom import counting, course_session
from district.services.training.employers.models import (
    Audit,
    AuditItem,
    Claim,
    ClaimLine,
    Filing,
    Plan,
    SharedCourse,
    Touch,
    Trainee,
    TraineeSheet,
)
from district.services.training.employers.rules import Terms, terms_on
from district.services.training.employers.states import TOLD, WITHDRAWN
from district.services.training.hours.queries import LEARNING_HOUR, Learned, hours_in, open_flags

__all__ = [
    "Audit",
    "AuditItem",
    "Claim",
    "Counted",
    "Filing",
    "Plan",
    "SharedCourse",
    "Tally",
    "Touch",
    "Trainee",
    "TraineeSheet",
    "at_once",
    "claim_of",
    "counted",
    "in_force",
    "paid_on",
    "session_of",
    "stands_in",
    "tally",
    "to_be_heard",
    "with_plans",
]  # fmt: skip


def in_force(filing: Filing) -> Plan:
    """What is filed: the latest version."""
    known: list[Plan] = getattr(filing, "latest", [])
    if known:
        return known[0]
    plan = filing.plans.select_related("shared", "classroom").order_by("-number").first()
    assert plan is not None
    return plan


def with_plans(rows: QuerySet[Filing]) -> QuerySet[Filing]:
    """Filings with what their lists say: the latest plan, how many learn."""
    last = Subquery(Plan.objects.filter(filing=OuterRef("filing")).order_by("-number").values("number")[:1])
    latest = Plan.objects.filter(number=last).select_related("shared")
    return (
        rows.select_related("enterprise", "office", "officer", "programme")
        .prefetch_related(Prefetch("plans", latest, to_attr="latest"))
        .annotate(learning=Count("learners", filter=Q(learners__live=True)))
    )


def session_of(filing: Filing) -> str:
    """What the ledger of hours calls it."""
    return f"employers:{filing.reference}"


@dataclass(frozen=True)
class Counted:
    """One learner with what they learnt, in 学时 by strength, and what of it is paid for; `why` it is not."""

    learner: Trainee
    learnt: Learned
    payable: int
    flagged: bool
    elsewhere: bool

    @property
    def hours(self) -> int:
        return self.learnt.learning_hours


def counted(filing: Filing, terms: Terms | None = None) -> list[Counted]:
    """Every live learner of a filing, in their order: their hours in it, and those of the course its plan names. As
    many queries for thirty as for two.
    """
    terms = terms or terms_on(filing.programme, filing.finished_on or clock.today())
    learners = list(filing.learners.filter(live=True).select_related("ledger", "filing"))
    plan = in_force(filing)
    sessions = [each for each in (session_of(filing), course_session(plan)) if each]
    asked = {each.ledger.same_as_id or each.ledger_id for each in learners}
    hours = hours_in(sessions, of=asked, within=counting(filing, plan, learners))
    found = {row.pk: sum(got.values(), Learned()) for row, got in hours.items()}
    flagged = set(open_flags(sessions).values_list("entries__learner", flat=True))
    both = at_once(filing, learners)
    rows = []
    for each in learners:
        learnt = found.get(each.ledger.same_as_id or each.ledger_id, Learned())
        odd = bool(flagged & {each.ledger_id, each.ledger.same_as_id})
        payable = 0 if odd else terms.payable(learnt.learning_hours)
        rows.append(Counted(each, learnt, payable, odd, each.worker in both))
    return rows


@dataclass(frozen=True)
class Tally:
    """A class in numbers: people, those paid for, 学时 in all, by strength, and paid for."""

    people: int
    paid: int
    hours: int
    a: int
    b: int
    c: int
    payable: int


def tally(rows: Sequence[Counted]) -> Tally:
    learnt = sum((row.learnt for row in rows), Learned())
    return Tally(
        len(rows), sum(row.payable > 0 for row in rows), sum(row.hours for row in rows), learnt.a // LEARNING_HOUR,
        learnt.b // LEARNING_HOUR, learnt.c // LEARNING_HOUR, sum(row.payable for row in rows),
    )  # fmt: skip


def at_once(filing: Filing, learners: Iterable[Trainee]) -> set[str]:
    """Workers who are listed by another filing too whose days overlap: another employer, or a second class."""
    plan = in_force(filing)
    last = Plan.objects.filter(filing=OuterRef("filing")).order_by("-number")
    rows = Trainee.objects.filter(worker__in={each.worker for each in learners}, live=True)
    rows = rows.exclude(filing=filing).exclude(filing__state=WITHDRAWN)
    rows = rows.annotate(begins=Subquery(last.values("starts")[:1]), ends=Subquery(last.values("ends")[:1]))
    return set(rows.filter(begins__lte=plan.ends, ends__gte=plan.starts).values_list("worker", flat=True))


def claim_of(filing: Filing) -> Claim | None:
    """The claim that stands: of an application that was not given up."""
    rows = filing.claims.exclude(application__state__in=GIVEN_UP).select_related("application__programme")
    return rows.first()


def paid_on(claim: Claim) -> dt.datetime | None:
    """When the first money of a claim arrived."""
    return arrivals(claim.application.reference).values_list("answered_at", flat=True).first()


def turns_free(workers: Iterable[str], year: int, times: int) -> dict[str, int]:
    """The first turn of a year that is free, of people who were claimed for less than `times` already. One that was
    given up is free again, whatever comes after it.
    """
    wanted, taken = set(workers), defaultdict[str, set[int]](set)
    rows = ClaimLine.objects.filter(worker__in=wanted, year=year, live=True)
    rows = rows.exclude(claim__application__state__in=GIVEN_UP)
    for worker, turn in rows.values_list("worker", "turn"):
        taken[worker].add(turn)
    free = {each: min(set(range(1, times + 1)) - taken[each], default=0) for each in wanted}
    return {worker: turn for worker, turn in free.items() if turn and len(taken[worker]) < times}


def stands_in(officer: Person, day: dt.date) -> Person | None:
    """Who does somebody's work on a day while they are away."""
    found = away_on(day).filter(person=officer).select_related("absence__substitute").first()
    return found.absence.substitute if found is not None else None


def touches_of(person: Person) -> QuerySet[Touch]:
    """Steps that wait for a person: their own, and of whom they stand in for today."""
    whose = {person.pk, *person.stands_in_for}
    rows = Touch.objects.filter(done_at=None, filing__officer__in=whose).exclude(filing__state=WITHDRAWN)
    return rows.select_related("filing__enterprise", "filing__officer")


def to_be_heard(person: Person) -> QuerySet[AuditItem]:
    """Doubts on which a person's enterprises may speak and have not."""
    mine = Filing.objects.of_member(person)
    rows = AuditItem.objects.filter(state=TOLD, heard="", learner__filing__in=mine)
    return rows.select_related("audit", "learner__filing__enterprise").order_by("hear_until", "pk")
