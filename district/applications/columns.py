"""What the room's lists are as workbooks: the columns of each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.record.sheets import Column


def _officer(row: Any) -> str:
    return row.officer.name if row.officer else ""


CASE = (
    Column(_("编号"), lambda row: row.reference),
    Column(_("企业"), lambda row: row.enterprise.name, width=36),
    Column(_("统一社会信用代码"), lambda row: row.enterprise.uscc, width=22),
    Column(_("项目"), lambda row: row.programme.name, width=28),
    Column(_("牵头部门"), lambda row: row.programme.office.name),
)
WORKLIST = (
    *CASE,
    Column(_("状态"), lambda row: str(row.stage.staff), width=12),
    Column(_("经办人"), _officer),
    Column(_("提交"), lambda row: row.submitted_at, "time"),
    Column(_("期限"), lambda row: row.due_on, "date"),
    Column(_("金额（元）"), lambda row: row.amount, "money"),
    Column(_("决定"), lambda row: row.decided_at, "time"),
)
