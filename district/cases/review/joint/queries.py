"""Reads of joint reviews: what a bureau has been asked, and the matrix of cases and bureaus."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from district.cases.core.models import Application
from district.cases.core.states import JOINT
from district.cases.review.joint.models import Opinion
from district.ground.people.queries import Person, Role

__all__ = ["Opinion", "Row", "asked_of", "cases_asked_of", "matrix", "opinions_in_review", "rows_in_review"]


def cases_asked_of(bureaus: Collection[int]) -> QuerySet[Opinion, Any]:
    """Keys of the cases on which any of these bureaus was asked."""
    return Opinion.objects.filter(office__in=bureaus).values("application")


def asked_of(person: Person, *, open_only: bool = True) -> QuerySet[Opinion]:
    """Opinions asked of the bureaus one works in, most urgent first; those whose review runs, unless all are wanted."""
    rows = Opinion.objects.filter(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    if open_only:
        rows = rows.filter(application__state=JOINT)
    rows = rows.select_related("application__enterprise", "application__programme__office", "office", "by")
    return rows.order_by(F("at").asc(nulls_first=True), "due_on", "pk")


def rows_in_review(person: Person) -> QuerySet[Application]:
    """Cases in joint review that one leads or may look into."""
    return Application.objects.on_desk_of(person).filter(state=JOINT).select_related("programme", "enterprise")


def opinions_in_review(person: Person) -> QuerySet[Opinion]:
    """Every bureau's opinion on those cases, case by case, the most urgent case first."""
    rows = Opinion.objects.filter(application__in=rows_in_review(person).values("pk"))
    rows = rows.select_related("application__enterprise", "application__programme__office", "office", "by")
    return rows.order_by("application__due_on", "application__pk", "office__name")


@dataclass(frozen=True)
class Row:
    """A case and, for each office of the matrix, its opinion or None."""

    case: Application
    cells: list[Opinion | None]

    @property
    def left(self) -> int:
        return sum(each is not None and each.open for each in self.cells)


def matrix(cases: list[Application]) -> tuple[list[str], list[Row]]:
    """(offices across, cases down); one query."""
    found: dict[tuple[int, str], Opinion] = {}
    opinions = Opinion.objects.filter(application__in=cases).select_related("office", "by")
    for opinion in opinions.order_by("office__name"):
        found[opinion.application_id, opinion.office.name] = opinion
    offices = list(dict.fromkeys(office for _case, office in found))
    return offices, [Row(case, [found.get((case.pk, office)) for office in offices]) for case in cases]
