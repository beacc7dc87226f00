"""What this room's lists are as workbooks: the columns of each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.funds.money import to_yuan
from district.ground.tables.sheets import Column


def _name(person: Any) -> str:
    return person.name if person else ""


BATCHES = (
    Column(_("批次"), lambda row: row.reference),
    Column(_("年度"), lambda row: row.line.year, width=8),
    Column(_("指标"), lambda row: row.line.name, width=28),
    Column(_("部门"), lambda row: row.line.office.name),
    Column(_("状态"), lambda row: str(row.stage.staff), width=16),
    Column(_("笔数"), lambda row: row.count, "number", 10),
    Column(_("金额（元）"), lambda row: row.amount, "money"),
    Column(_("组批"), lambda row: _name(row.made_by)),
    Column(_("组批时间"), lambda row: row.made_at, "time"),
    Column(_("复核"), lambda row: _name(row.checked_by)),
    Column(_("一级放行"), lambda row: _name(row.first_by)),
    Column(_("二级放行"), lambda row: _name(row.second_by)),
    Column(_("放行时间"), lambda row: row.released_at, "time"),
)
PAYMENTS = (
    Column(_("付款编号"), lambda row: row.reference, width=24),
    Column(_("收款人"), lambda row: row.payee.holder, width=36),
    Column(_("开户银行"), lambda row: row.payee.bank, width=28),
    Column(_("账号末四位"), lambda row: row.payee.last4, width=12),
    Column(_("事项"), lambda row: row.instalment.award.title, width=28),
    Column(_("编号"), lambda row: row.instalment.award.reference, width=20),
    Column(_("期次"), lambda row: row.instalment.serial, "number", 8),
    Column(_("金额（元）"), lambda row: row.amount, "money"),
    Column(_("其中抵扣（元）"), lambda row: to_yuan(row.offset) if row.offset else None, "money"),
    Column(_("结果"), lambda row: row.get_state_display(), width=12),
    Column(_("原因"), lambda row: row.reason, width=40),
    Column(_("回单时间"), lambda row: row.answered_at, "time"),
)
