"""Allotting places: one published list by the version's rule, then the waiting list as places come free."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.cases.core import promising, queries, standing, steps, telling, terms
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.process import SCORE, Handling, Quota, handling_of
from district.cases.core.states import BEFORE_THE_LIST
from district.cases.giving import funding
from district.cases.places import allotting, guard, standings
from district.cases.places.allotting import Allotted, Candidate
from district.cases.places.listed import period_today, quota_of
from district.cases.places.models import Allocation, Listed
from district.cases.places.running import candidates_of, check_time, why_out
from district.cases.review.scoring.models import Entry
from district.cases.review.scoring.permissions import may_run
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import write_log
from district.policies import queries as policies
from district.policies.queries import Programme, ProgrammeVersion

ROOM = "cases"


def allot(
    *, version: ProgrammeVersion, by: Person, request_key: uuid.UUID, seed: str = "", money: Decimal | None = None,
    leaving: str = "",
) -> Allocation:  # fmt: skip
    """Decide by the version's rule who gets a place; those below wait or are told so. Nothing is granted yet.

    `seed` is needed for a lottery and must have been published before; `money` is what pro-rata shares out, once a
    year; `leaving` says why cases of the same window that are not through are not waited for. Who stands on an earlier
    list keeps what it gives him, and who waits on one comes before this one's. Who is out is not ranked.
    The same `request_key` again gives the same list. Raises Refused, NotPossible.
    """
    require(may_run(by, version.programme))
    handling, quota = handling_of(version.description), quota_of(version)
    if quota is None:
        raise NotPossible(_("这个项目没有名额限制。"))
    with transaction.atomic():
        guard.held(version.programme, quota)
        if known := Allocation.objects.filter(request_key=request_key).first():
            return known
        cases = candidates_of(version)
        if not cases:
            raise NotPossible(_("没有等待排名的件。"))
        check_time(version.programme, cases, leaving)
        places = _places_for(version.programme, quota)
        stand = [_candidate(row, handling) for row in cases]
        if quota.by == "pro-rata":
            _check_pot(version.programme, len(cases))
        lines = _by_rule(handling, quota, stand, places, seed, money)
        latest = Entry.objects.filter(application__in=cases).order_by("-pk").first()
        allocation = Allocation.objects.create(
            programme=version.programme, year=clock.today().year, period=period_today(quota), rule=quota.by,
            round=latest.round if latest else None, places=places, seed=seed, digest=allotting.digest(stand),
            request_key=request_key, by=by, at=clock.now(), lines=[_line(each, stand) for each in lines],
        )  # fmt: skip
        by_reference = {row.reference: row for row in cases}
        waits = standings.waiting_list(version.programme).count()
        for each, line in zip(lines, allocation.lines, strict=True):
            row = by_reference[each.reference]
            listed = _settle(allocation, row, each, by)
            waits += each.outcome == "waiting"
            standings.list_made(row, listed, line, waits)
        short = funding.in_order(version.programme, by)
        if short and quota.by == "pro-rata":  # all of the pot is there for everybody, or it is not shared out
            raise NotPossible(short)
        data = {"rule": quota.by, "places": places, "cases": len(lines), "digest": allocation.digest}
        data |= {"money": short} if short else {}
        write_log(
            room=ROOM, subject=version.programme.slug[:64], verb="allot", by=by, reason=leaving.strip(), data=data
        )
    return allocation


def _places_for(programme: Programme, quota: Quota) -> int:
    """Places this list may give: not those promised, nor those for which somebody waits on an earlier list."""
    period = period_today(quota)
    waiting = standings.waiting_list(programme).filter(allocation__period=period).count()
    return max(0, guard.free(programme, quota, period) - waiting)


def _check_pot(programme: Programme, standing_now: int) -> None:
    """A sum is shared out once a year, among all who have applied: what comes after would find it empty."""
    year = clock.today().year
    if Allocation.objects.filter(programme=programme, rule="pro-rata", year=year).exists():
        raise NotPossible(_("%(year)d 年的总额已经分配过，不能再分一次。") % {"year": year})
    rows = Application.objects.filter(programme=programme, state__in=BEFORE_THE_LIST).select_related("version")
    under_way = sum(not why_out(row) for row in rows)
    if under_way > standing_now:
        raise NotPossible(_("还有 %(n)d 件没有走完前面的步骤；按比例分配要等齐了一次分。") % {
            "n": under_way - standing_now})  # fmt: skip


def _by_rule(
    handling: Handling, quota: Quota, stand: list[Candidate], places: int, seed: str, money: Decimal | None
) -> list[Allotted]:
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


def _settle(allocation: Allocation, row: Application, each: Allotted, by: Person) -> Listed:
    """Keep where the case stands; who waits goes on the waiting list."""
    Entry.objects.filter(application=row).update(order=each.order)
    listed = Listed.objects.create(allocation=allocation, application=row, order=each.order, outcome=each.outcome,
                                   share=each.share)  # fmt: skip
    if each.outcome == "waiting":
        with steps.move(row, "wait", by, {"order": each.order}) as waiting:
            terms.stop_clock(waiting)
    return listed


def call_up(*, programme: Programme, by: Person) -> Application | None:
    """Call the first of the waiting list up, if a place is free. None when nobody waits.

    The first is that of the earliest list, in that list's own order, whatever came later; the places are those of the
    list's own year. Raises NotPossible while all places are taken or on notice, or promised to a year to come.
    """
    require(may_run(by, programme))
    with transaction.atomic():
        rows = standings.waiting_list(programme)
        periods = sorted(set(rows.values_list("allocation__period", flat=True)))
        if not periods:
            return None
        period = _period_with_room(programme, rows, periods)
        first = _first(rows, period)
        if first is None:  # another call was a moment quicker
            return None
        row = first.application
        Listed.objects.filter(pk=first.pk).update(called_at=clock.now())
        with steps.move(row, "call_up", by, {"order": first.order}) as called:
            promising.begin_decision(called, clock.today())
            telling.called_up(called)
        funding.in_order(programme, by)
    return row


def _first(rows: QuerySet[Listed], period: int) -> Listed | None:
    return rows.filter(allocation__period=period).select_related("application__version__programme").first()


def _period_with_room(programme: Programme, rows: QuerySet[Listed], periods: list[int]) -> int:
    """The first of the periods of which a place is free for who waits; its places are locked."""
    full: NotPossible | None = None
    for period in periods:
        if period > clock.today().year:
            raise full or NotPossible(_("候补的要用 %(year)d 年的名额，到那一年才能递补。") % {"year": period})
        first = _first(rows, period)
        if first is None:
            continue
        try:
            guard.room_for(first.application, 1)
            return period
        except NotPossible as taken:
            full = taken
    raise full or NotPossible(_("没有候补的件。"))
