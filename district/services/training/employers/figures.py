"""What is counted of employers' training: firms, people once each, claims paid. Hours by strength are the
ledger's own figures."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.funds.figures import PAID, PAID_OUT
from district.funds.queries import payments_of
from district.ground.figures.figure import Dimension, Flow, People, Source
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table
from district.services.training.employers.columns import FILINGS
from district.services.training.employers.models import Claim, Filing, Trainee
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

LEARNERS = Table[Trainee](
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


def _seen_learners(rows: QuerySet[Trainee], person: Person) -> QuerySet[Trainee]:
    return rows.filter(seen_by(person, "filing__"))


TRAINED = Source[Trainee](
    "training_learners", _("企业培训的学员"), lambda _day: Trainee.objects.filter(live=True), LEARNERS, _seen_learners,
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

PAID_FOR = replace(
    PAID_OUT, key="training_payments", words=_("用学时申报的补贴款"), place=64,
    rows=lambda _day: payments_of(Claim.objects.values("application__reference")),
)  # fmt: skip
PAID_CLAIMS = Flow(
    key="employers.paid_claims", words=_("补贴已到账的学时申报"), unit=pgettext_lazy("unit", "件"), source=PAID_FOR,
    time="answered_at", where=PAID, of=("instalment__award",), public=True,
    definition=_("期间内有补贴付到企业的学时申报数，按银行回单的日期；一件只计一次。"),
)  # fmt: skip
PAID_YUAN = Flow(
    key="employers.paid", words=_("已到账的培训补贴"), unit=_("元"), source=PAID_FOR, time="answered_at", where=PAID,
    amount="fen", fen=True, public=True,
    definition=_("期间内银行回单付成的培训补贴相加，只计名单从学时账本带入的申报；后来退汇的不计，后来追缴的不扣。"),
)  # fmt: skip
FIGURES = (EMPLOYERS, FILED, PEOPLE, PAID_CLAIMS, PAID_YUAN)
