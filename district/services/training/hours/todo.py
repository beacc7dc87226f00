"""Hours that wait for somebody of the bureau to look at them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role
from district.services.training.hours.models import Flag, whose
from district.services.training.hours.states import OPEN


def to_review(person: Person, today: dt.date) -> QuerySet[Flag]:
    rows = Flag.objects.filter(state=OPEN, office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    return rows.exclude(pk__in=Flag.objects.filter(whose(person, "entries__learner")).values("pk"))


def _shown(row: Flag) -> Shown:
    return Shown(_("核实学时"), f"{row.get_kind_display()} · {row.title}", reverse("hours:flag", args=[row.reference]))


REVIEW = Source("hours", gettext_lazy("学时核实"), to_review, _shown, desk=True)
