"""Reads of milestones."""

from __future__ import annotations

from django.db.models import F, QuerySet

from district.cases.aftercare.milestones.models import Milestone
from district.cases.aftercare.milestones.states import OPEN, STANDING
from district.cases.core.models import Application
from district.funds.queries import milestones_waiting
from district.ground.people.queries import Person


def reachable(application: Application) -> list[str]:
    """Milestones whose money waits and for which nothing is asked yet."""
    if application.state != "granted":
        return []
    asked = set(application.milestones.filter(state__in=STANDING).values_list("milestone", flat=True))
    return [each for each in milestones_waiting(application.reference) if each not in asked]


def on_desk(person: Person, *, open_only: bool = False) -> QuerySet[Milestone]:
    """The desk's list, the most urgent first."""
    rows = Milestone.objects.on_desk_of(person)
    rows = rows.filter(state__in=OPEN) if open_only else rows
    rows = rows.select_related("application__enterprise", "application__programme__office", "checked_by", "by")
    return rows.order_by(F("due_on").asc(nulls_last=True), "-at", "-pk")
