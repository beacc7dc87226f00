"""Reads of public notices: what everybody may see, and the bureau's own list of objections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.process import NOTICE, handling_of
from district.cases.core.queries import verdict_now
from district.cases.core.states import ACCEPTED
from district.cases.places.listed import STANDS, check_listed, waits_for_list
from district.cases.places.running import below, why_out
from district.cases.review.notice.models import Notice, NoticeLine, Objection
from district.ground.people.queries import Person, Role
from district.policies.queries import Programme

__all__ = [
    "Notice", "NoticeLine", "Objection", "Ready", "desk_notices", "full", "open_notices", "public_notices",
    "ready_for_notice",
]  # fmt: skip


def public_notices() -> QuerySet[Notice]:
    """Every notice ever made, the newest first: nothing published disappears."""
    return Notice.objects.select_related("programme__office").annotate(count=Count("lines"))


def open_notices(day: dt.date) -> QuerySet[Notice]:
    """Those one may still object to."""
    return public_notices().filter(until__gte=day)


def full(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """With lines and objections; two queries more whatever the length."""
    lines = NoticeLine.objects.select_related("application").prefetch_related(
        Prefetch("objections", Objection.objects.order_by("at", "pk"))
    )
    return rows.prefetch_related(Prefetch("lines", lines.order_by("serial")))


@dataclass(frozen=True)
class Ready:
    """Cases of one programme that a notice may name now; `listed`: a list by rule has said who, and in which order."""

    programme: Programme
    cases: list[Application]
    listed: bool


def ready_for_notice(person: Person, programme: Programme | None = None) -> list[Ready]:
    """What waits to be put on notice in the bureaus one works in, by programme, in the order of the lists."""
    rows = Application.objects.filter(state=ACCEPTED, programme__office__in=person.bureau_ids(Role.OFFICER))
    if programme is not None:
        rows = rows.filter(programme=programme)
    rows = rows.select_related("version__programme", "programme__office", "enterprise")
    found: dict[int, Ready] = {}
    stands = Q(listed__outcome__in=STANDS)  # one at the most (one_standing_a_case)
    listed = rows.annotate(
        on_list=Min("listed__allocation_id", filter=stands), on_place=Min("listed__order", filter=stands)
    )
    for row in listed.order_by("programme__name", "on_list", "on_place", "submitted_at", "pk"):
        if not _may_go(row):
            continue
        if row.programme_id not in found:
            found[row.programme_id] = Ready(row.programme, [], waits_for_list(row))
        found[row.programme_id].cases.append(row)
    return list(found.values())


def _may_go(row: Application) -> bool:
    if handling_of(row.version.description).next_step(row.passed) != NOTICE or why_out(row) or below(row):
        return False
    try:
        check_listed(row)
    except NotPossible:
        return False
    return verdict_now(row)["eligible"] is True


def desk_notices(person: Person) -> QuerySet[Notice]:
    """Notices of the bureaus one works in, or all for auditors; with objections that wait."""
    rows = public_notices()
    if not person.has_role(Role.AUDITOR):
        rows = rows.filter(programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    waiting = Count("lines__objections", filter=Q(lines__objections__state="filed"), distinct=True)
    return rows.annotate(count=Count("lines", distinct=True), waiting=waiting)
