"""What is counted of what comes after a decision: promises watched and broken, findings."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.aftercare.columns import FINDINGS, OBLIGATIONS
from district.cases.aftercare.models import Finding, Obligation
from district.cases.aftercare.states import BREACHED, FINDING_OPEN, FINDING_UPHELD, OBLIGATION_OPEN
from district.ground.figures.figure import Dimension, Flow, People, Ratio, Source, Stock
from district.ground.people.queries import Person
from district.policies.queries import marking_invented


def _promises(rows: QuerySet[Obligation], person: Person) -> QuerySet[Obligation]:
    return rows.filter(pk__in=Obligation.objects.visible_to(person).values("pk"))


def _found(rows: QuerySet[Finding], person: Person) -> QuerySet[Finding]:
    return rows.filter(pk__in=Finding.objects.visible_to(person).values("pk"))


def _listed_promises(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    related = ("application__enterprise", "application__programme", "decision")
    return rows.select_related(*related).order_by("next_on", "pk")


def _listed_findings(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    rows = rows.select_related("application__enterprise", "application__programme", "decision")
    return marking_invented(rows, "application__version").order_by("-opened_at", "-pk")


def _source(value: str) -> str:
    return str(Finding.Source(value).label)


OF_A_CASE = (
    Dimension("bureau", _("部门"), "application__programme__office__name"),
    Dimension("programme", _("项目"), "application__programme__slug", label="application__programme__name"),
    Dimension("street", _("街道"), "application__enterprise__street"),
)
OF_PEOPLE = People(Q(application__enterprise__subject="person"), "application__enterprise", ("programme", "bureau"))
PROMISED = Source[Obligation](
    "obligations", _("获批企业的后续义务"), lambda _day: Obligation.objects.all(), OBLIGATIONS, _promises,
    dimensions=OF_A_CASE, listed=_listed_promises, place=70, people=OF_PEOPLE,
)  # fmt: skip
WATCHED = Stock(
    key="after.watched", words=_("正在跟踪的义务"), unit=pgettext_lazy("unit", "项"),
    source=PROMISED, where=Q(state__in=OBLIGATION_OPEN),
    definition=_("还没有期满或解除的义务项数，发现违反、还在处理的也计；一件决定有几项义务就计几项。"),
)  # fmt: skip
BROKEN = Stock(
    key="after.broken", words=_("违反的义务"), unit=pgettext_lazy("unit", "项"),
    source=PROMISED, where=Q(state=BREACHED),
    definition=_("查到违反、还没有处理完的义务项数；线索不成立而恢复跟踪的不计。"),
)  # fmt: skip
BROKEN_SHARE = Ratio(
    key="after.broken_share", words=_("义务违反的比例"), top=BROKEN, bottom=WATCHED,
    definition=_("正在跟踪的义务中，查到违反的项数和全部项数；两个数一起说。"),
)  # fmt: skip
FOUND = Source[Finding](
    "findings", _("决定之后的线索"), lambda _day: Finding.objects.all(), FINDINGS, _found,
    dimensions=(*OF_A_CASE, Dimension("source", _("来源"), "source", named=_source)), listed=_listed_findings, place=71,
    people=OF_PEOPLE,
)  # fmt: skip
OPENED = Flow(
    key="after.findings", words=_("立为线索"), unit=pgettext_lazy("unit", "条"),
    source=FOUND, time="opened_at",
    definition=_("期间内立为线索的条数，不论后来是否成立；追缴和补发的都计。"),
)  # fmt: skip
UPHELD = Flow(
    key="after.findings_upheld", words=_("成立的线索"), unit=pgettext_lazy("unit", "条"),
    source=FOUND,
    where=Q(state__in=FINDING_UPHELD), time="opened_at",
    definition=_("期间内立为线索、后来认定成立的条数，按立线索的日期；还在听取意见的不计。"),
)  # fmt: skip
OPEN = Stock(
    key="after.findings_open", words=_("没有处理完的线索"), unit=pgettext_lazy("unit", "条"),
    source=FOUND,
    where=Q(state__in=FINDING_OPEN), definition=_("还没有处理完的线索条数，等企业陈述意见的也计。"),
)  # fmt: skip

FIGURES = (WATCHED, BROKEN, BROKEN_SHARE, OPENED, UPHELD, OPEN)
