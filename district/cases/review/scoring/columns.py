"""Rounds of scoring as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import row_link
from district.cases.review.scoring.models import Round
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table


def _counted(row: Round, what: str) -> int:
    """What `rounds_of` has counted with the rounds."""
    return int(getattr(row, what))


ROUNDS = Table[Round](
    _("专家评审"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "programme", _("项目"), lambda row: row.programme.name, width=28,
            href=lambda row: row_link("round", row.reference), small=lambda row: row.reference,
        ),
        Column("office", _("牵头部门"), lambda row: row.programme.office.name),
        Column(
            "state", _("状态"), lambda row: gettext("已结束") if row.closed_at else gettext("评审中"), width=12,
            tone=lambda row: "done" if row.closed_at else "ink",
        ),
        Column("in", _("已交评分表"), lambda row: _counted(row, "in_"), Kind.NUMBER, 12),
        Column("sheets", _("评分表"), lambda row: _counted(row, "sheets"), Kind.NUMBER, 12),
        Column("blind", _("匿名评审"), lambda row: row.blind, width=10),
        Column("opened", _("开始"), lambda row: row.opened_at, Kind.TIME),
        Column("due", _("期限"), lambda row: row.due_on, Kind.DATE, part="scoring/_due.html"),
        Column("closed", _("结束"), lambda row: row.closed_at, Kind.TIME),
    ),
    page=("programme", "state", "in", "sheets", "due"), named="programme",
)  # fmt: skip
