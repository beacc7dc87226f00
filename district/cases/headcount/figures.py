"""What is counted of people on granted rosters. Small numbers say who somebody is: they are kept back."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.core.columns import row_link
from district.cases.core.states import GRANTED
from district.cases.headcount.models import WorkerClaim
from district.ground.figures.figure import Dimension, Flow, People, Source
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table

WORKERS = Table[WorkerClaim](
    _("名单上的人"),
    (
        Column("masked", _("姓名"), lambda row: row.masked, width=12),
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: row_link("case", row.application.reference),
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column("first", _("起始月"), lambda row: row.first, Kind.DATE),
        Column("last", _("终止月"), lambda row: row.last, Kind.DATE),
        Column("decided", _("决定"), lambda row: row.application.decided_at, Kind.TIME),
    ),
    page=("masked", "enterprise", "programme", "first", "last", "decided"), named="masked",
)  # fmt: skip


def _seen(rows: QuerySet[WorkerClaim], person: Person) -> QuerySet[WorkerClaim]:
    return rows.filter(pk__in=WorkerClaim.objects.visible_to(person).values("pk"))


def _listed(rows: QuerySet[WorkerClaim]) -> QuerySet[WorkerClaim]:
    return rows.select_related("application__enterprise", "application__programme").order_by("application", "pk")


ON_ROSTERS = Source[WorkerClaim](
    "workers", _("同意的申报名单上的人"), lambda _day: WorkerClaim.objects.filter(live=True), WORKERS, _seen,
    dimensions=(
        Dimension("bureau", _("部门"), "application__programme__office__name"),
        Dimension("programme", _("项目"), "application__programme__slug", label="application__programme__name"),
        Dimension("street", _("街道"), "application__enterprise__street"),
    ),
    listed=_listed, place=35, people=People(None, "worker", ("programme", "bureau")),
)  # fmt: skip
SUPPORTED = Flow(
    key="cases.workers", words=_("按人补贴惠及的人"), unit=pgettext_lazy("unit", "人"),
    source=ON_ROSTERS,
    where=Q(application__state=GRANTED), time="application__decided_at", of=("worker",), public=True, edition=2,
    definition=_(
        "已同意的申报名单上的人数，按决定日期；一个人在几家企业、几个项目里也只计一人。"
        "公开的数按项目、按整年各自去重再相加，够 5 人才计，按 5 人进位舍去零头。"
    ),
)  # fmt: skip

FIGURES = (SUPPORTED,)
