"""What waits for a signature, as a list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.approving.models import Proposal
from district.cases.core.columns import row_link
from district.ground.tables.columns import Column, Kind, is_invented
from district.ground.tables.tables import Table

PROPOSALS = Table[Proposal](
    _("待我审批"),
    (
        Column(
            "pick", _("勾选"), lambda row: row.application.reference, book=False, quiet=True,
            part="approving/_pick.html",
        ),
        Column("reference", _("编号"), lambda row: row.application.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: row_link("case", row.application.reference), small=lambda row: row.application.reference,
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column(
            "outcome", _("拟办意见"), lambda row: row.outcome_words, width=12,
            part="approving/_outcome.html",
        ),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented),
        Column("by", _("经办"), lambda row: row.by.name, width=12, part="approving/_by.html"),
        Column("at", _("提出时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("pick", "enterprise", "programme", "outcome", "amount", "by"), named="enterprise",
)  # fmt: skip
