"""The desk's lists of questionnaires, invitations and responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.people.queries import Person, Role
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Invitation, Questionnaire, Response
from district.ground.surveys.queries import invitations_at_desk, listed, own_responses
from district.ground.surveys.states import HANDED_IN
from district.ground.tables import sheets
from district.ground.tables.columns import Column, Kind, Sort, duties
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.tables import Empty, Table

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


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
        Column("started", gettext_lazy("开始填"), lambda row: row.started_said, Kind.NUMBER, 10),
        Column("handed_in", gettext_lazy("已提交"), lambda row: row.handed_in_said, Kind.NUMBER, 10,
               sort=Sort(("handed_in_said", "pk"), "", gettext_lazy("提交多的"))),
        Column("version", gettext_lazy("版本"), lambda row: row.last_version, Kind.NUMBER, 8),
    ),
    ("title", "state", "closes_on", "invited", "started", "handed_in"), named="title", default="-closes_on",
    key="surveys.questionnaires", nobodys=True, route="surveys:questionnaires", door=OFFICIALS,
    rows=lambda person, _asked: listed(person),
    empty=Empty(
        gettext_lazy("还没有问卷"), gettext_lazy("建一份，用 Excel 写题目或在页面上逐题添加，预览后发布。"),
        "clipboard-list",
    ),
)  # fmt: skip


def _how_far(row: Invitation) -> str:
    """Of an anonymous questionnaire nobody learns who has answered, nor by who was reminded who has not."""
    if row.questionnaire.anonymous:
        return _("已邀请")
    if row.handed_in:
        return _("已提交")
    return _("已提醒") if row.reminded_on else _("等待填写")


def _far_tone(row: Invitation) -> str:
    return "done" if row.handed_in and not row.questionnaire.anonymous else "ink"


def _asked(person: Person, asked: Mapping[str, str]) -> QuerySet[Invitation]:
    return invitations_at_desk(person).filter(questionnaire__key=asked["key"], cancelled_at=None)


INVITATIONS = Table[Invitation](
    gettext_lazy("邀请"),
    (
        Column("name", gettext_lazy("请的是谁"), lambda row: row.name, width=30, small=lambda row: row.subject,
               sort=Sort(("name", "pk"), gettext_lazy("按名字"))),
        Column("subject", gettext_lazy("为谁"), lambda row: row.subject, width=22),
        Column("state", gettext_lazy("状态"), _how_far, tone=_far_tone),
        Column("invited_at", gettext_lazy("邀请时间"), lambda row: row.invited_at, Kind.TIME),
        Column("act", gettext_lazy("办理"), lambda row: "", book=False, quiet=True, part="surveys/_cancel.html",
               may=lambda user: duties(user, Role.OFFICER, Role.LEADER)),
    ),
    ("name", "state", "invited_at", "act"), named="name", default="name",
    key="surveys.invitations", route="surveys:invitations", of=("key",), door=OFFICIALS, rows=_asked,
    filters=(Filter("q", gettext_lazy("名字"), Asks.WORDS, "name__icontains|subject__iexact"),),
    empty=Empty(gettext_lazy("还没有邀请谁"), "", "users"),
)  # fmt: skip


def links_columns(questionnaire: Questionnaire, site: str) -> list[sheets.Column]:
    """Of the workbook of links to be passed on; `site` is put before each."""
    link = sheets.Column(_("链接"), lambda row: site + link_of(row), width=90)
    if questionnaire.anonymous:
        return [sheets.Column(_("一人给一个，给谁都行"), lambda _row: "", width=24), link]
    state = sheets.Column(_("状态"), lambda row: _("已提交") if row.handed_in else _("等待填写"))
    return [sheets.Column(_("请的是谁"), lambda row: row.name, width=30), state, link]


def _came_back(person: Person, asked: Mapping[str, str]) -> QuerySet[Response]:
    """The named ones, one by one; of anonymous ones there is no list."""
    rows = Response.objects.visible_to(person).filter(questionnaire__key=asked["key"], state=HANDED_IN, anonymous=False)
    rows = rows.filter(questionnaire__in=Questionnaire.objects.visible_to(person).values("pk"))
    return rows.select_related("person", "invitation", "version", "questionnaire")


RESPONSES = Table[Response](
    gettext_lazy("答卷"),
    (
        Column("who", gettext_lazy("谁答的"), lambda row: row.who,
               href=lambda row: reverse("surveys:response", args=[row.questionnaire.key, row.reference]),
               small=lambda row: row.reference),
        Column("reference", gettext_lazy("编号"), lambda row: row.reference),
        Column("handed_in_at", gettext_lazy("提交时间"), lambda row: row.handed_in_at, Kind.TIME,
               sort=Sort(("handed_in_at", "pk"), gettext_lazy("先交的"), gettext_lazy("后交的"))),
        Column("version", gettext_lazy("版本"), lambda row: row.version.number, Kind.NUMBER),
    ),
    ("who", "handed_in_at", "version"), named="who", default="-handed_in_at",
    key="surveys.responses", route="surveys:responses", of=("key",), door=OFFICIALS, rows=_came_back,
    empty=Empty(gettext_lazy("还没有人提交"), "", "clipboard-list"),
)  # fmt: skip


def _mine(row: Response) -> str:
    if row.invitation is not None:
        return link_of(row.invitation)
    return reverse("surveys:intro", args=[row.questionnaire.key])


ANSWERED = Table[Response](
    gettext_lazy("答过的"),
    (
        Column("questionnaire", gettext_lazy("问卷"), lambda row: str(row.questionnaire), width=36, href=_mine,
               small=lambda row: row.reference),
        Column("reference", gettext_lazy("编号"), lambda row: row.reference),
        Column("handed_in_at", gettext_lazy("提交时间"), lambda row: row.handed_in_at, Kind.TIME,
               sort=Sort(("handed_in_at", "pk"), gettext_lazy("先交的"), gettext_lazy("后交的"))),
    ),
    ("questionnaire", "handed_in_at"), named="questionnaire", default="-handed_in_at",
    key="surveys.answered", route="surveys:mine",
    rows=lambda person, _asked: own_responses(person).filter(state=HANDED_IN),
    empty=Empty(gettext_lazy("还没有答过问卷"), gettext_lazy("交出后在这里能再看。"), "clipboard-list"),
)  # fmt: skip
