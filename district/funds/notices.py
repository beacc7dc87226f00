"""What the enterprise is told of its money, in the site, in the same transaction."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise, members_of
from district.funds.checks import words
from district.funds.models import Award, Clawback, Pause, Payee, Payment
from district.people.queries import Bureau
from district.record.actions import post


def _tell(
    enterprise: Enterprise, title: str, body: str, *, act: bool, office: Bureau | None = None, kind: str = "notice"
) -> None:
    post(to=members_of(enterprise), title=title, body=body, link=reverse("funds:mine", args=[enterprise.uscc]),
         room="funds", subject=enterprise.uscc, needs_action=act, office=office, kind=kind)  # fmt: skip


def payee_settled(payee: Payee) -> None:
    if payee.state == Payee.State.VERIFIED:
        body = _("账户 **** %(last4)s 核验无误，以后的款付到这里。") % {"last4": payee.last4}
        _tell(payee.enterprise, _("收款账户已核验"), body, act=False)
        return
    body = _("账户 **** %(last4)s：%(why)s。请重新填写。") % {"last4": payee.last4, "why": payee.reason}
    _tell(payee.enterprise, _("收款账户未通过核验"), body, act=True)


def clawback_opened(case: Clawback) -> None:
    said = {"title": case.award.title, "yuan": words(case.fen), "why": case.reason}
    body = _("“%(title)s”应退回 %(yuan)s。%(why)s") % said
    office = case.award.line.office
    _tell(case.award.enterprise, _("需退回已拨付的资金"), body, act=True, office=office, kind="recovery")


def payment_failed(payment: Payment) -> None:
    said = {
        "title": payment.instalment.award.title, "yuan": words(payment.fen - payment.offset),
        "why": payment.reason or payment.get_state_display(),
    }  # fmt: skip
    body = _("“%(title)s”%(yuan)s 没有付成：%(why)s。请核对收款账户。") % said
    office = payment.instalment.award.line.office
    _tell(payment.payee.enterprise, _("一笔拨付没有付成"), body, act=True, office=office)


def running_follows(award: Award, due: int) -> None:
    """What is to come of a running award is another amount now."""
    said = {"title": award.title, "yuan": words(due)}
    body = _("按今天的信息，“%(title)s”以后每期 %(yuan)s；信息有误请更正，更正后重新核算。") % said
    _tell(award.enterprise, _("按期给付的金额有变化"), body, act=False, office=award.line.office)


def paused(row: Pause) -> None:
    day = row.since_on
    said = {
        "enterprise": row.award.enterprise.name, "title": row.award.title, "why": row.why, "back": row.back,
        "y": day.year, "m": day.month, "d": day.day,
    }  # fmt: skip
    body = _("%(enterprise)s“%(title)s”自%(y)d年%(m)d月%(d)d日起暂停拨付：%(why)s。%(back)s") % said
    _tell(row.award.enterprise, _("拨付暂停"), body, act=True, office=row.award.line.office)


def resumed(row: Pause, why: str) -> None:
    said = {"enterprise": row.award.enterprise.name, "title": row.award.title, "why": why}
    body = _("%(enterprise)s“%(title)s”恢复拨付：%(why)s。") % said
    _tell(row.award.enterprise, _("拨付恢复"), body, act=False, office=row.award.line.office)
