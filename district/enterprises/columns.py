"""The register as a list: each column once, for the page, the phone, the sort links and the workbook."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.enterprises.models import Enterprise
from district.ground.tables.columns import Column, Kind, Sort
from district.ground.tables.tables import Table


def _former(row: Enterprise) -> str:
    name = getattr(row, "former", "")
    return gettext("曾用名：%(name)s") % {"name": name} if name else ""


REGISTER = Table[Enterprise](
    _("企业库"),
    (
        Column(
            "uscc", _("统一社会信用代码"), lambda row: row.uscc, width=22,
            sort=Sort(("uscc",), up=_("统一社会信用代码")),
        ),
        Column(
            "name", _("企业名称"), lambda row: row.name, width=36,
            small=_former, sort=Sort(("name", "pk"), up=_("名称")),
            href=lambda row: reverse("enterprises:enterprise", args=[row.uscc]),
        ),
        Column("kind", _("企业类型"), lambda row: row.kind, width=24),
        Column(
            "street", _("所属街道"), lambda row: row.street, filter="street",
            sort=Sort(("street", "pk"), up=_("街道"))
        ),
        Column(
            "section", _("行业门类"), lambda row: row.section, filter="section",
            sort=Sort(("section", "pk"), up=_("行业")),
        ),
        Column("industry", _("行业代码"), lambda row: row.industry, width=10),
        Column(
            "founded", _("成立日期"), lambda row: row.founded, Kind.DATE,
            sort=Sort(("founded", "pk"), up=_("成立最早"), down=_("成立最晚")),
        ),
        Column("status", _("经营状态"), lambda row: row.status, width=10, filter="status"),
        Column(
            "size", _("企业规模"), lambda row: row.get_size_display(), width=10, filter="size",
            sort=Sort(("size", "pk"), up=_("规模")),
        ),
    ),
    page=("name", "uscc", "street", "section", "size", "founded", "status"), named="name", default="uscc",
)  # fmt: skip
