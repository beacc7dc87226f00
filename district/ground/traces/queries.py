"""Reads of traces."""

from __future__ import annotations

from django.db.models import QuerySet

from district.ground.people.queries import Person
from district.ground.traces.models import Trace, What

__all__ = ["Trace", "What", "entrances_of", "looks_at", "traces_for"]


def traces_for(_person: Person) -> QuerySet[Trace]:
    """All of them: the page's door lets auditors in alone."""
    return Trace.objects.select_related("by")


def entrances_of(person: Person) -> QuerySet[Trace]:
    """When somebody signed in, and when it was tried in vain under their name."""
    mine = Trace.objects.filter(what=What.ENTERED, by=person) | Trace.objects.filter(
        what=What.REFUSED, subject=person.username
    )
    return mine.order_by("-at")


def looks_at(subject: str) -> QuerySet[Trace]:
    """Who looked at the facts of a subject, the latest first."""
    return Trace.objects.filter(what=What.FACTS, subject=subject).select_related("by")
