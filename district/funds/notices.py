"""What the enterprise is told of its money, in the site, in the same transaction."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.actions import tell_members
from district.enterprises.claims.queries import owners_of
from district.enterprises.queries import Enterprise
from district.funds.checks import words
from district.funds.models import Award, Clawback, Pause, Payee, Payment
from district.ground.messages.posting import post
from district.ground.people.queries import Bureau
from district.ground.record.actions import official


def _tell(
    enterprise: Enterprise, title: str, body: str, *, act: bool, office: Bureau | None = None, kind: str = "notice"
) -> None:
    tell_members(enterprise, title=title, body=body, link=reverse("funds:mine", args=[enterprise.uscc]),
         room="funds", subject=enterprise.uscc, needs_action=act, office=office, kind=kind)  # fmt: skip


@official()
def payee_settled(payee: Payee) -> None:
    if payee.state == Payee.State.VERIFIED:
        body = _("账户 **** %(last4)s 核验无误，以后的款付到这里，不用再做什么。") % {"last4": payee.last4}
        _tell(payee.enterprise, _("收款账户已核验"), body, act=False)
        return
    body = _("账户 **** %(last4)s：%(why)s。请重新填写。") % {"last4": payee.last4, "why": payee.reason}
    _tell(payee.enterprise, _("收款账户未通过核验"), body, act=True)


@official()
def clawback_opened(case: Clawback) -> None:
    said = {"title": case.award.title, "yuan": words(case.fen), "why": case.reason}
    body = _("“%(title)s”应退回 %(yuan)s。%(why)s\n怎样退回、到哪天为止，请看资金页。") % said
    office = case.award.line.office
    _tell(
        case.award.enterprise, _("“%(title)s”需退回已拨付的资金") % said, body, act=True, office=office, kind="recovery"
    )


@official()
def payment_failed(payment: Payment) -> None:
    said = {
        "title": payment.instalment.award.title, "yuan": words(payment.fen - payment.offset),
        "why": payment.reason or payment.get_state_display(),
    }  # fmt: skip
    body = _("“%(title)s”%(yuan)s 没有付成：%(why)s。请核对收款账户。") % said
    office = payment.instalment.award.line.office
    _tell(payment.payee.enterprise, _("“%(title)s”一笔拨付没有付成") % said, body, act=True, office=office)


@official()
def running_follows(award: Award, due: int) -> None:
    """What is to come of a running award is another amount now."""
    said = {"title": award.title, "yuan": words(due)}
    body = _("按今天的信息，“%(title)s”以后每期 %(yuan)s；信息有误请更正，更正后重新核算。") % said
    _tell(award.enterprise, _("“%(title)s”按期给付的金额有变化") % said, body, act=False, office=award.line.office)


@official()
def paused(row: Pause) -> None:
    day = row.since_on
    said = {
        "enterprise": row.award.enterprise.name, "title": row.award.title, "why": row.why, "back": row.back,
        "y": day.year, "m": day.month, "d": day.day,
    }  # fmt: skip
    body = _("%(enterprise)s“%(title)s”自%(y)d年%(m)d月%(d)d日起暂停拨付：%(why)s。%(back)s") % said
    _tell(row.award.enterprise, _("“%(title)s”拨付暂停") % said, body, act=True, office=row.award.line.office)


@official()
def resumed(row: Pause, why: str) -> None:
    said = {"enterprise": row.award.enterprise.name, "title": row.award.title, "why": why}
    body = _("%(enterprise)s“%(title)s”恢复拨付：%(why)s。到期的款将列入下一批。") % said
    _tell(row.award.enterprise, _("“%(title)s”拨付恢复") % said, body, act=False, office=row.award.line.office)


@official()
def withheld(award: Award, why: str) -> None:
    body = _("“%(title)s”暂停拨付：%(why)s。登记有误请向登记部门更正；已恢复的，会自动接着拨付。")
    said = {"title": award.title, "why": why}
    _tell(award.enterprise, _("“%(title)s”拨付暂停") % said, body % said, act=True, office=award.line.office)


@official()
def goes_on(award: Award) -> None:
    said = {"title": award.title}
    body = _("“%(title)s”不再暂停，到期的款列入下一批。") % said
    _tell(award.enterprise, _("“%(title)s”拨付恢复") % said, body, act=False, office=award.line.office)


@official()
def payee_entered(row: Payee) -> None:
    """Owners hear of an account somebody else of the enterprise entered, while it waits."""
    said = {"name": row.enterprise.name, "who": row.entered_by, "last4": row.last4}
    link = reverse("funds:mine", args=[row.enterprise.uscc])
    post(to=owners_of(row.enterprise, besides=row.entered_by), title=_("“%(name)s”有新的收款账户") % said,
         body=_("%(who)s填写了账户 **** %(last4)s，等待核验。不对的话请马上撤下。") % said, room="funds",
         subject=row.enterprise.uscc, link=link, needs_action=True)  # fmt: skip


@official()
def account_in_a_former_name(payee: Payee) -> None:
    body = _("贵企业已更名，账户 **** %(last4)s 仍是原户名“%(holder)s”。请以现用名称重新填写，核验后才能拨付。")
    _tell(payee.enterprise, _("请更新收款账户的户名"), body % {"last4": payee.last4, "holder": payee.holder}, act=True)
