"""What is done about traces once a night."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.nightly import Piece
from district.ground.traces.actions import forget_old


def traces(today: dt.date) -> str:
    return f"已删除到期的 {forget_old(today)} 条。"


PIECES = (Piece("traces", _("删除到期的查阅留痕"), traces),)
