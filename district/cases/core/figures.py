"""What is counted of cases: handed in, decided, granted; each from decisions in force, never written down."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.cases.core.columns import CASES, DECISIONS
from district.cases.core.models import Application, Decision
from district.cases.core.services import without_services
from district.cases.core.states import DRAFT, HANDED_IN, STATES
from district.ground.figures.figure import Dimension, Flow, People, Ratio, Source, Stock
from district.ground.people.queries import Person
from district.policies.queries import Kind, marking_invented


def _decisions(rows: QuerySet[Decision], person: Person) -> QuerySet[Decision]:
    return rows.filter(application__in=Application.objects.visible_to(person).values("pk"))


def _cases(rows: QuerySet[Application], person: Person) -> QuerySet[Application]:
    return rows.filter(pk__in=Application.objects.visible_to(person).values("pk"))


def _listed_decisions(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    rows = rows.select_related("application__enterprise", "application__programme", "office")
    return marking_invented(rows, "application__version").order_by("-at", "-pk")


def _listed_cases(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows.select_related("enterprise", "programme__office").order_by("-submitted_at", "-pk")


def _kind(value: str) -> str:
    return str(Kind(value).label)


def _state(value: str) -> str:
    return str(STATES[value].staff)


DECIDED = Source[Decision](
    "decisions", _("现行有效的决定"), lambda _day: without_services(Decision.objects.in_force(), "application__"),
    DECISIONS, _decisions,
    dimensions=(
        Dimension("bureau", _("部门"), "office__name"),
        Dimension("programme", _("项目"), "application__programme__slug", label="application__programme__name"),
        Dimension("kind", _("政策种类"), "application__programme__kind", named=_kind),
        Dimension("street", _("街道"), "application__enterprise__street"),
        Dimension("trade", _("行业"), "application__enterprise__section"),
        Dimension("year", _("决定年份"), "year"),
        Dimension("handed_in", _("提交日期"), "application__as_of", listed=False),
    ),
    invented=Q(application__version__description__illustrative=True), listed=_listed_decisions, place=30,
    people=People(
        Q(application__enterprise__subject="person"), "application__enterprise", ("programme", "bureau", "kind", "year")
    ),
)  # fmt: skip
GRANTED = Q(outcome="granted")
TO_FIRMS = GRANTED & Q(application__enterprise__subject="enterprise")
DECISIONS_MADE = Flow(
    key="cases.decided", words=_("作出的决定"), unit=pgettext_lazy("unit", "件"),
    source=DECIDED, time="at", public=True,
    definition=_("同意、不予同意和不予受理的决定件数，按决定日期；被更正或撤销的原决定不计，只计替代它的决定；服务不计。"),
)  # fmt: skip
GRANTS = Flow(
    key="cases.granted", words=_("已同意的申报"), unit=pgettext_lazy("unit", "件"),
    source=DECIDED, where=GRANTED, time="at", public=True,
    front=20, desk=10,
    definition=_("现行有效的同意决定件数，按决定日期；被撤销的不计，更正的按更正后的计一件；服务不计。"),
)  # fmt: skip
GRANTED_YUAN = Flow(
    key="cases.granted_yuan", words=_("决定给付金额"), unit=_("元"), source=DECIDED, where=GRANTED, time="at",
    amount="total", public=True, front=40, desk=20,
    definition=_("现行有效的同意决定所载金额相加，按月给付的各期都计入，因上限少给的不计；是决定的金额，不是已付的金额。"),
)  # fmt: skip
FIRMS = Flow(
    key="cases.firms", words=_("得到支持的企业"), unit=pgettext_lazy("unit", "家"),
    source=DECIDED, where=TO_FIRMS, time="at",
    of=("application__enterprise",), public=True, front=30, desk=15,
    definition=_("期间内有现行有效的同意决定的企业数；一家企业得到几项也只计一家，所以各年、各项目的家数不能相加。"),
)  # fmt: skip
FIRM_PROGRAMMES = Flow(
    key="cases.firm_programmes", words=_("得到支持的家次"), unit=pgettext_lazy("unit", "家次"),
    source=DECIDED, where=TO_FIRMS, time="at",
    of=("application__enterprise", "application__programme"), public=True,
    definition=_("期间内有现行有效的同意决定的企业，按项目计；一家企业得到几个项目就计几次，同一项目几次决定只计一次。"),
)  # fmt: skip
GRANTED_SHARE = Ratio(
    key="cases.granted_share", words=_("同意的比例"), top=GRANTS, bottom=DECISIONS_MADE,
    definition=_("期间内现行有效的决定中，同意的件数和全部件数；两个数一起说。"),
)  # fmt: skip

HANDED = Source[Application](
    "cases", _("提交过的申报"), lambda _day: without_services(Application.objects.exclude(state=DRAFT)),
    CASES, _cases,
    dimensions=(
        Dimension("bureau", _("牵头部门"), "programme__office__name"),
        Dimension("programme", _("项目"), "programme__slug", label="programme__name"),
        Dimension("state", _("状态"), "state", named=_state),
        Dimension("street", _("街道"), "enterprise__street"),
        Dimension("trade", _("行业"), "enterprise__section"),
    ),
    listed=_listed_cases, place=20,
    people=People(Q(enterprise__subject="person"), "enterprise", ("programme", "bureau")),
)  # fmt: skip
HANDED_IN_CASES = Flow(
    key="cases.handed_in", words=_("收到的申报"), unit=pgettext_lazy("unit", "件"),
    source=HANDED, where=Q(submitted_at__isnull=False),
    time="submitted_at", public=True, desk=5,
    definition=_("第一次提交在期间内的申报件数，后来撤回的也计；草稿不计，补正后再次提交不另计；服务不计。"),
)  # fmt: skip
IN_HAND = Stock(
    key="cases.open", words=_("正在办理的申报"), unit=pgettext_lazy("unit", "件"),
    source=HANDED, where=Q(state__in=HANDED_IN), public=True,
    definition=_("已提交、还没有决定、撤回或终止的申报件数，补正中和候补中的也计；草稿不计，服务不计。"),
)  # fmt: skip

FIGURES = (
    HANDED_IN_CASES, IN_HAND, DECISIONS_MADE, GRANTS, GRANTED_SHARE, FIRMS, FIRM_PROGRAMMES, GRANTED_YUAN,
)  # fmt: skip
