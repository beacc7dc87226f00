"""What is counted of money: what a line has on a day, what was paid in a period."""

from __future__ import annotations

import datetime as dt

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.enterprises.queries import sight
from district.funds.columns import PAYMENTS
from district.funds.models import Account, Kind, Level, Payment, Transfer
from district.funds.money import to_yuan
from district.funds.permissions import may_see
from district.funds.sight import seen
from district.ground import clock
from district.ground.figures.figure import AnyFigure, Dimension, Flow, People, Ratio, Source, Stock
from district.ground.people.queries import Person
from district.ground.tables.columns import Column
from district.ground.tables.columns import Kind as Shape
from district.ground.tables.tables import Table
from district.policies.queries import marking_invented

ACCOUNTS = Table[Account](
    _("指标账户"),
    (
        Column(
            "line", _("指标"), lambda row: row.line.name, width=28, small=lambda row: str(row.line.year),
            href=lambda row: reverse("funds:line", args=[row.line.reference]),
        ),
        Column("year", _("年度"), lambda row: row.line.year, Shape.YEAR, 8),
        Column("office", _("部门"), lambda row: row.line.office.name),
        Column("level", _("级次"), lambda row: row.get_level_display(), width=10),
        Column("kind", _("种类"), lambda row: row.get_kind_display(), width=12),
        Column(
            "amount", _("金额（元）"), lambda row: to_yuan(getattr(row, "fen_on", row.fen)), Shape.MONEY,
            short=_("金额"), invented=lambda row: row.line.illustrative,
        ),
    ),
    page=("line", "office", "level", "kind", "amount"), named="line",
)  # fmt: skip


def accounts_on(day: dt.date) -> QuerySet[Account]:
    """Accounts with `fen_on`: what they held at the end of a day, which is what they hold less what moved since."""
    if day >= clock.today():
        return Account.objects.annotate(fen_on=F("fen"))
    after = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    since = Transfer.objects.filter(at__gte=after).order_by()

    def moved(side: str) -> Coalesce:
        sums = since.filter(**{side: OuterRef("pk")}).values(side).annotate(fen_moved=Sum("fen")).values("fen_moved")
        return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)

    return Account.objects.annotate(fen_on=F("fen") - moved("debit") + moved("credit"))


def _accounts(rows: QuerySet[Account], person: Person) -> QuerySet[Account]:
    return rows if may_see(person) else rows.none()


def _level(value: str) -> str:
    return str(Level(value).label)


HELD_BY_LINES = Source[Account](
    "accounts", _("预算指标的账户"), accounts_on, ACCOUNTS, _accounts,
    dimensions=(
        Dimension("year", _("年度"), "line__year"), Dimension("bureau", _("主管部门"), "line__office__name"),
        Dimension("line", _("指标"), "line__reference", label="line__name"),
        Dimension("level", _("级次"), "level", named=_level),
    ),
    looks_back=True, invented=Q(line__illustrative=True), place=61,
    listed=lambda rows: rows.select_related("line__office").order_by("-line__year", "line__name", "pk"),
)  # fmt: skip
BALANCES = {
    "appropriated": (_("安排的资金"), ~Q(kind=Kind.APPROPRIATED),
                     _("那一天各指标已安排的资金，结转来的也计；可用、占用、待付、在途、已付等各项之和。")),
    "available": (_("可用的资金"), Q(kind=Kind.AVAILABLE), _("那一天还可以动用的资金；占用的、待付的和已付的不计。")),
    "held": (_("占用的资金"), Q(kind=Kind.HELD), _("那一天为审核中的申报和名单留出、还没有决定的资金。")),
    "to_pay": (_("待付的资金"), Q(kind__in=[Kind.COMMITTED, Kind.SENT]),
               _("那一天已经决定、还没有到企业账户的资金，在途的也计；要列以后年度预算的不计。")),
    "spent": (_("已付的资金"), Q(kind=Kind.PAID),
              _("那一天为止从各指标付出、没有退回也没有追缴的资金；是余额，不是某一期间付出的金额。")),
    "receivable": (_("应收追缴"), Q(kind=Kind.RECEIVABLE), _("那一天已定要追缴、还没有收回也没有核销的资金。")),
}  # fmt: skip
LINES = {
    key: Stock(
        key=f"funds.{key}", words=words, unit=_("元"), source=HELD_BY_LINES, where=where, amount="fen_on", fen=True,
        may=may_see, definition=definition,
    )
    for key, (words, where, definition) in BALANCES.items()
}  # fmt: skip
SPENT_SHARE = Ratio(
    key="funds.spent_share", words=_("资金执行的比例"), top=LINES["spent"], bottom=LINES["appropriated"],
    definition=_("那一天已付的资金和安排的资金；两个数一起说，待付的不算已付。"),
)  # fmt: skip


def _payments(rows: QuerySet[Payment], person: Person) -> QuerySet[Payment]:
    if not may_see(person):
        return rows.filter(sight(person, "instalment__award__enterprise"))
    return seen(rows, person, award="instalment__award")


def _listed(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    rows = rows.select_related("payee", "instalment__award")
    return marking_invented(rows, "instalment__award__version").order_by("-answered_at", "-pk")


PAID_OUT = Source[Payment](
    "payments", _("付给企业的款项"), lambda _day: Payment.objects.all(), PAYMENTS, _payments,
    dimensions=(
        Dimension("bureau", _("主管部门"), "batch__line__office__name"),
        Dimension("programme", _("项目"), "instalment__award__version__programme__slug",
                  label="instalment__award__version__programme__name"),
        Dimension("line", _("指标"), "batch__line__reference", label="batch__line__name"),
        Dimension("year", _("指标年度"), "batch__line__year"),
        Dimension("street", _("街道"), "instalment__award__enterprise__street"),
    ),
    invented=Q(instalment__award__version__description__illustrative=True), listed=_listed, place=60,
    people=People(
        Q(instalment__award__enterprise__subject="person"), "instalment__award__enterprise", ("programme", "bureau")
    ),
)  # fmt: skip
PAID = Q(state=Payment.State.PAID, answered_at__isnull=False)
PAID_YUAN = Flow(
    key="funds.paid", words=_("已付到企业"), unit=_("元"), source=PAID_OUT, where=PAID, time="answered_at",
    amount="fen", fen=True, public=True, front=50, desk=25,
    definition=_("期间内银行回单付成的款项相加，用来抵扣应退款的部分也计；后来退汇的不计，后来追缴的不扣。"),
)  # fmt: skip
PAYMENTS_MADE = Flow(
    key="funds.payments", words=_("付成的笔数"), unit=pgettext_lazy("unit", "笔"),
    source=PAID_OUT, where=PAID, time="answered_at",
    public=True, definition=_("期间内银行回单付成的笔数；后来退汇的不计。"),
)  # fmt: skip

FIGURES: tuple[AnyFigure, ...] = (PAID_YUAN, PAYMENTS_MADE, *LINES.values(), SPENT_SHARE)
