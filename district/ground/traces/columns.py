"""Traces as a list, for auditors."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Role
from district.ground.record.queries import midnight
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.tables import Empty, Table
from district.ground.traces.models import Trace, What
from district.ground.traces.naming import words_of
from district.ground.traces.queries import traces_for


def _who(row: Trace) -> str:
    return f"{row.by.name}（{row.by.username}）" if row.by else row.name


def _from(_person: Any, day: str) -> Q:
    return Q(at__gte=midnight(dt.date.fromisoformat(day)))


def _until(_person: Any, day: str) -> Q:
    return Q(at__lt=midnight(dt.date.fromisoformat(day) + dt.timedelta(days=1)))


TRACES = Table[Trace](
    _("查阅留痕"),
    (
        Column("at", _("时间"), lambda row: row.at, Kind.TIME, part="record/_at.html"),
        Column("who", _("何人"), _who, width=26),
        Column("what", _("事项"), lambda row: row.get_what_display(), width=12,
               tone=lambda row: "red" if row.what == What.REFUSED else ""),
        Column("page", _("看的是什么"), lambda row: words_of(row.page), width=28),
        Column("subject", _("对象"), lambda row: row.subject, width=26),
        Column("filters", _("条件"), lambda row: row.filters, width=40),
        Column("rows", _("行数"), lambda row: row.rows, Kind.NUMBER, 10),
        Column("purpose", _("目的"), lambda row: row.purpose, width=40),
        Column("address", _("来源地址"), lambda row: row.address, width=20),
        Column("until", _("保存到"), lambda row: row.until, Kind.DATE),
    ),
    page=("at", "who", "what", "page", "subject", "rows", "purpose", "address"), named="who", key="traces.traces",
    route="traces:traces", door=(Role.AUDITOR,), rows=lambda person, _asked: traces_for(person),
    filters=(
        Filter("what", _("事项"), choices=What.choices, where=lambda _person, what: Q(what=what)),
        Filter("who", _("何人"), Asks.WORDS, "name__icontains|by__name__icontains"),
        Filter("subject", _("对象"), Asks.WORDS, "subject__icontains"),
        Filter("since", _("从"), Asks.DAY, where=_from), Filter("until", _("到"), Asks.DAY, where=_until),
    ),
    empty=Empty(_("没有符合的记录"), _("登录、导出、查看个人和企业信息都会在这里留下一行。"), "eye"),
)  # fmt: skip
