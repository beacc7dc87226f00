"""What looks odd among yesterday's entries, put up once a night."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.nightly import Piece
from district.ground.slots.times import ONE_DAY, whole_day
from district.services.training.hours.actions import look
from district.services.training.hours.queries import recorded_since
from district.services.training.hours.states import OPEN

BACK = 2 * ONE_DAY  # a night that was left out is caught up


def odd(today: dt.date) -> str:
    found = look(recorded_since(whole_day(today - BACK).starts))
    return f"待核实的学时 {sum(flag.state == OPEN for flag in found)} 条。"


PIECES = (Piece("odd-hours", _("不寻常的学时"), odd),)
