"""Acceptances as a list."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.milestones import queries
from district.cases.aftercare.milestones.models import Milestone
from district.cases.aftercare.milestones.states import OPEN
from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.filters import Tab, Tabs
from district.ground.tables.tables import Empty, Table

MILESTONES = Table[Milestone](
    _("项目验收"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: row_link("acceptance", row.reference), small=lambda row: row.reference,
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column("state", _("状态"), lambda row: row.stage.staff, width=12, tone=lambda row: row.stage.tone),
        Column("due", _("期限"), lambda row: row.due_on, Kind.DATE, part="appeals/_due.html"),
        Column("checked_by", _("核验"), lambda row: name_of(row.checked_by)),
        Column("at", _("申请时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("enterprise", "programme", "state", "due", "checked_by"), named="enterprise",
    key="cases.acceptances", route="cases:acceptances", door=SEES,
    rows=lambda person, _asked: queries.on_desk(person),
    tabs=Tabs(
        (Tab("", _("待办"), lambda _person, _chosen: Q(state__in=OPEN)), Tab("1", _("全部"))),
        key="all", label=_("哪些"),
    ),
    tells=_("企业带材料申请，一人核验、另一人确认；合格后等它的款才到期。"),
    empty=Empty(_("没有等着验收的项目"), _("企业申请验收后，列在这里。"), "clipboard-check"),
)  # fmt: skip
