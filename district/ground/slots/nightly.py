"""Offers that ran out, once a night; the worker asks more often."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.nightly import Piece
from district.ground.slots.seats import lapse_offers


def offers(today: dt.date) -> str:
    return f"递补过期 {lapse_offers()} 个，席位已给下一位。"


PIECES = (Piece("seat-offers", _("到期没有确认的递补"), offers),)
