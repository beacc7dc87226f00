"""Signatures that wait for a person: the list of 待我审批 itself."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.approving.models import Proposal
from district.cases.approving.queries import waiting_for
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person


def approvals(person: Person, today: dt.date) -> QuerySet[Proposal]:
    return waiting_for(person)


def _shown(row: Proposal) -> Shown:
    case = row.application
    link = reverse("cases:case", args=[case.reference])
    subject = f"{case.enterprise.name} · {case.programme.name}"
    return Shown(_("签批：%(what)s") % {"what": row.get_outcome_display()}, subject, link, case.due_provisional)


APPROVALS = Source("approval", gettext_lazy("审批"), approvals, _shown, "application__due_on", desk=True)
