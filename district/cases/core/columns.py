"""The room's lists that more than one page shows, and where a row of the wing's lists leads."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.cases.core.models import Application, Decision
from district.ground.tables.columns import Column, Kind, is_invented
from district.ground.tables.tables import Table


def row_link(name: str, reference: str) -> str:
    return reverse(f"cases:{name}", args=[reference])


DECISIONS = Table[Decision](
    _("决定"),
    (
        Column("number", _("决定文号"), lambda row: row.number, width=28),
        Column("reference", _("编号"), lambda row: row.application.reference, width=20),
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: row_link("case", row.application.reference), small=lambda row: row.number,
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column("office", _("部门"), lambda row: row.office.name),
        Column("outcome", _("结果"), lambda row: row.outcome_words, width=12),
        Column("at", _("决定时间"), lambda row: row.at, Kind.TIME),
        Column(
            "amount", _("金额（元）"), lambda row: row.total, Kind.MONEY, short=_("金额"), invented=is_invented,
        ),
    ),
    page=("enterprise", "programme", "office", "outcome", "at", "amount"), named="enterprise",
)  # fmt: skip
CASES = Table[Application](
    _("申报"),
    (
        Column("reference", _("编号"), lambda row: row.reference, width=20),
        Column(
            "enterprise", _("企业"), lambda row: row.enterprise.name, width=36,
            href=lambda row: row_link("case", row.reference), small=lambda row: row.reference,
        ),
        Column("programme", _("项目"), lambda row: row.programme.name, width=28),
        Column("office", _("牵头部门"), lambda row: row.programme.office.name),
        Column("state", _("状态"), lambda row: row.stage.staff, width=12, tone=lambda row: row.stage.tone),
        Column("submitted", _("提交"), lambda row: row.submitted_at, Kind.TIME),
        Column("due", _("期限"), lambda row: row.due_on, Kind.DATE),
    ),
    page=("enterprise", "programme", "office", "state", "submitted", "due"), named="enterprise",
)  # fmt: skip
