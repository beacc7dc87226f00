"""Drafts of the rules as a list."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.authoring import queries
from district.authoring.models import Draft
from district.authoring.states import OPEN_STATES
from district.ground.people.queries import Role
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.filters import Tab, Tabs
from district.ground.tables.tables import Empty, Table

DRAFTS = Table[Draft](
    _("草案"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "title", _("草案"), lambda row: row.title, width=36, small=lambda row: row.reference,
            href=lambda row: reverse("authoring:draft_one", args=[row.reference]),
        ),
        Column("programme", _("项目"), lambda row: row.programme.name if row.programme else "", width=28),
        Column("office", _("部门"), lambda row: row.office.name),
        Column("state", _("状态"), lambda row: row.stage.staff, width=12, tone=lambda row: row.stage.tone),
        Column("author", _("起草人"), lambda row: name_of(row.author)),
        Column("changed", _("改动时间"), lambda row: row.changed_at, Kind.TIME),
    ),
    page=("title", "office", "state", "author", "changed"), named="title",
    key="authoring.drafts", route="authoring:drafts",
    door=(Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR),
    rows=lambda person, _asked: queries.drafts_for(person),
    tabs=Tabs(
        (Tab("", _("未办结的"), lambda _person, _chosen: Q(state__in=OPEN_STATES)), Tab("1", _("全部"))), key="all",
    ),
    empty=Empty(_("没有草案"), _("选一个项目开始起草。"), "file-pencil"),
)  # fmt: skip
