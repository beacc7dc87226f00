"""Public notices and their lines as lists; everybody may read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import row_link
from district.cases.review.notice.models import Notice, NoticeLine
from district.ground.tables.columns import Column, Kind, is_invented
from district.ground.tables.tables import Table

NOTICES = Table[Notice](
    _("公示"),
    (
        Column(
            "title", _("公示"), lambda row: row.title, width=48, href=lambda row: row_link("notice", row.reference)
        ),
        Column("reference", _("编号"), lambda row: row.reference, width=20),
        Column("programme", _("项目"), lambda row: row.programme.name, width=28),
        Column("office", _("部门"), lambda row: row.programme.office.name),
        Column("since", _("公示开始"), lambda row: row.since, Kind.DATE),
        Column("until", _("公示到"), lambda row: row.until, Kind.DATE),
    ),
    page=("title", "programme", "office", "since", "until"), named="title",
)  # fmt: skip
LINES = Table[NoticeLine](
    _("公示的名单"),
    (
        Column("name", _("企业"), lambda row: row.name, width=36, small=lambda row: row.code),
        Column("code", _("统一社会信用代码"), lambda row: row.code, width=22),
        Column(
            "notice", _("公示"), lambda row: row.notice.title, width=48,
            href=lambda row: row_link("notice", row.notice.reference),
        ),
        Column("since", _("公示开始"), lambda row: row.notice.since, Kind.DATE),
        Column("outcome", _("结果"), lambda row: row.get_outcome_display(), width=24),
        Column(
            "amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented,
        ),
    ),
    page=("name", "notice", "since", "outcome", "amount"), named="name",
)  # fmt: skip
