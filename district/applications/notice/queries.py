"""Reads of public notices: what everybody may see, and the bureau's own list of objections."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Prefetch, Q, QuerySet

from district.applications.notice.models import Notice, NoticeLine, Objection
from district.people.queries import Person, Role

__all__ = ["Notice", "NoticeLine", "Objection", "desk_notices", "full", "open_notices", "public_notices"]


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


def desk_notices(person: Person) -> QuerySet[Notice]:
    """Notices of the bureaus one works in, or all for auditors; with objections that wait."""
    rows = public_notices()
    if not person.has_role(Role.AUDITOR):
        rows = rows.filter(programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    waiting = Count("lines__objections", filter=Q(lines__objections__state="filed"), distinct=True)
    return rows.annotate(count=Count("lines", distinct=True), waiting=waiting)
