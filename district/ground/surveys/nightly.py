"""The night's work on questionnaires."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.nightly import Piece
from district.ground.surveys import telling


def _remind(today: dt.date) -> str:
    return _("提醒了 %(n)d 位还没有交问卷的人。") % {"n": telling.remind(today)}


PIECES = (Piece("surveys", gettext_lazy("提醒快截止的问卷"), _remind),)
