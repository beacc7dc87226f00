"""What every list of cases says of a case in a workbook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.tables.sheets import Column

CASE = (
    Column(_("编号"), lambda row: row.reference),
    Column(_("企业"), lambda row: row.enterprise.name, width=36),
    Column(_("统一社会信用代码"), lambda row: row.enterprise.uscc, width=22),
    Column(_("项目"), lambda row: row.programme.name, width=28),
    Column(_("牵头部门"), lambda row: row.programme.office.name),
)
