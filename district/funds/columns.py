"""The room's lists: each column once, for the page, the phone and the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.enterprises.claims.permissions import let_in
from district.enterprises.queries import Enterprise, my_subjects
from district.funds import queries, sight
from district.funds.models import Batch, Clawback, Payee, Payment
from district.funds.models.withheld import Withheld
from district.funds.money import to_yuan
from district.funds.pages import SEES
from district.funds.permissions import may_verify
from district.funds.states import BATCH_STATES, CLAWBACK_STATES
from district.ground.people.permissions import Answer
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, is_invented, name_of
from district.ground.tables.filters import Asks, Chosen, Filter, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.policies.queries import marking_invented


def _subject_page(subject: Enterprise) -> str:
    return reverse("enterprises:person" if subject.is_person else "enterprises:enterprise", args=[subject.uscc])


def _to(name: str, reference: str) -> str:
    return reverse(f"funds:{name}", args=[reference])


def _of_state(state: str) -> Callable[[Any, Chosen], Q]:
    return lambda _person, _chosen: Q(state=state)


def _payments(_person: Person, asked: Mapping[str, str]) -> QuerySet[Payment]:
    batch = get_object_or_404(Batch, reference=asked["reference"])
    rows = batch.payments.select_related(
        "payee__enterprise", "instalment__award__enterprise", "instalment__award__line",
        "instalment__award__version__programme",
    ).order_by("pk")  # fmt: skip
    return marking_invented(rows, "instalment__award__version")


def _named(payments: Sequence[Payment], person: Person, _asked: Mapping[str, str]) -> list[Payment]:
    return sight.nameless(payments, person, lambda row: row.instalment.award)


@dataclass(frozen=True)
class Entered:
    """An account that waits to be verified: whether this person may, and who else gave the same number."""

    payee: Payee
    answer: Answer
    shared: list[str]


def _entered(payees: Sequence[Payee], person: Person, _asked: Mapping[str, str]) -> list[Entered]:
    found: dict[str, set[str]] = {}
    prints = {each.print for each in payees}
    for print_, name in Payee.objects.filter(print__in=prints).values_list("print", "enterprise__name"):
        found.setdefault(print_, set()).add(name)
    mine, judged = set(my_subjects(person).values_list("pk", flat=True)), let_in(person)
    return [
        Entered(
            each, may_verify(person, each, mine, judged), sorted(found.get(each.print, set()) - {each.enterprise.name})
        )
        for each in payees
    ]


def _waiting(person: Person, _asked: Mapping[str, str]) -> QuerySet[Payee]:
    rows = sight.payees_seen(Payee.objects.all(), person).select_related("enterprise", "entered_by", "certificate")
    return rows.filter(state=Payee.State.PENDING).order_by("entered_at", "pk")


BATCHES = Table[Batch](
    _("拨付批次"),
    (
        Column("reference", _("批次"), lambda row: row.reference, href=lambda row: _to("batch", row.reference)),
        Column("year", _("年度"), lambda row: row.line.year, Kind.YEAR, 8),
        Column("line", _("指标"), lambda row: row.line.name, width=28),
        Column("office", _("部门"), lambda row: row.line.office.name),
        Column("state", _("状态"), lambda row: row.stage.staff, width=16, tone=lambda row: row.stage.tone),
        Column("count", _("笔数"), lambda row: row.count, Kind.NUMBER, 10),
        Column(
            "amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY,
            short=_("金额"), invented=lambda row: row.line.illustrative or is_invented(row),
        ),
        Column("made_by", _("组批"), lambda row: name_of(row.made_by)),
        Column("made_at", _("组批时间"), lambda row: row.made_at, Kind.TIME),
        Column("checked_by", _("复核"), lambda row: name_of(row.checked_by)),
        Column("first_by", _("一级放行"), lambda row: name_of(row.first_by)),
        Column("second_by", _("二级放行"), lambda row: name_of(row.second_by)),
        Column("released_at", _("放行时间"), lambda row: row.released_at, Kind.TIME),
    ),
    page=("reference", "line", "state", "made_by", "made_at", "count", "amount"), named="reference",
    key="funds.batches", route="funds:payments", door=SEES, rows=lambda _person, _asked: queries.batches(),
    filters=(
        Filter("state", _("状态"), lookup="state", choices=[(key, each.staff) for key, each in BATCH_STATES.items()]),
    ),
    empty=Empty(_("还没有批次"), _("到期的款按指标组成批次后，列在这里。"), "cash-banknote"),
)  # fmt: skip

PAYMENTS = Table[Payment](
    _("付款"),
    (
        Column(
            "reference", _("付款编号"), lambda row: row.reference, width=24,
            href=lambda row: _to("payment", row.reference),
        ),
        Column(
            "payee", _("收款人"), lambda row: row.payee.holder, width=36,
            small=lambda row: f"{row.payee.bank} **** {row.payee.last4}",
        ),
        Column("bank", _("开户银行"), lambda row: row.payee.bank, width=28),
        Column("last4", _("账号末四位"), lambda row: row.payee.last4, width=12),
        Column("title", _("事项"), lambda row: row.instalment.award.title, width=28, part="funds/_of_award.html"),
        Column("award", _("编号"), lambda row: row.instalment.award.reference, width=20),
        Column("serial", _("期次"), lambda row: row.instalment.serial, Kind.NUMBER, 8),
        Column(
            "amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY,
            short=_("金额"), part="funds/_paid.html", invented=is_invented,
        ),
        Column(
            "offset", _("其中抵扣（元）"), lambda row: to_yuan(row.offset) if row.offset else None, Kind.MONEY,
            invented=is_invented,
        ),
        Column(
            "state", _("结果"), lambda row: row.get_state_display(), width=12, part="funds/_result.html"
        ),
        Column("reason", _("原因"), lambda row: row.reason, width=40),
        Column("answered", _("回单时间"), lambda row: row.answered_at, Kind.TIME),
    ),
    page=("reference", "payee", "title", "state", "amount"), named="reference", size=50,
    key="funds.payments", route="funds:batch", of=("reference",), door=SEES, rows=_payments, dress=_named,
    called=lambda _person, asked: gettext("批次 %(reference)s") % {"reference": asked["reference"]},
    tabs=Tabs(
        (Tab("", _("全部")), *(Tab(key, words, _of_state(key)) for key, words in Payment.State.choices)),
        key="state", label=_("按结果"), says=_("结果"), sparse=True,
    ),
    empty=Empty(_("没有付款"), icon="cash-banknote"),
)  # fmt: skip

CLAWBACKS = Table[Clawback](
    _("追缴"),
    (
        Column(
            "reference", _("追缴编号"), lambda row: row.reference, href=lambda row: _to("clawback", row.reference),
        ),
        Column(
            "enterprise", _("企业"), lambda row: row.award.enterprise.name, width=36, small=lambda row: row.award.title
        ),
        Column("state", _("状态"), lambda row: row.stage.staff, width=12, tone=lambda row: row.stage.tone),
        Column(
            "amount", _("追缴金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("追缴金额"), invented=is_invented
        ),
        Column(
            "left", _("未收（元）"), lambda row: to_yuan(row.left), Kind.MONEY, short=_("未收"), invented=is_invented
        ),
        Column("reason", _("理由"), lambda row: row.reason, width=60),
        Column("opened", _("提出"), lambda row: row.opened_at, Kind.TIME),
    ),
    page=("reference", "enterprise", "state", "amount", "left", "opened"), named="reference",
    key="funds.clawbacks", route="funds:clawbacks", door=SEES,
    rows=lambda person, _asked: marking_invented(sight.seen(queries.cases(), person, award="award"), "award__version"),
    filters=(
        Filter(
            "state", _("状态"), lookup="state", every=_("全部状态"),
            choices=[(key, each.staff) for key, each in CLAWBACK_STATES.items()],
        ),
    ),
    empty=Empty(
        _("没有追缴"),
        _("追缴从线索来：告知企业、听取意见、认定、提出金额、另一人批准之后，这里列出应退回的。"), "receipt-refund",
    ),
)  # fmt: skip

WITHHELD = Table[Withheld](
    _("暂停拨付"),
    (
        Column(
            "enterprise", _("企业"), lambda row: row.award.enterprise.name, width=36,
            href=lambda row: _subject_page(row.award.enterprise),
        ),
        Column("uscc", _("统一社会信用代码"), lambda row: row.award.enterprise.code, width=22),
        Column(
            "reference", _("编号"), lambda row: row.award.reference, width=22,
            href=lambda row: _to("award", row.award.reference),
        ),
        Column("title", _("项目"), lambda row: row.award.title, width=28),
        Column("why", _("原因"), lambda row: row.why, width=60, part="funds/_why.html", wide=True),
        Column(
            "left", _("未付金额（元）"), lambda row: to_yuan(getattr(row, "left_fen", 0) or 0), Kind.MONEY,
            short=_("未付"), invented=is_invented,
        ),
        Column("opened", _("暂停时间"), lambda row: row.opened_at, Kind.TIME),
        Column("ended", _("结果"), lambda row: row.get_ended_display(), part="funds/_ended.html"),
        Column("reason", _("照付的理由"), lambda row: row.reason, width=40),
    ),
    page=("enterprise", "reference", "title", "why", "left", "ended"), named="enterprise",
    key="funds.withheld", route="funds:withheld", door=SEES,
    rows=lambda person, asked: sight.seen(
        queries.withheld_rows(every=asked.get("all") == "1"), person, award="award"
    ),
    filters=(Filter("all", _("也看已结束的"), Asks.FLAG),),
    empty=Empty(
        _("没有暂停的拨付"), _("企业更名、迁出、注销、被列为失信时，未付的款会列在这里。"), "circle-check"
    ),
)  # fmt: skip

PAYEES = Table[Entered](
    _("收款账户核验"),
    (
        Column("enterprise", _("企业"), lambda row: row.payee.enterprise.name, width=36),
        Column("uscc", _("统一社会信用代码"), lambda row: row.payee.enterprise.code, width=22),
        Column("holder", _("户名"), lambda row: row.payee.holder, width=36),
        Column("bank", _("开户银行"), lambda row: row.payee.bank, width=28),
        Column("last4", _("账号末四位"), lambda row: row.payee.last4, width=12),
        Column("shared", _("同一账号的其他企业"), lambda row: "、".join(row.shared), width=36),
        Column("by", _("何人"), lambda row: name_of(row.payee.entered_by)),
        Column("at", _("时间"), lambda row: row.payee.entered_at, Kind.TIME),
    ),
    page=("enterprise", "holder", "bank", "last4"), named="enterprise", card="funds/_payee.html",
    key="funds.payees", route="funds:payees", door=SEES, rows=_waiting, dress=_entered,
    tells=_("与企业提交的开户证明核对户名、开户银行和末四位。核验后才会拨付。"),
    empty=Empty(_("没有等待核验的账户"), _("企业填写或更换收款账户后，列在这里。"), "credit-card"),
)  # fmt: skip
