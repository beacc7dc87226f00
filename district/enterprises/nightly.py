"""What the register does once a night."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.enterprises.claims.actions import end_over, tell_ending
from district.enterprises.persons.actions import end_due
from district.enterprises.wallet.actions import remind_expiring
from district.ground.bringing.nightly import Piece


def papers(today: dt.date) -> str:
    return f"已提醒 {remind_expiring(day=today)} 份。"


def consents(today: dt.date) -> str:
    return f"已到期 {end_due(day=today)} 份。"


def terms(today: dt.date) -> str:
    return f"已结束 {end_over(day=today)} 人，提前告知 {tell_ending(day=today)} 人。"


PIECES = (
    Piece("papers", _("提醒快到期的材料"), papers),
    Piece("firm-terms", _("代表企业的期限：快到的提前告知，已满的结束"), terms),
    Piece("consents", _("个人信息的保存同意到期，删除信息"), consents),
)
