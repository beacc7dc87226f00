"""Hours of the district's own classroom in a filing: of the course its plan names, on its days, each once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import OuterRef, Subquery

from district.cases.core.states import GIVEN_UP
from district.ground.slots.times import ONE_DAY, whole_day
from district.services.training.courses.queries import session_of
from district.services.training.employers.models import ClaimLine, Filing, Plan, Trainee
from district.services.training.hours.queries import Spans

Days = tuple[dt.date, dt.date]  # both inclusive


def course_session(plan: Plan) -> str:
    """What the ledger calls the course of a plan; "" where it names none."""
    return session_of(plan.classroom.reference) if plan.classroom is not None else ""


def counting(filing: Filing, plan: Plan, learners: Sequence[Trainee]) -> dict[tuple[int, str], Spans]:
    """Learner in the ledger and the course's session → when its hours count here: on the plan's days, without those on
    which another claim of the same course has them. Nothing where the plan names no course. Two queries at most.
    """
    session = course_session(plan)
    if not session:
        return {}
    taken = _taken(filing, plan, learners)
    return {
        (each.ledger.same_as_id or each.ledger_id, session): [
            (whole_day(first).starts, whole_day(last).ends)
            for first, last in _left((plan.starts, plan.ends), taken.get(each.worker, ()))
        ]
        for each in learners
    }


def _taken(filing: Filing, plan: Plan, learners: Iterable[Trainee]) -> Mapping[str, list[Days]]:
    """Worker → days of the course that are in other claims: in all, or, of whom this filing claims, in earlier ones."""
    last = Plan.objects.filter(filing=OuterRef("claim__filing")).order_by("-number")
    live = ClaimLine.objects.filter(live=True, worker__in=[each.worker for each in learners])
    own = dict(live.filter(claim__filing=filing).values_list("worker", "pk"))
    others = live.exclude(claim__filing=filing).exclude(claim__application__state__in=GIVEN_UP).annotate(
        course=Subquery(last.values("classroom")[:1]), first=Subquery(last.values("starts")[:1]),
        until=Subquery(last.values("ends")[:1]),
    ).filter(course=plan.classroom_id, first__lte=plan.ends, until__gte=plan.starts)  # fmt: skip
    found: dict[str, list[Days]] = defaultdict(list)
    for row in others.order_by("first", "pk"):
        if row.worker not in own or row.pk < own[row.worker]:
            found[row.worker].append((row.first, row.until))
    return found


def _left(days: Days, taken: Iterable[Days]) -> list[Days]:
    """What is left of days, where those `taken` (in order) are gone."""
    first, last = days
    left = []
    for begins, ends in taken:
        if begins > first:
            left.append((first, min(begins - ONE_DAY, last)))
        first = max(first, ends + ONE_DAY)
    return [*left, (first, last)] if first <= last else left
