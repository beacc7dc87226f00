"""Rounds of scoring as a workbook."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.cases.review.scoring import queries
from district.cases.review.scoring.models import Round, Sheet
from district.ground.people.queries import Role
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Empty, Table


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
    key="cases.rounds", route="cases:rounds", door=SEES, rows=lambda person, _asked: queries.rounds_of(person),
    empty=Empty(_("没有要评审的件"), _("需要专家打分的项目，联审之后会列在这里。"), "clipboard-list"),
)  # fmt: skip


def _whose(row: Sheet) -> str:
    """The enterprise, or its code where the round is blind."""
    return row.entry.code if row.entry.round.blind else row.entry.application.enterprise.name


def _standing(row: Sheet) -> str:
    again = row.asked_at is not None and row.state == Sheet.State.GIVEN
    return gettext("请复看") if again else str(row.get_state_display())


SHEETS = Table[Sheet](
    _("我的评分表"),
    (
        Column("case", _("件"), _whose, width=36, href=lambda row: reverse("cases:sheet", args=[row.pk])),
        Column("programme", _("项目"), lambda row: row.entry.round.programme.name, width=28),
        Column("state", _("状态"), _standing, width=12, part="scoring/_standing.html"),
        Column("due", _("期限"), lambda row: row.entry.round.due_on, Kind.DATE, part="scoring/_sheet_due.html"),
    ),
    page=("case", "programme", "state", "due"), named="case",
    key="cases.sheets", route="cases:sheets", door=(Role.EXPERT,),
    rows=lambda person, _asked: queries.to_do(queries.sheets_of(person)).order_by("state", "entry__code"),
    tells=_("先申报有无利益关系，再打分。评审结束前可以修改。"),
    empty=Empty(_("没有等您打分的件"), _("收到评审邀请后，评分表会列在这里。"), "clipboard-check"),
)  # fmt: skip
