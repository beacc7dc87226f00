"""The links of one's bureau as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.onetime.acts import SEES
from district.ground.onetime.models import STATES, Link
from district.ground.onetime.purposes import purposes
from district.ground.onetime.queries import links_seen_by
from district.ground.tables.columns import Column, Kind, Text, name_of
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.tables import Empty, Table


def _of_state(_person: Any, state: str) -> Q:
    """As `Link.state` says it of one."""
    waits = Q(done_at=None, revoked_at=None)
    return {
        "done": Q(done_at__isnull=False), "revoked": Q(done_at=None, revoked_at__isnull=False),
        "live": waits & Q(expires_at__gt=clock.now()), "expired": waits & Q(expires_at__lte=clock.now()),
    }[state]  # fmt: skip


def _purposes(_person: Any) -> Iterable[tuple[str, Text]]:
    return [(each.key, each.label) for each in purposes]


LINKS = Table[Link](
    _("一次性链接"),
    (
        Column("expert", _("给谁"), lambda row: row.whose, width=20, small=lambda row: row.reference,
               href=lambda row: reverse("onetime:link", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference, width=20),
        Column("asks", _("办什么"), lambda row: row.asks, width=40),
        Column("made", _("发出"), lambda row: row.made_at, Kind.TIME, small=lambda row: name_of(row.made_by)),
        Column("until", _("有效到"), lambda row: row.expires_at, Kind.TIME),
        Column("state", _("状态"), lambda row: row.says, width=12, part="onetime/_state_of_row.html"),
        Column("anew", _("请求重发"), lambda row: row.asked_anew_at, Kind.TIME),
    ),
    page=("expert", "asks", "made", "until", "state"), named="expert",
    key="onetime.links", route="onetime:links", door=SEES, rows=lambda person, _asked: links_seen_by(person),
    filters=(
        Filter("q", _("姓名、事项或编号"), Asks.WORDS,
               "expert__name__icontains|name__icontains|asks__icontains|reference__iexact"),
        Filter("state", _("状态"), where=_of_state, choices=STATES.items()),
        Filter("purpose", _("用途"), lookup="purpose", choices=_purposes),
    ),
    tells=_("没有账号的人凭它办一件事。用过、撤回、过期的都打不开。"),
    empty=Empty(_("还没有发过链接"), _("在评审一轮的页面上给没有账号的专家发链接，会列在这里。"), "link"),
)  # fmt: skip
