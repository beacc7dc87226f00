"""Opinions of bureaus as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.tables.sheets import Column

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


def _answers(given: dict[str, str]) -> str:
    return "；".join(f"{asked}：{said}" for asked, said in given.items() if said)
