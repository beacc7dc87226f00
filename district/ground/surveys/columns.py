"""The desk's lists of questionnaires, invitations and responses."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.people.queries import Role
from district.ground.surveys.models import Invitation, Response
from district.ground.surveys.queries import listed
from district.ground.tables.columns import Column, Kind, Sort
from district.ground.tables.tables import Empty, Table


def state_of(row: Any) -> str:
    today = clock.today()
    if row.published_at is None:
        return _("还没有发布")
    if today < row.opens_on:
        return _("还没有开始")
    return _("进行中") if today <= row.closes_on else _("已截止")


def _tone(row: Any) -> str:
    if row.published_at is None:
        return "needs"
    return "done" if row.opens_on <= clock.today() <= row.closes_on else "ink"


QUESTIONNAIRES = Table[Any](
    gettext_lazy("问卷"),
    (
        Column("title", gettext_lazy("问卷"), str, width=36, sort=Sort(("title", "pk"), gettext_lazy("按标题")),
               href=lambda row: reverse("surveys:one", args=[row.key]), small=lambda row: f"{row.office} · {row.key}"),
        Column("state", gettext_lazy("状态"), state_of, tone=_tone),
        Column("anonymous", gettext_lazy("匿名"), lambda row: row.anonymous, width=8),
        Column("opens_on", gettext_lazy("开始"), lambda row: row.opens_on, Kind.DATE),
        Column("closes_on", gettext_lazy("截止"), lambda row: row.closes_on, Kind.DATE,
               sort=Sort(("closes_on", "pk"), gettext_lazy("先截止的"), gettext_lazy("后截止的"))),
        Column("invited", gettext_lazy("邀请"), lambda row: row.invited, Kind.NUMBER, 10),
        Column("started", gettext_lazy("开始填"), lambda row: row.started, Kind.NUMBER, 10),
        Column("handed_in", gettext_lazy("已提交"), lambda row: row.handed_in, Kind.NUMBER, 10,
               sort=Sort(("handed_in", "pk"), "", gettext_lazy("提交多的"))),
        Column("version", gettext_lazy("版本"), lambda row: row.last_version, Kind.NUMBER, 8),
    ),
    ("title", "state", "closes_on", "invited", "started", "handed_in"), named="title", default="-closes_on",
    key="surveys.questionnaires", route="surveys:questionnaires", door=(Role.OFFICER, Role.LEADER, Role.AUDITOR),
    rows=lambda person, _asked: listed(person),
    empty=Empty(
        gettext_lazy("还没有问卷"), gettext_lazy("建一份，用 Excel 写题目或在页面上逐题添加，预览后发布。"),
        "clipboard-list",
    ),
)  # fmt: skip


def _how_far(row: Invitation) -> str:
    if row.cancelled_at:
        return _("已取消")
    if row.handed_in:
        return _("已提交")
    return _("已提醒") if row.reminded_on else _("等待填写")


INVITATIONS: Table[Invitation] = Table(
    gettext_lazy("邀请"),
    (
        Column("name", gettext_lazy("请的是谁"), lambda row: row.name, width=30,
               small=lambda row: row.subject),
        Column("state", gettext_lazy("状态"), _how_far, tone=lambda row: "done" if row.handed_in else "ink"),
        Column("invited_at", gettext_lazy("邀请时间"), lambda row: row.invited_at, Kind.TIME),
        Column("act", gettext_lazy("办理"), lambda row: "", book=False, quiet=True, part="surveys/_cancel.html"),
    ),
    ("name", "state", "invited_at", "act"), named="name",
)  # fmt: skip
RESPONSES: Table[Response] = Table(
    gettext_lazy("答卷"),
    (
        Column("who", gettext_lazy("谁答的"), lambda row: row.who,
               href=lambda row: reverse("surveys:response", args=[row.questionnaire.key, row.reference]),
               small=lambda row: row.reference),
        Column("handed_in_at", gettext_lazy("提交时间"), lambda row: row.handed_in_at, Kind.TIME),
        Column("version", gettext_lazy("版本"), lambda row: row.version.number, Kind.NUMBER),
    ),
    ("who", "handed_in_at", "version"), named="who",
)  # fmt: skip
