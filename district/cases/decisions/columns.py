"""What can be bundled of a year, as a list."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from district.cases.decisions import bundles
from district.ground.people.queries import Role
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Filter
from district.ground.tables.tables import Empty, Table

Counted = dict[str, Any]


def _rows(_person: Any, asked: Mapping[str, str]) -> list[Counted]:
    year = asked.get("year", "")
    return bundles.overview(int(year)) if year.isdecimal() else []


BUNDLES = Table[Counted](
    _("审计包"),
    (
        Column(
            "name", _("项目"), lambda row: str(row["name"]), width=36,
            small=lambda row: f"{row['office']} · {row['slug']}",
        ),
        Column("office", _("部门"), lambda row: str(row["office"])),
        Column("granted", _("同意"), lambda row: int(row["granted"]), Kind.NUMBER, 10),
        Column("refused", _("不予同意"), lambda row: int(row["refused"]), Kind.NUMBER, 10),
        Column(
            "amount", _("金额（元）"), lambda row: Decimal(row["amount"]), Kind.MONEY, short=_("金额"),
            invented=lambda row: bool(row["invented"]),
        ),
        Column("take", _("文件"), lambda row: "", book=False, part="decisions/_take.html"),
    ),
    page=("name", "granted", "refused", "amount", "take"), named="name", size=50,
    key="cases.bundles", nobodys=True, route="cases:bundles", door=(Role.AUDITOR,), rows=_rows,
    filters=(
        Filter("year", _("年度"), choices=lambda _person: [(year, str(year)) for year in bundles.years()], needed=True),
    ),
    empty=Empty(_("还没有作出过决定"), _("作出决定之后，每个项目每年一个文件。"), "file-zip"),
)  # fmt: skip
