"""The worklist as a workbook."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import CASE
from district.ground.tables.sheets import Column


def _officer(row: Any) -> str:
    return row.officer.name if row.officer else ""


WORKLIST = (
    *CASE,
    Column(_("状态"), lambda row: str(row.stage.staff), width=12),
    Column(_("经办人"), _officer),
    Column(_("提交"), lambda row: row.submitted_at, "time"),
    Column(_("期限"), lambda row: row.due_on, "date"),
    Column(_("金额（元）"), lambda row: row.amount, "money"),
    Column(_("示例参数"), lambda row: bool(row.amount and row.invented), width=10),
    Column(_("决定"), lambda row: row.decided_at, "time"),
)
