"""Signed heads as a list: what was signed each day, and where it was taken."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.ground.anchors.models import Anchor
from district.ground.anchors.queries import anchors_for
from district.ground.people.queries import Role
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Empty, Table


def _sent(row: Anchor) -> str:
    sendings = list(row.sendings.all())
    if not sendings:
        return gettext("只存在本平台")
    return "；".join(each.place if each.sent_at else f"{each.place}（{each.error}）" for each in sendings)


def _tone(row: Anchor) -> str:
    sendings = list(row.sendings.all())
    return "green" if sendings and all(each.sent_at for each in sendings) else "orange"


ANCHORS = Table[Anchor](
    _("留痕存证"),
    (
        Column("day", _("日期"), lambda row: row.day, Kind.DATE),
        Column("number", _("留痕行数"), lambda row: row.number, Kind.NUMBER, 12),
        Column("seal", _("末行印记"), lambda row: row.seal, width=66),
        Column("begins", _("末行印记"), lambda row: f"{row.seal[:16]}…", book=False),
        Column("sent", _("送往"), _sent, width=50),
        Column("key", _("签名公钥"), lambda row: row.key[:16], width=18),
        Column("signature", _("签名"), lambda row: row.signature, width=90),
        Column("at", _("签署时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("day", "number", "begins", "sent", "key"), named="day", key="anchors.anchors",
    nobodys=True, route="anchors:anchors",
    door=(Role.AUDITOR,), rows=lambda person, _asked: anchors_for(person),
    empty=Empty(_("还没有签名的留痕末行"), _("每晚签署一次；也可以运行 huiqi anchor-log。"), "shield-check"),
)  # fmt: skip
