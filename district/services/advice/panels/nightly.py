"""The night's work: who has not signed is reminded; ways that nobody has said are estimated."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.nightly import Piece
from district.services.advice.panels import telling
from district.services.advice.panels.models import Panel
from district.services.advice.panels.queries import unsigned
from district.services.advice.panels.ways import say_what_is_not_said

EVERY = 3  # days between two reminders


def remind(today: dt.date) -> str:
    """Every EVERY days, by how things stand now."""
    due = Q(panel__reminded_on=None) | Q(panel__reminded_on__lte=today - dt.timedelta(days=EVERY))
    rows = list(unsigned().filter(due))
    for row in rows:
        with transaction.atomic():
            telling.remind(row)
            Panel.objects.filter(pk=row.panel_id).update(reminded_on=today)
    return _("提醒 %(n)d 位专家签意见") % {"n": len(rows)}


def ways(_today: dt.date) -> str:
    return say_what_is_not_said()


PIECES = (
    Piece("panel_sign", gettext_lazy("会诊意见的提醒"), remind),
    Piece("street_ways", gettext_lazy("街道之间的路程"), ways),
)
