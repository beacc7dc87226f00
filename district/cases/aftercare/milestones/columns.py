"""Acceptances as a list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.milestones.models import Milestone
from district.cases.core.columns import row_link
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.tables import Table

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
)  # fmt: skip
