"""The ledger's upkeep once a day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.funds import accounts, actions, holding, rechecking, working
from district.ground.bringing.nightly import Piece
from district.ground.record import calendar


def upkeep(today: dt.date) -> str:
    warned = holding.warn_ending(today=today)
    expired = 0
    while calendar.day(today).counted and (found := actions.expire_holds()):  # what was told of ends
        expired += found
    looked = rechecking.recheck(rechecking.running())
    working.resume()
    forgotten = accounts.forget_due()
    paused, resumed = sum(each.paused for each in looked), sum(each.resumed for each in looked)
    followed = sum(bool(each.more) for each in looked)
    said = f"暂停按期给付 {paused} 件，恢复 {resumed} 件，金额随之变化 {followed} 件"
    return f"占用快到期已提醒 {warned} 件，占用到期 {expired} 件，{said}，查看个人账户 {forgotten} 个。"


PIECES = (Piece("ledger", _("占用到期、按期给付、续办批次"), upkeep),)
