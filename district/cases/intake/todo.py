"""Papers that a firm promised to hand in later (容缺)."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.models import Application
from district.cases.core.states import ENTERED, OPEN_STATES
from district.cases.intake.owing import owed
from district.enterprises.mandates.queries import Scope
from district.enterprises.queries import ALL, acted_for
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person

LATER = '"later": "'  # how `evidence.later` stands in the column's text; an empty word owes nothing


def owing(person: Person, today: dt.date) -> QuerySet[Application]:
    """Cases that run and lack a paper; what came back says so itself, in the list of what is missing."""
    rows = Application.objects.filter(enterprise__in=acted_for(person, Scope.CORRECTS, subjects=ALL).values("pk"))
    running = rows.filter(state__in=OPEN_STATES - ENTERED).annotate(given=Cast("evidence", TextField()))
    return running.filter(given__contains=LATER).select_related("programme__office", "enterprise", "version")


def first_due(row: Application) -> dt.date | None:
    return min((each.until for each in owed(row)), default=None)


def _shown(row: Application) -> Shown:
    link = reverse("cases:mine_one", args=[row.reference])
    return Shown(_("补交容缺的材料"), f"{row.programme.name} · {row.enterprise.name}", link)


OWED = Source("owed", gettext_lazy("容缺补交"), owing, _shown, first_due)
