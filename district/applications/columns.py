"""What the room's lists are as workbooks: the columns of each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.ground.tables.sheets import Column


def _officer(row: Any) -> str:
    return row.officer.name if row.officer else ""


def _answers(given: dict[str, str]) -> str:
    return "；".join(f"{asked}：{said}" for asked, said in given.items() if said)


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
    Column(_("示例参数"), lambda row: bool(row.amount and row.invented), width=10),
    Column(_("决定"), lambda row: row.decided_at, "time"),
)
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
OPINIONS = (
    Column(_("编号"), lambda row: row.application.reference),
    Column(_("企业"), lambda row: row.application.enterprise.name, width=36),
    Column(_("项目"), lambda row: row.application.programme.name, width=28),
    Column(_("会办部门"), lambda row: row.office.name),
    Column(_("问什么"), lambda row: "；".join(row.ask), width=40),
    Column(_("期限"), lambda row: row.due_on, "date"),
    Column(_("停表原因"), lambda row: row.suspended_why if row.suspended_at else "", width=30),
    Column(_("意见"), lambda row: row.get_said_display() if row.said else "", width=22),
    Column(_("说明"), lambda row: row.note, width=50),
    Column(_("答复"), lambda row: _answers(row.answers), width=50),
    Column(_("经手"), lambda row: row.by.name if row.by else ""),
    Column(_("时间"), lambda row: row.at, "time"),
)
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
