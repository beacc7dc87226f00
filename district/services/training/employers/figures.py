"""What is counted of employers' training: firms, people once each, 学时 claimed, claims paid. Hours by strength are the
ledger's own figures."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.core.states import GRANTED
from district.funds.queries import Payment
from district.ground.figures.figure import Dimension, Flow, People, Source
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table
from district.services.training.employers.columns import FILINGS
from district.services.training.employers.models import ClaimLine, Filing, Learner
from district.services.training.employers.models.filings import seen_by
from district.services.training.employers.queries import with_plans
from district.services.training.employers.states import FINISHED, WITHDRAWN

FIRMS = Source[Filing](
    "training_filings", _("企业培训备案"), lambda _day: Filing.objects.all(), FILINGS,
    lambda rows, person: rows.filter(seen_by(person)),
    dimensions=(
        Dimension("bureau", _("部门"), "office__name"),
        Dimension("street", _("街道"), "enterprise__street"),
    ),
    listed=lambda rows: with_plans(rows).order_by("-filed_at", "-pk"), place=62,
)  # fmt: skip
EMPLOYERS = Flow(
    key="employers.firms", words=_("备案职工培训的企业"), unit=pgettext_lazy("unit", "家"), source=FIRMS,
    time="filed_on", where=~Q(state=WITHDRAWN), of=("enterprise",), public=True,
    definition=_("期间内备案过职工培训的企业数，按备案日期；备案几次也只计一家，撤回的不计。"),
)  # fmt: skip
FILED = Flow(
    key="employers.filings", words=_("职工培训备案"), unit=pgettext_lazy("unit", "次"), source=FIRMS, time="filed_on",
    where=~Q(state=WITHDRAWN), public=True, definition=_("期间内的备案数，按备案日期；撤回的不计。"),
)  # fmt: skip

LEARNERS = Table[Learner](
    _("企业培训的学员"),
    (
        Column("masked", _("姓名"), lambda row: row.masked, width=12),
        Column("enterprise", _("企业"), lambda row: row.filing.enterprise.name, width=36),
        Column("filing", _("备案编号"), lambda row: row.filing.reference,
               href=lambda row: reverse("employers:filing", args=[row.filing.reference])),
        Column("finished", _("结班"), lambda row: row.filing.finished_on, Kind.DATE),
    ),
    page=("masked", "enterprise", "filing", "finished"), named="masked",
)  # fmt: skip


def _seen_learners(rows: QuerySet[Learner], person: Person) -> QuerySet[Learner]:
    return rows.filter(seen_by(person, "filing__"))


TRAINED = Source[Learner](
    "training_learners", _("企业培训的学员"), lambda _day: Learner.objects.filter(live=True), LEARNERS, _seen_learners,
    dimensions=(
        Dimension("bureau", _("部门"), "filing__office__name"),
        Dimension("programme", _("项目"), "filing__programme__slug", label="filing__programme__name"),
    ),
    listed=lambda rows: rows.select_related("filing__enterprise").order_by("filing", "position"), place=63,
    people=People(None, "worker", ("programme", "bureau")),
)  # fmt: skip
PEOPLE = Flow(
    key="employers.learners", words=_("企业培训的职工"), unit=pgettext_lazy("unit", "人"), source=TRAINED,
    time="filing__finished_on", where=Q(filing__state=FINISHED), of=("worker",), public=True,
    definition=_("期间内结班的企业培训的学员数，按结班日期；一个人在几家企业、几次培训里也只计一人，抽查不成立的不计。"),
)  # fmt: skip

LINES = Table[ClaimLine](
    _("申报的学时"),
    (
        Column("masked", _("姓名"), lambda row: row.learner.masked, width=12),
        Column("enterprise", _("企业"), lambda row: row.claim.filing.enterprise.name, width=36),
        Column("reference", _("申报"), lambda row: row.claim.application.reference,
               href=lambda row: reverse("cases:case", args=[row.claim.application.reference])),
        Column("hours", _("计补学时"), lambda row: row.hours, Kind.NUMBER),
        Column("paid", _("到账"), lambda row: getattr(row, "paid_at", None), Kind.TIME),
    ),
    page=("masked", "enterprise", "reference", "hours", "paid"), named="masked",
)  # fmt: skip


def _lines(_day: dt.date) -> QuerySet[ClaimLine]:
    """Lines of claims with `paid_at`: when the first payment of the case arrived."""
    arrived = Payment.objects.filter(
        instalment__award__reference=OuterRef("claim__application__reference"), state="paid", answered_at__isnull=False
    ).order_by("answered_at", "pk")
    return ClaimLine.objects.filter(live=True).annotate(paid_at=Subquery(arrived.values("answered_at")[:1]))


def _seen_lines(rows: QuerySet[ClaimLine], person: Person) -> QuerySet[ClaimLine]:
    return rows.filter(seen_by(person, "claim__filing__"))


CLAIMED = Source[ClaimLine](
    "training_claims", _("用学时申报的人次"), _lines, LINES, _seen_lines,
    dimensions=(
        Dimension("bureau", _("部门"), "claim__filing__office__name"),
        Dimension("programme", _("项目"), "claim__filing__programme__slug", label="claim__filing__programme__name"),
    ),
    listed=lambda rows: rows.select_related("learner", "claim__filing__enterprise", "claim__application").order_by(
        "-claim__at", "pk"),
    place=64, people=People(None, "worker", ("programme", "bureau")),
)  # fmt: skip
GRANTED_TIMES = Flow(
    key="employers.granted", words=_("同意补贴的培训人次"), unit=pgettext_lazy("unit", "人次"), source=CLAIMED,
    time="claim__application__decided_at", where=Q(claim__application__state=GRANTED), public=True,
    definition=_("期间内同意补贴、名单从学时账本带入的培训人次，按决定日期。"),
)  # fmt: skip
PAID_TIMES = Flow(
    key="employers.paid", words=_("补贴已到账的培训人次"), unit=pgettext_lazy("unit", "人次"), source=CLAIMED,
    time="paid_at", where=Q(paid_at__isnull=False), public=True,
    definition=_("期间内补贴已付到企业的培训人次，按第一笔到账的日期；名单从学时账本带入的才计。"),
)  # fmt: skip
FIGURES = (EMPLOYERS, FILED, PEOPLE, GRANTED_TIMES, PAID_TIMES)
