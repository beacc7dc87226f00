"""Acceptance of a project: for the firm to ask for, for two officials to confirm."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.aftercare.milestones.models import Milestone
from district.cases.aftercare.milestones.queries import on_desk
from district.cases.aftercare.milestones.states import ASKED, STANDING
from district.cases.core.models import Application
from district.cases.core.states import GRANTED
from district.enterprises.mandates.queries import Scope
from district.enterprises.queries import ALL, acted_for, ties
from district.funds.queries import cases_waiting_for_a_milestone
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role


def to_ask(person: Person, today: dt.date) -> QuerySet[Application]:
    """Granted cases whose next payment waits for acceptance, which nobody has asked for."""
    asked = Milestone.objects.filter(application=OuterRef("pk"), state__in=STANDING)
    firms = acted_for(person, Scope.FILLS, subjects=ALL).values("pk")
    rows = Application.objects.filter(state=GRANTED, enterprise__in=firms).exclude(Exists(asked))
    return rows.filter(cases_waiting_for_a_milestone("reference")).select_related("programme", "enterprise")


def to_check(person: Person, today: dt.date) -> QuerySet[Milestone]:
    rows = on_desk(person, open_only=True)
    rows = rows.filter(application__programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    others = ~Q(checked_by=person) & ~Q(checked_by__in=list(person.stands_in_for))
    return rows.filter(Q(state=ASKED) | others).exclude(ties(person, "application__enterprise"))


def _ask(row: Application) -> Shown:
    link = reverse("cases:my_acceptance", args=[row.reference])
    return Shown(_("做完之后申请验收"), f"{row.programme.name} · {row.enterprise.name}", link)


def _check(row: Milestone) -> Shown:
    case, what = row.application, _("核验完成情况") if row.state == ASKED else _("确认验收")
    link = reverse("cases:acceptance", args=[row.reference])
    return Shown(what, f"{case.enterprise.name} · {case.programme.name}", link, row.due_provisional)


ASKS = Source("acceptance", gettext_lazy("申请验收"), to_ask, _ask)
CHECKS = Source("milestone", gettext_lazy("验收"), to_check, _check, "due_on", desk=True)
