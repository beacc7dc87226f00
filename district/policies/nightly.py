"""What policies do once a night."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.nightly import Piece
from district.policies.subscribing import news


def openings(today: dt.date) -> str:
    return f"已发 {news.tell(today=today)} 条开放提醒。"


PIECES = (Piece("openings", _("告诉订阅的人新开放的政策"), openings),)
