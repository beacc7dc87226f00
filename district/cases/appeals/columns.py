"""Appeals as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.appeals.models import Appeal
from district.cases.core.columns import row_link
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.tables import Table

APPEALS = Table[Appeal](
    pgettext_lazy("appeal", "复核"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.decision.application.enterprise.name, width=36,
            href=lambda row: row_link("appeal", row.reference),
        ),
        Column(
            "decision", _("原决定"), lambda row: row.decision.number, width=24,
            small=lambda row: row.decision.outcome_words,
        ),
        Column("state", _("状态"), lambda row: row.stage.staff, width=12, tone=lambda row: row.stage.tone),
        Column("at", _("提出"), lambda row: row.at, Kind.TIME),
        Column("due", _("期限"), lambda row: row.due_on, Kind.DATE, part="appeals/_due.html"),
        Column("reviewer", _("复核人"), lambda row: name_of(row.reviewer)),
        Column("reply", _("结论"), lambda row: row.reply, width=60),
        Column(
            "turn", _("轮到您"), lambda row: "", book=False, part="appeals/_turn.html"
        ),
    ),
    page=("due", "enterprise", "decision", "state", "reviewer", "turn"),
)  # fmt: skip
