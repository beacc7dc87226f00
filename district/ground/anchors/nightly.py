"""What is done about the log's head once a night."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground.anchors.actions import anchor, send_out
from district.ground.bringing.nightly import Faulty, Piece


def sign(today: dt.date) -> str:
    row = anchor(today)
    if wrong := send_out():
        raise Faulty("；".join(wrong))
    return f"第 {row.number} 行，印记 {row.seal[:16]}…"


PIECES = (Piece("anchor", _("签署当日留痕末行并送往约定处"), sign),)
