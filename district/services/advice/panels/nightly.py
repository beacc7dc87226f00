"""The night's work: what nobody came to is called off, seats of who left are to be filled; who has not signed is
reminded; ways that nobody has said are estimated."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.nightly import Piece
from district.services.advice.panels import telling
from district.services.advice.panels.actions import call_off_deserted, leave
from district.services.advice.panels.models import Panel
from district.services.advice.panels.queries import deserted, seats_of_gone, unsigned
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


def call_off(_today: dt.date) -> str:
    """What began with nobody there did not take place."""
    done = sum(call_off_deserted(panel) for panel in list(deserted().order_by("pk")))
    return _("取消 %(n)d 次没有专家能来的会诊。") % {"n": done}


def terms(today: dt.date) -> str:
    """Of experts whose term ran out, which nobody tells of by itself."""
    experts = {part.expert_id: part.expert for part in seats_of_gone(today)}
    for expert in experts.values():
        leave(expert, by=None)
    return _("%(n)d 位专家聘期结束，请人接替。") % {"n": len(experts)}


def ways(_today: dt.date) -> str:
    return say_what_is_not_said()


PIECES = (
    Piece("panel_terms", gettext_lazy("会诊里聘期结束的专家"), terms),
    Piece("panel_deserted", gettext_lazy("没有专家能来的会诊"), call_off),
    Piece("panel_sign", gettext_lazy("会诊意见的提醒"), remind),
    Piece("street_ways", gettext_lazy("街道之间的路程"), ways),
)
