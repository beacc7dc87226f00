"""Sittings that were left open, ended once a night so that their time is in the ledger."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.bringing.nightly import Piece
from district.services.training.courses.sitting import end_idle


def idle(today: dt.date) -> str:
    return f"结束没有关上的学习 {end_idle(clock.now())} 次。"


PIECES = (Piece("idle-sittings", _("没有关上的学习"), idle),)
