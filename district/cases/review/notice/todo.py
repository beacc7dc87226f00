"""Objections: for the bureau to answer, for the firm to be heard on."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.review.notice.models import Objection
from district.enterprises.mandates.queries import Scope
from district.enterprises.queries import ALL, acted_for, ties
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role

CASE = "line__application"


def _filed() -> QuerySet[Objection]:
    rows = Objection.objects.filter(state=Objection.State.FILED)
    return rows.select_related("line__notice", f"{CASE}__programme", f"{CASE}__enterprise")


def objections(person: Person, today: dt.date) -> QuerySet[Objection]:
    rows = _filed().filter(line__application__programme__office__in=person.bureau_ids(Role.OFFICER))
    return rows.exclude(ties(person, f"{CASE}__enterprise"))


def hearings(person: Person, today: dt.date) -> QuerySet[Objection]:
    firms = acted_for(person, Scope.APPEALS, subjects=ALL).values("pk")
    return _filed().filter(statement="", heard_until__gte=today, line__application__enterprise__in=firms)


def _answer(row: Objection) -> Shown:
    link = reverse("cases:desk_notice", args=[row.line.notice.reference])
    case = row.line.application
    return Shown(_("核查并答复异议"), f"{case.enterprise.name} · {case.programme.name}", link)


def _state(row: Objection) -> Shown:
    case = row.line.application
    link = reverse("cases:mine_one", args=[case.reference])
    return Shown(_("对公示异议陈述意见"), f"{case.programme.name} · {case.enterprise.name}", f"{link}#against-{row.pk}")


OBJECTIONS = Source("objection", gettext_lazy("异议"), objections, _answer, f"{CASE}__due_on", desk=True)
HEARINGS = Source("hearing", gettext_lazy("陈述意见"), hearings, _state, "heard_until")
