"""What comes after a decision as workbooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.tables.sheets import Column

_AFTER = (
    Column(_("编号"), lambda row: row.reference),
    Column(_("企业"), lambda row: row.application.enterprise.name, width=36),
    Column(_("项目"), lambda row: row.application.programme.name, width=28),
    Column(_("决定文号"), lambda row: row.decision.number, width=24),
)


OBLIGATIONS = (
    *_AFTER,
    Column(_("义务"), lambda row: row.say, width=50),
    Column(_("示例参数"), lambda row: row.illustrative, width=10),
    Column(_("状态"), lambda row: row.get_state_display(), width=12),
    Column(_("最近一次"), lambda row: row.checked_on, "date"),
    Column(_("下次查"), lambda row: row.next_on, "date"),
    Column(_("到期"), lambda row: row.until_on, "date"),
)


FINDINGS = (
    *_AFTER,
    Column(_("线索"), lambda row: row.say, width=60),
    Column(_("来源"), lambda row: row.get_source_display(), width=12),
    Column(_("状态"), lambda row: row.get_state_display(), width=12),
    Column(_("意见期限"), lambda row: row.due_on, "date"),
    Column(_("金额（元）"), lambda row: row.amount, "money"),
)


COLLISIONS = (
    Column(_("职工"), lambda row: row.masked),
    Column(_("月份"), lambda row: "、".join(row.months), width=24),
    Column(_("先登记的"), lambda row: row.holder.application.reference),
    Column(_("先登记的企业"), lambda row: row.holder.application.enterprise.name, width=36),
    Column(_("后登记的"), lambda row: row.application.reference),
    Column(_("后登记的企业"), lambda row: row.application.enterprise.name, width=36),
    Column(_("处理"), lambda row: row.get_state_display(), width=12),
    Column(_("说明"), lambda row: row.note, width=50),
)
