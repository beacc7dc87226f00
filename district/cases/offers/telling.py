"""What a firm is told of an offer. In Chinese whatever the worker or the page speaks: notices are official."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.offers.models import Offer
from district.enterprises.actions import tell_members
from district.ground.record.actions import official

ROOM = "cases"


@official()
def made(offer: Offer) -> None:
    """It may be had: by one click, or when one fact is given."""
    until = day(offer.round.expires_on)
    if offer.kind == Offer.Kind.CLICK:
        title = _("“%(programme)s”免申即享，请一键确认")
        body = _("由登记、社保等数据比对得出，不用另填申报表。请在%(until)s前确认。")
    else:
        title = _("“%(programme)s”只差一项信息：%(say)s")
        body = _("由登记、社保等数据比对得出，请在%(until)s前补上这一项并提交。")
    _tell(offer, title, body % {"until": until}, needs_action=True)


@official()
def waits(offer: Offer) -> None:
    _tell(offer, _("“%(programme)s”等候预算"), offer.why)


@official()
def less(offer: Offer) -> None:
    _tell(offer, _("“%(programme)s”按比例给付"), offer.why)


@official()
def refused(offer: Offer) -> None:
    """An automatic run came to nothing for this firm: why, and that it may apply by itself."""
    body = _("原因：%(why)s") % {"why": offer.why}
    if "自行申报" not in offer.why:
        body += _(" 信息有误请更正；如认为符合，仍可自行申报。")
    _tell(offer, _("“%(programme)s”免申即享未能办理"), body, kind="refused")


def _tell(offer: Offer, title: str, body: str, *, needs_action: bool = False, kind: str = "notice") -> None:
    tell_members(
        offer.enterprise, title=title % {"programme": offer.programme.name, "say": offer.say}, body=body,
        link=reverse("cases:offer", args=[offer.reference]), room=ROOM, subject=offer.reference,
        needs_action=needs_action, kind=kind, office=offer.programme.office,
    )  # fmt: skip


def day(date: dt.date) -> str:
    return _("%(y)d年%(m)d月%(d)d日") % {"y": date.year, "m": date.month, "d": date.day}
