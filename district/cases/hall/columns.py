"""An enterprise's own cases as a list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core import queries
from district.cases.core.columns import row_link
from district.cases.core.models import Application
from district.cases.core.states import AT_APPLICANT
from district.ground.tables.columns import Column, Kind, is_invented
from district.ground.tables.tables import Empty, Table

MINE = Table[Application](
    _("我的申报"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "programme", _("项目"), lambda row: row.programme.name, width=28, small=lambda row: row.reference,
            href=lambda row: row_link("mine_one", row.reference),
        ),
        Column("enterprise", _("企业"), lambda row: row.enterprise.name, width=36),
        Column("state", _("状态"), lambda row: row.stage.public, width=12, tone=lambda row: row.stage.tone),
        Column("due", _("期限或决定日"), lambda row: row.due_on or row.decided_at, part="hall/_due.html", width=18),
        Column("submitted", _("提交"), lambda row: row.submitted_at, Kind.TIME),
        Column("decided", _("决定"), lambda row: row.decided_at, Kind.TIME),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented),
    ),
    page=("programme", "enterprise", "state", "due", "amount"), named="programme",
    key="cases.mine", route="cases:mine",
    rows=lambda person, _asked: queries.marking_invented(queries.cases_of(person).exclude(state__in=AT_APPLICANT)),
    empty=Empty(
        _("还没有申报"), _("先看看贵企业能享受什么，再从项目页开始申报。"), "file-text", "policies:fits",
        _("看看能享受什么"),
    ),
)  # fmt: skip
