"""Sheets that wait for an expert, and rounds in which every sheet is in."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.review.scoring.models import Round, Sheet
from district.cases.review.scoring.queries import sheets_of, to_do
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role


def sheets(person: Person, today: dt.date) -> QuerySet[Sheet]:
    return to_do(sheets_of(person))


def rounds(person: Person, today: dt.date) -> QuerySet[Round]:
    """Those to close: no sheet is waited for."""
    rows = Round.objects.filter(closed_at=None, programme__office__in=person.bureau_ids(Role.OFFICER))
    waiting = to_do(Sheet.objects.filter(entry__round=OuterRef("pk")))
    return rows.exclude(Exists(waiting)).select_related("programme")


def _sheet(row: Sheet) -> Shown:
    round_ = row.entry.round
    whose = row.entry.code if round_.blind else row.entry.application.enterprise.name
    link = reverse("cases:sheet", args=[row.pk])
    return Shown(_("评分"), f"{whose} · {round_.programme.name}", link, round_.due_provisional)


def _round(row: Round) -> Shown:
    link = reverse("cases:round", args=[row.reference])
    return Shown(_("评分已齐，结束评审"), f"{row.programme.name} · {row.reference}", link, row.due_provisional)


SHEETS = Source("sheet", gettext_lazy("评分"), sheets, _sheet, "entry__round__due_on", desk=True)
ROUNDS = Source("round", gettext_lazy("评审"), rounds, _round, "due_on", desk=True)
