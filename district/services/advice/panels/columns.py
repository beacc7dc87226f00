"""Lists of panels: the desk's, and the ways between streets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from district.ground import clock
from district.ground.people.queries import Person, Role
from district.ground.slots.queries import Travel, ways_said
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.services.advice.panels import states
from district.services.advice.panels.models import Panel
from district.services.advice.panels.queries import panels_seen_by

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.EXPERT)
OFFICES = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


def _rows(person: Person, _asked: Mapping[str, str]) -> QuerySet[Panel]:
    return panels_seen_by(person)


def _count(name: str) -> Any:
    return lambda row: int(getattr(row, name, 0))


def _stands(row: Panel) -> str:
    """Its state; of one that is still held, first whether somebody is missing."""
    vacant = _count("vacant")(row)
    if row.state == states.HELD and vacant:
        if not _count("seats")(row):
            return str(_("没有专家能来"))
        if row.starts > clock.now():
            return ngettext("缺 %(n)d 位专家", "缺 %(n)d 位专家", vacant) % {"n": vacant}
    return str(row.shown.staff)


def _open(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(state__in=states.OPEN)


def _over(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return ~Q(state__in=states.OPEN)


PANELS = Table[Panel](
    _("会诊和上门指导"),
    (
        Column("title", _("事由"), lambda row: row.title, width=30, small=lambda row: row.reference,
               href=lambda row: reverse("panels:desk_panel", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("kind", _("方式"), lambda row: row.get_kind_display(), width=8),
        Column("whom", _("谁"), lambda row: row.need.whom, width=24),
        Column("when", _("时间"), lambda row: row.when, width=34),
        Column("starts", _("开始"), lambda row: row.starts, Kind.TIME),
        Column("ends", _("结束"), lambda row: row.ends, Kind.TIME),
        Column("where", _("地点"), lambda row: row.where, width=20),
        Column("seats", _("专家"), _count("seats"), Kind.NUMBER, 8),
        Column("signed", _("已签"), _count("signed"), Kind.NUMBER, 8),
        Column("state", _("状态"), _stands, width=14, tone=lambda row: row.shown.tone),
    ),
    page=("title", "kind", "whom", "when", "seats", "signed", "state"), named="title",
    key="panels.panels", route="panels:desk_panels", door=OFFICIALS, rows=_rows,
    filters=(
        Filter("kind", _("方式"), lookup="kind", choices=Panel.Kind.choices),
        Filter("q", _("编号、事由、对方"), Asks.WORDS, "reference__iexact|title__icontains|need__whom__icontains"),
    ),
    tabs=Tabs(
        (
            Tab("open", _("没有签齐"), _open, order=("starts", "pk")),
            Tab("over", _("已经结束"), _over, order=("-starts", "-pk")),
        ),
        label=_("按状态"),
    ),
    tells=_("几位专家同时为一件需求会诊，或者一起上门指导：谁参加、谁候补、谁签了意见。"),
    empty=Empty(_("这里没有会诊或者上门指导"), _("在一件咨询的页面点“找会诊”。"), icon="users-group"),
)  # fmt: skip
WAYS = Table[Travel](
    _("街道之间的路程"),
    (
        Column("one", _("从"), lambda row: row.one, width=20),
        Column("other", _("到"), lambda row: row.other, width=20),
        Column("minutes", _("分钟"), lambda row: row.minutes, Kind.NUMBER, 10),
        Column("source", _("依据"), lambda row: row.source, width=36),
        Column("change", _("改"), lambda row: "", width=8, book=False, quiet=True, part="panels/_way.html"),
    ),
    page=("one", "other", "minutes", "source", "change"), named="one",
    key="panels.ways", route="panels:ways", door=OFFICES,
    rows=lambda _person, _asked: ways_said(), size=100,
    filters=(Filter("q", _("街道"), Asks.WORDS, "one__icontains|other__icontains"),),
    tells=_("专家去上门指导的路上也占时间；没有人实测过的，按街道是否相邻估算，是示例参数。"),
    empty=Empty(_("还没有路程"), _("每天夜里按街道是否相邻补上估算。"), icon="route"),
)  # fmt: skip
LISTS = (PANELS, WAYS)
