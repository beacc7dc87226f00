"""The room's lists: each column once, for the page, the phone and the workbook."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import Enterprise
from district.funds.models import Batch, Clawback, Payment
from district.funds.models.withheld import Withheld
from district.funds.money import to_yuan
from district.ground.tables.columns import Column, Kind, is_invented, name_of
from district.ground.tables.tables import Table


def _subject_page(subject: Enterprise) -> str:
    return reverse("enterprises:person" if subject.is_person else "enterprises:enterprise", args=[subject.uscc])


def _to(name: str, reference: str) -> str:
    return reverse(f"funds:{name}", args=[reference])


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
    page=("reference", "payee", "title", "state", "amount"), named="reference",
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
        Column("why", _("原因"), lambda row: row.why, width=60, part="funds/_why.html"),
        Column(
            "left", _("未付金额（元）"), lambda row: to_yuan(getattr(row, "left_fen", 0) or 0), Kind.MONEY,
            short=_("未付"), invented=is_invented,
        ),
        Column("opened", _("暂停时间"), lambda row: row.opened_at, Kind.TIME),
        Column("ended", _("结果"), lambda row: row.get_ended_display(), part="funds/_ended.html"),
        Column("reason", _("照付的理由"), lambda row: row.reason, width=40),
    ),
    page=("enterprise", "reference", "title", "why", "left", "ended"), named="enterprise",
)  # fmt: skip
