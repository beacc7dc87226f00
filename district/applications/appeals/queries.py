"""Reads of appeals."""

from __future__ import annotations

from django.db.models import F, QuerySet

from district.applications.appeals.models import Appeal
from district.applications.models import Application
from district.people.queries import Person

__all__ = ["Appeal", "appeals_of_case", "visible_appeals"]


def visible_appeals(person: Person) -> QuerySet[Appeal]:
    """Appeals against decisions of cases one may see, the most urgent first."""
    seen = Application.objects.on_desk_of(person).values("pk")
    rows = Appeal.objects.filter(decision__application__in=seen).select_related(
        "decision__application__enterprise", "decision__application__programme", "decision__office", "decision__by",
        "by", "reviewer", "result",
    )  # fmt: skip
    return rows.order_by(F("due_on").asc(nulls_last=True), "-at", "-pk")


def appeals_of_case(application: Application) -> QuerySet[Appeal]:
    return Appeal.objects.filter(decision__application=application).select_related("decision", "result")
