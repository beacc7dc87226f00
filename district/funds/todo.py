"""To-dos about money: the firm's account and what it gives back; the finance bureau's batches, in two hands each."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.queries import Enterprise, my_subjects, ties
from district.funds import separating
from district.funds.models import Batch, Clawback, Instalment, Line, Payee, Settlement
from district.funds.money import to_yuan
from district.funds.permissions import in_finance
from district.funds.queries import batches, worklist
from district.funds.separating import in_turn
from district.funds.states import ASKED, CHECKED, CLAIMED, FIRST, MADE, SENT
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role

TO_COME = (Instalment.State.PLANNED, Instalment.State.WAITING, Instalment.State.DUE)
HANDS = {MADE: separating.CHECK, CHECKED: separating.FIRST, FIRST: separating.SECOND}
STEPS = {
    MADE: gettext_lazy("复核批次"), CHECKED: gettext_lazy("一级放行"), FIRST: gettext_lazy("二级放行"),
    SENT: gettext_lazy("登记银行回单"),
}  # fmt: skip


def accounts(person: Person, today: dt.date) -> QuerySet[Enterprise]:
    """Firms with money to come and no account that is in use or being looked at."""
    here = Payee.objects.filter(enterprise=OuterRef("pk"), state__in=[Payee.State.PENDING, Payee.State.VERIFIED])
    money = Instalment.objects.filter(award__enterprise=OuterRef("pk"), award__committed_at__isnull=False)
    return my_subjects(person).filter(Exists(money.filter(state__in=TO_COME))).exclude(Exists(here))


def returns(person: Person, today: dt.date) -> QuerySet[Clawback]:
    """What a firm is to give back, with the first day of its plan that is not over, or that was missed."""
    rows = Clawback.objects.filter(state__in=CLAIMED, left__gt=0)
    rows = rows.filter(award__enterprise__in=my_subjects(person).values("pk"))
    return rows.select_related("award__enterprise").prefetch_related("steps")


def next_day(row: Clawback) -> dt.date | None:
    """The day of the plan by which the next of it is to come back."""
    back, planned = row.fen - row.left, 0
    for step in row.steps.all():
        planned += step.fen
        if planned > back:
            return step.due_on
    return None


def to_move(person: Person, today: dt.date) -> QuerySet[Batch]:
    """Batches whose next hand may be this person's, and those the bank has not answered."""
    if not in_finance(person):
        return batches().none()
    waiting = Batch.objects.filter(state__in=list(HANDS)).exclude(state=MADE, made_by=person)
    waiting = waiting.exclude(state=FIRST, first_by=person)
    if not in_finance(person, Role.LEADER):
        waiting = waiting.exclude(state=FIRST)
    mine = in_turn(person, [(each, HANDS[each.state]) for each in waiting])
    return batches().filter(Q(state=SENT) | Q(pk__in=mine))


def to_pay(person: Person, today: dt.date) -> QuerySet[Line]:
    """Lines with payments due to an account in use, with the day of the first."""
    due = worklist().filter(award__enterprise__payees__state=Payee.State.VERIFIED, line=OuterRef("pk"))
    first = due.order_by().values("line").annotate(day=Min("due_on")).values("day")
    rows = Line.objects.annotate(first_due=Subquery(first)).exclude(first_due=None)
    return rows if in_finance(person) else rows.none()


def to_verify(person: Person, today: dt.date) -> QuerySet[Payee]:
    rows = Payee.objects.filter(state=Payee.State.PENDING).exclude(entered_by=person).exclude(ties(person))
    return rows.select_related("enterprise") if person.has_role(Role.OFFICER) else rows.none()


def to_agree(person: Person, today: dt.date) -> QuerySet[Settlement]:
    rows = Settlement.objects.filter(state=Settlement.State.ASKED).exclude(asked_by=person)
    return rows.select_related("payment__payee") if in_finance(person) else rows.none()


def to_write_off(person: Person, today: dt.date) -> QuerySet[Clawback]:
    rows = Clawback.objects.filter(state=ASKED).exclude(asked_by=person).select_related("award__enterprise")
    return rows if in_finance(person, Role.LEADER) else rows.none()


def _account(row: Enterprise) -> Shown:
    return Shown(_("填写收款账户"), row.name, reverse("funds:mine", args=[row.uscc]))


def _return(row: Clawback) -> Shown:
    firm, words = row.award.enterprise, {"yuan": f"{to_yuan(row.left):,.2f}"}
    return Shown(_("退回 %(yuan)s 元") % words, firm.name, reverse("funds:mine", args=[firm.uscc]))


def _batch(row: Batch) -> Shown:
    words = _("%(ref)s，%(n)d 笔，%(yuan)s 元") % {"ref": row.reference, "n": row.count, "yuan": f"{row.amount:,.2f}"}
    return Shown(str(STEPS[row.state]), words, reverse("funds:batch", args=[row.reference]))


def _line(row: Line) -> Shown:
    return Shown(_("组成拨付批次"), row.name, reverse("funds:payments"))


def _payee(row: Payee) -> Shown:
    return Shown(_("核验企业填的收款账户"), row.enterprise.name, reverse("funds:payees"))


def _settlement(row: Settlement) -> Shown:
    words = f"{row.payment.payee.holder} · {row.payment.reference}"
    return Shown(_("确认付款结果"), words, reverse("funds:payment", args=[row.payment.reference]))


def _write_off(row: Clawback) -> Shown:
    return Shown(_("批准核销"), row.award.enterprise.name, reverse("funds:clawback", args=[row.reference]))


ACCOUNTS = Source("account", gettext_lazy("收款账户"), accounts, _account)
RETURNS = Source("return", gettext_lazy("退款"), returns, _return, next_day, told_by="recovery")
BATCHES = Source("batch", gettext_lazy("拨付批次"), to_move, _batch, desk=True, anew=True)
PAYMENTS = Source("payment", gettext_lazy("待拨付"), to_pay, _line, "first_due", desk=True)
PAYEES = Source("payee", gettext_lazy("账户核验"), to_verify, _payee, desk=True)
SETTLEMENTS = Source("settlement", gettext_lazy("付款结果"), to_agree, _settlement, desk=True)
WRITE_OFFS = Source("write_off", gettext_lazy("核销"), to_write_off, _write_off, desk=True)
