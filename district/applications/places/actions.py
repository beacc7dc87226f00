"""Allotting places: one published list by the version's rule, then the waiting list as places come free."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from district.applications import notices, queries, standing, steps, terms
from district.applications.checks import NotPossible
from district.applications.handling import NOTICE, SCORE, Handling, handling_of
from district.applications.models import Application
from district.applications.places import allotting, guard
from district.applications.places.allotting import Allotted, Candidate
from district.applications.places.models import Allocation
from district.applications.scoring.models import Entry
from district.applications.scoring.permissions import may_run
from district.applications.states import ACCEPTED, NOTICED, WAITING
from district.people.permissions import require
from district.people.queries import Person
from district.policies import queries as policies
from district.policies.queries import Programme, ProgrammeVersion
from district.record import clock
from district.record.actions import write_log

ROOM = "applications"


def candidates_of(version: ProgrammeVersion) -> list[Application]:
    """Cases of a version that have passed the steps before the notice or the decision, and wait for a place."""
    handling = handling_of(version.description)
    rows = Application.objects.filter(version=version, state=ACCEPTED).select_related(
        "version__release", "programme", "enterprise"
    )
    before = [step for step in handling.steps if step != NOTICE]
    return [row for row in rows.order_by("submitted_at", "pk") if all(step in row.passed for step in before)]


def allot(
    *, version: ProgrammeVersion, by: Person, request_key: uuid.UUID, seed: str = "", money: Decimal | None = None
) -> Allocation:
    """Decide by the version's rule who gets a place; those below wait or are told so. Nothing is granted yet.

    `seed` is needed for a lottery and must have been published before; `money` is what pro-rata shares out.
    The same `request_key` again gives the same list. Raises Refused, NotPossible.
    """
    require(may_run(by, version.programme))
    handling = handling_of(version.description)
    quota = handling.quota
    if quota is None:
        raise NotPossible(_("这个项目没有名额限制。"))
    with transaction.atomic():
        if known := Allocation.objects.filter(request_key=request_key).first():
            return known
        cases = candidates_of(version)
        if not cases:
            raise NotPossible(_("没有等待排名的件。"))
        on_notice = Application.objects.filter(programme=version.programme, state=NOTICED).count()
        places = max(0, guard.left(version.programme, quota, clock.today()) - on_notice)
        stand = [_candidate(row, handling) for row in cases]
        lines = _by_rule(handling, stand, places, seed, money)
        latest = Entry.objects.filter(application__in=cases).order_by("-pk").first()
        allocation = Allocation.objects.create(
            programme=version.programme, year=clock.today().year, round=latest.round if latest else None,
            rule=quota.by, places=places, seed=seed, digest=allotting.digest(stand), request_key=request_key, by=by,
            at=clock.now(), lines=[_line(each, stand) for each in lines],
        )  # fmt: skip
        by_reference = {row.reference: row for row in cases}
        for each in lines:
            _settle(by_reference[each.reference], each, by)
        data = {"rule": quota.by, "places": places, "cases": len(lines), "digest": allocation.digest}
        write_log(room=ROOM, subject=version.programme.slug[:64], verb="allot", by=by, data=data)
    return allocation


def _by_rule(
    handling: Handling, stand: list[Candidate], places: int, seed: str, money: Decimal | None
) -> list[Allotted]:
    quota = handling.quota
    assert quota is not None
    if quota.by == "first-come":
        return allotting.first_come(stand, places, waiting=quota.waiting)
    if quota.by == "lottery":
        if not seed.strip():
            raise NotPossible(_("摇号要先公布种子。"))
        return allotting.drawn(stand, places, seed=seed.strip(), waiting=quota.waiting)
    if quota.by == "pro-rata":
        if money is None:
            raise NotPossible(_("按比例分配要写明总额。"))
        return allotting.in_proportion(stand, money)
    scoring = handling.scoring
    if SCORE in handling.steps:
        return allotting.ranked(stand, places, ties=scoring.ties, passing=scoring.passing, waiting=quota.waiting,
                                seed=seed)  # fmt: skip
    by_rank = [Candidate(each.reference, each.submitted, score=each.rank) for each in stand]
    return allotting.ranked(by_rank, places, waiting=quota.waiting, seed=seed)


def _candidate(row: Application, handling: Handling) -> Candidate:
    entry = row.entries.order_by("-pk").first()
    verdict = queries.verdict_now(row)
    assert row.submitted_at is not None
    marks = {name: Decimal(value) for name, value in entry.marks.items()} if entry else {}
    return Candidate(
        reference=row.reference, submitted=row.submitted_at, score=entry.score if entry else None, marks=marks,
        rank=policies.rank_of(row.version, standing.thaw(row.facts), row.as_of),
        amount=standing.amount(verdict) or Decimal(0),
    )  # fmt: skip


def _line(each: Allotted, stand: list[Candidate]) -> dict[str, object]:
    candidate = next(one for one in stand if one.reference == each.reference)
    return {
        "reference": each.reference, "order": each.order, "outcome": each.outcome, "tie": each.tie,
        "share": None if each.share is None else str(each.share),
        "score": None if candidate.score is None else str(candidate.score),
        "rank": None if candidate.rank is None else str(candidate.rank),
        "submitted": candidate.submitted.isoformat(),
    }  # fmt: skip


def _settle(row: Application, each: Allotted, by: Person) -> None:
    """Keep the order on the case's entry; who waits goes on the waiting list."""
    Entry.objects.filter(application=row).update(order=each.order)
    if each.outcome == "waiting":
        with steps.move(row, "wait", by, {"order": each.order}) as waiting:
            terms.stop_clock(waiting)
            notices.on_waiting_list(waiting)


def call_up(*, programme: Programme, by: Person) -> Application | None:
    """Call the first of the waiting list up, if a place is free. None when nobody waits.

    Raises NotPossible while all places are taken or on notice.
    """
    require(may_run(by, programme))
    with transaction.atomic():
        waiting = Application.objects.filter(programme=programme, state=WAITING).select_related("version")
        row = waiting.order_by("entries__order", "submitted_at", "pk").first()
        if row is None:
            return None
        guard.room_for(row, 1)
        with steps.move(row, "call_up", by) as called:
            terms.start_clock(called, "decide", clock.today())
            notices.called_up(called)
    return row


def in_hand(day: dt.date, version: ProgrammeVersion) -> dict[str, int]:
    """Places of a version on a day: {count, taken, noticed, left}; reads only."""
    quota = handling_of(version.description).quota
    if quota is None:
        return {}
    left = guard.left(version.programme, quota, day)
    noticed = Application.objects.filter(programme=version.programme, state=NOTICED).count()
    return {"count": quota.count, "taken": quota.count - left, "noticed": noticed, "left": max(0, left - noticed)}
