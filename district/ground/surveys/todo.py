"""Questionnaires that wait for an answer."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.todo import Shown, Source
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Invitation
from district.ground.surveys.queries import invitations_waiting


def _shown(row: Invitation) -> Shown:
    who = f" · {row.name}" if row.subject else ""
    return Shown(_("填写问卷"), f"{row.questionnaire}{who}", link_of(row))


INVITATIONS = Source(
    "survey", gettext_lazy("问卷"), invitations_waiting, _shown, "questionnaire__closes_on", told_by="survey"
)
