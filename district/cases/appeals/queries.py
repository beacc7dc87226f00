"""Reads of appeals."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet

from district.cases.appeals.models import Appeal
from district.cases.appeals.states import FILED, OPEN
from district.cases.core.models import Application
from district.ground.people.queries import Person, Role

__all__ = ["Appeal", "appeals_of_case", "turns", "visible_appeals"]


def visible_appeals(person: Person) -> QuerySet[Appeal]:
    """Appeals against decisions of cases one may see, the most urgent first."""
    seen = Application.objects.on_desk_of(person).values("pk")
    rows = Appeal.objects.filter(decision__application__in=seen).select_related(
        "decision__application__enterprise", "decision__application__programme", "decision__office", "decision__by",
        "by", "reviewer", "result",
    )  # fmt: skip
    return rows.order_by(F("due_on").asc(nulls_last=True), "-at", "-pk")


def turns(person: Person, appeals: Iterable[Appeal]) -> dict[int, str]:
    """Appeal's key → what waits for this person: "admit", "answer", or "change" for a leader who did not decide."""
    works, leads = person.bureau_ids(Role.OFFICER, Role.LEADER), person.bureau_ids(Role.LEADER)
    found = {}
    for each in appeals:
        decision = each.decision
        if each.state in OPEN and decision.by_id != person.pk and decision.office_id in works:
            found[each.pk] = "admit" if each.state == FILED else "change" if decision.office_id in leads else "answer"
    return found


def appeals_of_case(application: Application) -> QuerySet[Appeal]:
    return Appeal.objects.filter(decision__application=application).select_related("decision", "result")
