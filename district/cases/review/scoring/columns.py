"""Rounds of scoring as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.ground.tables.sheets import Column

ROUNDS = (
    Column(_("编号"), lambda row: row.reference),
    Column(_("项目"), lambda row: row.programme.name, width=28),
    Column(_("牵头部门"), lambda row: row.programme.office.name),
    Column(_("状态"), lambda row: gettext("已结束") if row.closed_at else gettext("评审中"), width=12),
    Column(_("已交评分表"), lambda row: row.in_, "number", 12),
    Column(_("评分表"), lambda row: row.sheets, "number", 12),
    Column(_("匿名评审"), lambda row: row.blind, width=10),
    Column(_("开始"), lambda row: row.opened_at, "time"),
    Column(_("期限"), lambda row: row.due_on, "date"),
    Column(_("结束"), lambda row: row.closed_at, "time"),
)
