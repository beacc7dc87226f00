"""What is counted of the catalogue."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Source, Stock
from district.ground.tables.columns import Column
from district.ground.tables.tables import Table
from district.policies.models import Kind, Programme
from district.policies.queries import programmes_in_force

PROGRAMMES = Table[Programme](
    _("政策项目"),
    (
        Column(
            "name", _("项目"), lambda row: row.name, width=36,
            href=lambda row: reverse("policies:programme", args=[row.slug]),
        ),
        Column("office", _("牵头部门"), lambda row: row.office.name),
        Column("kind", _("种类"), lambda row: row.get_kind_display()),
        Column("summary", _("内容"), lambda row: row.summary, width=60),
    ),
    page=("name", "office", "kind", "summary"), named="name",
)  # fmt: skip


def _kind(value: str) -> str:
    return str(Kind(value).label)


def _listed(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    return rows.select_related("office").order_by("name", "pk")


PROMISES = Source[Programme](
    "programmes", _("正在执行的政策和服务"), programmes_in_force, PROGRAMMES, None,
    dimensions=(Dimension("bureau", _("牵头部门"), "office__name"), Dimension("kind", _("种类"), "kind", named=_kind)),
    looks_back=True, listed=_listed, place=10,
)  # fmt: skip
IN_FORCE = Stock(
    key="policies.in_force", words=_("正在执行的政策和服务"), unit=pgettext_lazy("unit", "项"),
    source=PROMISES, public=True, front=10,
    definition=_("按现在使用的目录，那一天有规则生效的项目数，政策和服务都计；已撤下的不计。"),
)  # fmt: skip

FIGURES = (IN_FORCE,)
