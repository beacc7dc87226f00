"""拨付汇总表和明细表: the papers people sign beside the bank's file, with that file's own totals and checksum."""

from __future__ import annotations

from collections import OrderedDict

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.funds import bank
from district.funds.models import Batch, Payment
from district.funds.money import to_yuan
from district.funds.states import RELEASED_BATCH
from district.ground.papers.letter import Annex, Letter, Part, Table
from district.ground.papers.money import capital


def letter_of(batch: Batch) -> Letter:
    """The paper of a batch, in Chinese: what is paid by programme, every payment as an annex, who signs."""
    with override(settings.LANGUAGE_CODE):
        payments = bank.sent_payments(batch)
        fen = sum(each.fen - each.offset for each in payments)
        words = {
            "line": batch.line.name, "year": batch.line.year, "n": len(payments), "amount": f"{to_yuan(fen):,.2f}",
            "capital": capital(to_yuan(fen)), "reference": batch.reference,
        }  # fmt: skip
        lead = _("批次%(reference)s，从%(year)d年度“%(line)s”支付%(n)d笔，共人民币%(amount)s元（大写：%(capital)s）。")
        return Letter(
            office=batch.line.office.full, number="", title=_("拨付汇总表"), to="",
            parts=(Part(lead % words), Part("", table=_summary(payments))),
            date=timezone.localdate(batch.released_at or batch.made_at),
            annexes=(Annex(_("拨付明细表"), (Part("", table=_details(payments)),)),),
            signed_by=(_("经办"), _("复核"), _("一级放行"), _("二级放行")), notes=tuple(_notes(batch)),
        )  # fmt: skip


def _summary(payments: list[Payment]) -> Table:
    found: OrderedDict[str, list[int]] = OrderedDict()
    for each in payments:
        row = found.setdefault(each.instalment.award.title, [0, 0, 0])
        row[0], row[1], row[2] = row[0] + 1, row[1] + each.fen, row[2] + each.offset
    rows = [(name, str(n), _yuan(due), _yuan(kept), _yuan(due - kept)) for name, (n, due, kept) in found.items()]
    total = [sum(row[place] for row in found.values()) for place in range(3)]
    rows.append((_("合计"), str(total[0]), _yuan(total[1]), _yuan(total[2]), _yuan(total[1] - total[2])))
    head = (_("事项"), _("笔数"), _("应付（元）"), _("抵扣（元）"), _("实付（元）"))
    return Table(head, tuple(rows), (5, 2, 3, 3, 3), (1, 2, 3, 4))


def _details(payments: list[Payment]) -> Table:
    rows = [
        (str(place), each.reference, each.payee.holder, f"{each.payee.bank} ****{each.payee.last4}",
         _yuan(each.fen - each.offset))
        for place, each in enumerate(payments, 1)
    ]  # fmt: skip
    rows.append(("", _("合计"), "", "", _yuan(sum(each.fen - each.offset for each in payments))))
    return Table(
        (_("序号"), _("付款编号"), _("户名"), _("开户银行和账号"), _("实付（元）")), tuple(rows), (2, 7, 7, 6, 4), (4,)
    )


def _notes(batch: Batch) -> list[str]:
    if batch.state not in RELEASED_BATCH:
        return [_("尚未放行，金额以放行时为准。")]
    return [_("与送盘文件一致：SHA-256 %(digest)s。") % {"digest": bank.sha256(bank.write(batch))}]


def _yuan(fen: int) -> str:
    return f"{to_yuan(fen):,.2f}"
