"""Acts on money: lines, awards, batches, payees, payments settled by hand, recovery, other offices' grants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.queries import Enterprise, my_subjects
from district.funds import (
    actions,
    handing_out,
    outside,
    pausing,
    paying,
    queries,
    recovering,
    settling,
    sight,
    withholding,
)  # fmt: skip
from district.funds import permissions as may
from district.funds.checks import NotPossible
from district.funds.forms import (
    AppropriateForm,
    LineForm,
    OutsideFileForm,
    OutsideForm,
    PayeeForm,
    ReasonForm,
    ReceiveForm,
    SettleForm,
)
from district.funds.holding import extend_hold
from district.funds.models import Award, Batch, Clawback, Line, OutsideGrant, Payee, Payment, Settlement, Withheld
from district.funds.states import BATCH_MOVES, UNDECIDED
from district.ground import clock
from district.ground.acts.acts import Act, Done, to
from district.ground.acts.forms import Cut, Keyed, Reason, Says
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.tables.purposes import TakeForm

working = holds(Role.OFFICER, Role.LEADER)
LINE, AWARD, BATCH = (to(f"funds:{name}", "thing.reference") for name in ("line", "award", "batch"))
CLAWBACK, PAYMENTS, OUTSIDE = to("funds:clawback", "thing.reference"), to("funds:payments"), to("funds:outside")


# Lines


def lines(_person: Any) -> QuerySet[Line]:
    return Line.objects.select_related("office")


def _on_line(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Line]:
    return Act(key, label, do, door=working, back=LINE, on=lines, named="line", **more)


class CloseForm(forms.Form):
    way = Says("carry")

    def given(self) -> dict[str, Any]:
        return {"carry": self.cleaned_data["way"]}


def _funded(done: Done[Line]) -> str:
    return _("列入 %(a)d 期，指标不够的还有 %(b)d 期。") % {"a": done.result[0], "b": done.result[1]}


def may_budget(person: Person, _line: Any) -> Any:
    return may.may_budget(person)


OPEN: Act[Line] = Act(
    "funds.new_line", gettext_lazy("开立指标"), actions.open_line, door=working, back=to("funds:overview"),
    may=may_budget, asks=LineForm, then=to("funds:line", "result.reference"), fresh=True,
)  # fmt: skip
APPROPRIATE = _on_line(
    "funds.appropriate", gettext_lazy("安排资金"), actions.appropriate, may=may_budget, asks=AppropriateForm,
    says=gettext_lazy("已记入。"), fresh=True,
)  # fmt: skip
CLOSE = _on_line(
    "funds.close_line", gettext_lazy("办理年终结转"), actions.close_line, may=may_budget, asks=CloseForm,
    says=gettext_lazy("已办理年终结转。"), fresh=True,
)  # fmt: skip
FUND_YEAR = _on_line(
    "funds.fund_year", gettext_lazy("列入本年"), actions.fund_year, may=may_budget, says=_funded, fresh=True
)


# Awards


def awards(person: Person) -> QuerySet[Award]:
    return sight.seen(Award.objects.select_related("line__office", "enterprise", "version__programme"), person)


def _on_award(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Award]:
    return Act(key, label, do, door=working, back=AWARD, on=awards, named="award", **more)


class ExtendForm(forms.Form):
    reason = Cut(200)
    back = Cut(20)


def stoppable(found: Award) -> bool:
    """Whether money may be given back at once: nothing is decided yet, or it is no case's (a pool, a fund)."""
    return found.state in UNDECIDED or (found.state == "committed" and found.version_id is None)


def _not_stoppable(award: Award) -> str:
    if stoppable(award):
        return ""
    return _("已经决定的给付不能直接停止，请先暂停：听取意见、认定并批准之后才停付。")


def _stop(*, award: Award, by: Person, reason: str) -> None:
    actions.release(reference=award.reference, by=by, reason=reason)


def _extend(*, award: Award, by: Person, reason: str, back: str) -> Award:
    return extend_hold(reference=award.reference, by=by, reason=reason)


EXTEND = _on_award(
    "funds.extend_hold", gettext_lazy("延长占用"), _extend, asks=ExtendForm,
    says=lambda done: _("已延长占用到 %(day)s。") % {"day": clock.said(done.result.expires_on)},
    then=lambda done: reverse("funds:year") if done.given["back"] == "year" else AWARD(done), fresh=True,
)  # fmt: skip
STOP = _on_award(
    "funds.stop", gettext_lazy("停止"), _stop, now=_not_stoppable, asks=ReasonForm,
    says=gettext_lazy("已停止，未付的钱退回可用。"),
)  # fmt: skip
PAUSE = _on_award(
    "funds.pause", gettext_lazy("暂停拨付"), pausing.by_hand, may=may.may_pause, asks=ReasonForm,
    says=gettext_lazy("已暂停，企业已收到理由，并立了线索。"), fresh=True,
)  # fmt: skip
PAY_ALL_THE_SAME: Act[Withheld] = Act(
    "funds.pay_withheld", gettext_lazy("决定照付"), withholding.pay_all_the_same, door=working,
    back=to("funds:withheld"), by="pk", named="held",
    on=lambda person: sight.seen(queries.withheld_rows(every=True), person, award="award"),
    asks=Reason, address=lambda _row: reverse("funds:pay_withheld"),
    says=gettext_lazy("已决定照付，到期的款列入下一批。"), fresh=True,
)  # fmt: skip


# Batches and payees


class MakeForm(Keyed):
    reason = Cut(200)


class StepForm(forms.Form):
    reason = Cut(200)


MOVES: dict[str, tuple[str, Any, Any]] = {
    "made": ("check", may.may_check, paying.check_batch),
    "checked": ("first-release", may.may_release_first, paying.release_first),
    "first": ("second-release", may.may_release_second, paying.release_second),
}


def batches(_person: Any) -> QuerySet[Batch]:
    return queries.batches()


def _on_batch(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Batch]:
    return Act(key, label, do, **{"door": working, "back": BATCH, "on": batches, "named": "batch", **more})


GONE_ON = gettext_lazy("这个批次已经走到下一步，请看最新状态。")


def _step(state: str, verb: str, step: Callable[..., Any]) -> Act[Batch]:
    def go(*, batch: Batch, by: Person, reason: str) -> None:
        step(batch=batch, by=by, reason=reason)
        if verb == "second-release":
            paying.give(paying.SENDING, batch.reference)

    move = BATCH_MOVES[verb]
    return _on_batch(
        f"funds.batch_{verb.replace('-', '_')}", move.label, go, asks=StepForm, tells=move.tells, fresh=True,
        now=lambda batch: "" if batch.state == state else GONE_ON,
        says=lambda _done: _("已%(label)s。") % {"label": move.label},
        address=lambda batch: reverse("funds:batch_go_on", args=[batch.reference]), sends={"verb": verb},
    )  # fmt: skip


STEPS = {verb: _step(state, verb, do) for state, (verb, _may, do) in MOVES.items()}
MAKE: Act[Line] = Act(
    "funds.make_batch", gettext_lazy("组批"), actions.make_batch, door=working, back=PAYMENTS, on=lines, named="line",
    asks=MakeForm, address=lambda _line: reverse("funds:make_batch"), then=to("funds:batch", "result.reference"),
    says=lambda done: _("已组成批次 %(ref)s，共 %(n)d 笔。") % {"ref": done.result.reference, "n": done.result.count},
    fresh=True,
)  # fmt: skip
CANCEL = _on_batch(
    "funds.batch_cancel", gettext_lazy("撤销批次"), paying.cancel_batch, asks=ReasonForm, then=PAYMENTS,
    may=lambda by, _batch: may.may_make(by), says=gettext_lazy("已撤销，各笔回到待付清单。"), fresh=True,
)  # fmt: skip
DOWNLOAD = _on_batch("funds.batch_download", gettext_lazy("下载拨付文件"), handing_out.hand_out, asks=TakeForm,
                     fresh=True)  # fmt: skip


class PayeeWordForm(forms.Form):
    right = Says("yes")
    reason = Cut(5000)


def _settle_payee(*, payee: Payee, by: Person, right: bool, reason: str) -> Payee:
    """Verified is what was compared with the bank's paper, which stands beside it on the page."""
    if right and payee.certificate_id is None:
        raise NotPossible(_("没有开户证明可以核对，请退回让企业补上。"))
    return actions.verify_payee(payee=payee, by=by, right=right, reason=reason)


SETTLE_PAYEE: Act[Payee] = Act(
    "funds.settle_payee", gettext_lazy("核验账户"), _settle_payee, door=working, back=to("funds:payees"),
    by="pk", named="payee", may=may.may_verify,
    on=lambda person: sight.payees_seen(Payee.objects.select_related("enterprise"), person),
    asks=PayeeWordForm, address=lambda _payee: reverse("funds:settle_payee"),
    says=lambda done: _("已核验。") if done.given["right"] else _("已退回，企业会看到原因。"), fresh=True,
)  # fmt: skip
ENTER_PAYEE: Act[Enterprise] = Act(
    "funds.mine", gettext_lazy("提交收款账户"), actions.enter_payee, door=is_known, on=my_subjects, by="uscc",
    named="enterprise", asks=PayeeForm, back=to("funds:mine", "thing.uscc"),
    says=gettext_lazy("已提交，负责人收到消息，经办人核验后生效。"), fresh=True,
)  # fmt: skip


def own_payees(person: Person) -> QuerySet[Payee]:
    return Payee.objects.filter(enterprise__in=my_subjects(person)).select_related("enterprise")


WITHDRAW_PAYEE: Act[Payee] = Act(
    "funds.withdraw_payee", gettext_lazy("撤下待核验的账户"), paying.withdraw_payee, door=is_known, by="pk",
    named="payee", on=own_payees, may=may.may_withdraw_payee, back=to("funds:mine", "thing.enterprise.uscc"),
    says=gettext_lazy("已撤下。"),
)  # fmt: skip


# Payments settled by hand


def payments(person: Person) -> QuerySet[Payment]:
    rows = Payment.objects.select_related("batch__line", "payee__enterprise", "instalment__award")
    return sight.seen(rows, person, award="instalment__award")


def _ask(*, payment: Payment, by: Person, file: Any, **said: Any) -> Settlement:
    return settling.ask(payment=payment, by=by, file=file.file, name=file.name, **said)


class AgreeForm(forms.Form):
    agree = Says("yes")
    reason = Cut(500)


def _settle(*, settlement: Settlement, by: Person, agree: bool, reason: str) -> None:
    if agree:
        settling.agree(settlement=settlement, by=by)
    else:
        settling.decline(settlement=settlement, by=by, reason=reason)


ASK: Act[Payment] = Act(
    "funds.ask_settlement", gettext_lazy("凭凭证登记结果"), _ask, door=working, on=payments, named="payment",
    back=to("funds:payment", "thing.reference"), may=lambda by, _payment: may.may_ask_settlement(by), asks=SettleForm,
    asks_with=lambda _by, payment: {"choices": settling.results(payment)}, own_key=True,
    says=gettext_lazy("已提出，等财政部门另一人对照凭证确认。"),
)  # fmt: skip
SETTLE: Act[Settlement] = Act(
    "funds.settle_payment", gettext_lazy("对照凭证确认"), _settle, door=working, by="pk", named="settlement",
    on=lambda person: sight.seen(
        Settlement.objects.select_related("payment"), person, award="payment__instalment__award"
    ), may=may.may_settle, asks=AgreeForm,
    back=to("funds:payment", "thing.payment.reference"),
    address=lambda row: reverse("funds:settle_payment", args=[row.payment.reference]),
    says=lambda done: _("已确认入账。") if done.given["agree"] else _("没有确认，这一笔不变。"), fresh=True,
)  # fmt: skip


# Recovery


def clawbacks(person: Person) -> QuerySet[Clawback]:
    people = ("asked_by", "approved_by", "proposed_by", "agreed_by")
    rows = queries.cases().select_related("award__version__programme", "payment", *people)
    return sight.seen(rows, person, award="award")


def _on_clawback(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Clawback]:
    return Act(key, label, do, door=working, back=CLAWBACK, on=clawbacks, named="case", **more)


class YesForm(forms.Form):
    agree = Says("yes")


def may_recover(person: Person, case: Clawback) -> Any:
    return may.may_recover(person, case.award)


RECEIVE = _on_clawback(
    "funds.receive", gettext_lazy("记收回"), recovering.receive, may=may_recover, asks=ReceiveForm,
    says=gettext_lazy("已记收回。"), fresh=True,
)  # fmt: skip
ASK_WRITE_OFF = _on_clawback(
    "funds.ask_write_off", gettext_lazy("申请核销"), recovering.ask_write_off, may=may_recover, asks=ReasonForm,
    says=gettext_lazy("已申请，等财政部门负责人批准。"),
)  # fmt: skip
SETTLE_WRITE_OFF = _on_clawback(
    "funds.settle_write_off", gettext_lazy("批准核销"), recovering.settle_write_off, may=may.may_write_off,
    asks=YesForm, says=lambda done: _("已核销。") if done.given["agree"] else _("已退回，继续追缴。"), fresh=True,
)  # fmt: skip


# Other offices' grants


def _take_file(*, by: Person, file: Any) -> outside.Entered:
    return outside.take_workbook(file=file, name=file.name, by=by)


def _entered(done: Done[OutsideGrant]) -> str:
    words = _("登记 %(made)d 笔，已登记过 %(known)d 笔。")
    return words % {"made": done.result.made, "known": done.result.known}


ENTER: Act[OutsideGrant] = Act(
    "funds.outside", gettext_lazy("登记"), outside.enter, door=holds(Role.OFFICER, Role.LEADER, Role.AUDITOR),
    back=OUTSIDE, may=may.may_enter_any_outside, asks=OutsideForm,
    says=lambda done: _("已登记。") if done.result[1] else _("这一笔已经登记过。"),
)  # fmt: skip
TAKE_FILE: Act[OutsideGrant] = Act(
    "funds.outside_file", gettext_lazy("上传工作簿"), _take_file, door=working, back=OUTSIDE, asks=OutsideFileForm,
    says=_entered,
)  # fmt: skip
VOID: Act[OutsideGrant] = Act(
    "funds.outside_void", gettext_lazy("作废"), outside.void, door=working, back=OUTSIDE, by="pk", named="grant",
    on=lambda person: sight.outside_seen(OutsideGrant.objects.all(), person), may=may.may_void_outside, asks=ReasonForm,
    says=gettext_lazy("已作废，不再计入。"),
)  # fmt: skip

FUNDS: tuple[Act[Any], ...] = (
    OPEN, APPROPRIATE, CLOSE, FUND_YEAR, EXTEND, STOP, PAUSE, PAY_ALL_THE_SAME, *STEPS.values(), MAKE, CANCEL, DOWNLOAD,
    SETTLE_PAYEE, ENTER_PAYEE, WITHDRAW_PAYEE, ASK, SETTLE, RECEIVE, ASK_WRITE_OFF, SETTLE_WRITE_OFF, ENTER, TAKE_FILE,
    VOID,
)  # fmt: skip
