"""Appeals as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.appeals import queries
from district.cases.appeals.models import Appeal
from district.cases.appeals.states import STATES
from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.filters import Filter
from district.ground.tables.tables import Empty, Table

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
    page=("due", "enterprise", "decision", "state", "reviewer", "turn"), named="enterprise",
    key="cases.appeals", route="cases:appeals", door=SEES,
    rows=lambda person, _asked: queries.visible_appeals(person),
    filters=(
        Filter("state", _("状态"), lookup="state", choices=[(key, each.staff) for key, each in STATES.items()]),
    ),
    tells=_("企业对决定不服；由没有作出原决定的人再看一遍。"),
    empty=Empty(_("没有复核申请"), _("企业对决定申请复核后，会列在这里。"), "scale"),
)  # fmt: skip
