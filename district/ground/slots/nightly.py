"""Offers that ran out, once a night (the worker asks more often); who has a seat tomorrow is told."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.nightly import Piece
from district.ground.slots.seats import lapse_offers, remind
from district.ground.slots.times import ONE_DAY


def offers(today: dt.date) -> str:
    return f"递补过期 {lapse_offers()} 个，席位已给下一位。"


def tomorrow(today: dt.date) -> str:
    return f"明天有活动的提醒 {remind(today + ONE_DAY)} 条。"


PIECES = (
    Piece("seat-offers", _("到期没有确认的递补"), offers), Piece("seat-reminders", _("明天的活动提醒"), tomorrow),
)  # fmt: skip
