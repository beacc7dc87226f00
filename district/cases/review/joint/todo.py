"""Opinions a person's bureaus are asked for."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.review.joint.models import Opinion
from district.cases.review.joint.queries import asked_of
from district.enterprises.queries import ties
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person


def opinions(person: Person, today: dt.date) -> QuerySet[Opinion]:
    """Not those whose clock is stopped: they wait for what was asked for."""
    rows = asked_of(person).filter(said="", suspended_at=None)
    return rows.exclude(ties(person, "application__enterprise"))


def _shown(row: Opinion) -> Shown:
    case = row.application
    link = reverse("cases:joint", args=[case.reference])
    what = _("答复联审意见（%(office)s）") % {"office": row.office.name}
    return Shown(what, f"{case.enterprise.name} · {case.programme.name}", link, row.due_provisional)


OPINIONS = Source("opinion", gettext_lazy("联审意见"), opinions, _shown, "due_on", desk=True)
