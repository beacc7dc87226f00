"""Opinions of bureaus as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.cases.review.joint import queries
from district.cases.review.joint.models import Opinion
from district.ground import clock
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.tables import Empty, Table

OPINIONS = Table[Opinion](
    _("联审意见"),
    (
        Column("reference", _("编号"), lambda row: row.application.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: row_link("joint", row.application.reference),
        ),
        Column(
            "programme", _("项目"), lambda row: row.application.programme.name, width=28,
            small=lambda row: row.application.programme.office.name,
        ),
        Column("office", _("会办部门"), lambda row: row.office.name),
        Column("ask", _("问什么"), lambda row: "；".join(row.ask), width=40),
        Column("due", _("期限"), lambda row: row.due_on, Kind.DATE, part="joint/_due.html"),
        Column("stopped", _("停表原因"), lambda row: row.suspended_why if row.suspended_at else "", width=30),
        Column("said", _("意见"), lambda row: row.get_said_display() if row.said else "", width=22),
        Column("note", _("说明"), lambda row: row.note, width=50),
        Column("answers", _("答复"), lambda row: _answers(row.answers), width=50),
        Column("by", _("经手"), lambda row: name_of(row.by)),
        Column("at", _("时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("due", "enterprise", "programme", "ask"), named="enterprise",
    css=lambda row: "hq-due-overdue" if row.due_on < clock.today() else "", key="cases.opinions",
    route="cases:joint_list", door=SEES, rows=lambda person, _asked: queries.opinions_in_review(person),
    empty=Empty(_("没有正在联审的件"), _("受理后需要几个部门一起看的件，会列在这里。"), "users-group"),
)  # fmt: skip


def _answers(given: dict[str, str]) -> str:
    return "；".join(f"{asked}：{said}" for asked, said in given.items() if said)
