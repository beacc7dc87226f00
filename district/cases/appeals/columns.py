"""Appeals as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.tables.sheets import Column

APPEALS = (
    Column(_("编号"), lambda row: row.reference),
    Column(_("企业"), lambda row: row.decision.application.enterprise.name, width=36),
    Column(_("原决定"), lambda row: row.decision.number, width=24),
    Column(_("状态"), lambda row: str(row.stage.staff), width=12),
    Column(_("提出"), lambda row: row.at, "time"),
    Column(_("期限"), lambda row: row.due_on, "date"),
    Column(_("复核人"), lambda row: row.reviewer.name if row.reviewer else ""),
    Column(_("结论"), lambda row: row.reply, width=60),
)
