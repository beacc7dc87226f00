"""What turns out later of a payment: one that failed was paid after all, perhaps when it had been paid again; one that
left twice came back. Each in the caller's transaction, which has locked the payment's batch.
"""

from __future__ import annotations

import uuid

from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.funds import notices, posting, recovering, withholding
from district.funds.checks import NotPossible, words
from district.funds.lines import new_reference
from district.funds.models import Award, Batch, Clawback, ClawbackStep, Instalment, Kind, Payment
from district.funds.money import share
from district.funds.permissions import may_recover
from district.funds.recovering import IN, Ground
from district.funds.states import BOOKED
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "funds"
P, S = Payment.State, Instalment.State
LIVE = (P.SENT, P.UNKNOWN, P.PAID)
paid_twice = Signal()
"""Sent with `case` (a Clawback that is only booked) and `by`, in the transaction that books it."""


def paid_after_all(payment: Payment, by: Person, reason: str) -> Award:
    """A payment that failed or came back was paid: it settles what is still due, else it left twice."""
    award = lock(Award.objects.all()).get(pk=payment.instalment.award_id)
    again = Payment.objects.filter(instalment=payment.instalment_id).exclude(pk=payment.pk)
    if queued := again.filter(state=P.QUEUED).select_related("batch").first():
        lock(Batch.objects.all()).get(pk=queued.batch_id)
        if again.filter(pk=queued.pk, state=P.QUEUED).exists():
            withholding.put_back({queued: _("上一笔查明已付")})
    row = lock(Instalment.objects.all()).get(pk=payment.instalment_id)
    amount = payment.fen - payment.offset
    if row.state == S.DUE and row.fen == amount and not again.filter(state__in=LIVE).exists():
        _settle(payment, row, award, by, reason)
    else:
        _book(payment, award, by, reason)
    return award


def _settle(payment: Payment, row: Instalment, award: Award, by: Person, reason: str) -> None:
    assert row.line is not None
    pot = posting.locked(row.line, Kind.COMMITTED, Kind.PAID)
    parts = share(row.fen, posting.tally(award, row.line)["committed"])
    posting.post(posting.build(pot, "settle-late", Kind.COMMITTED, Kind.PAID, parts, by=by, award=award,
                               payment=payment, note=reason))  # fmt: skip
    Instalment.objects.filter(pk=row.pk).update(state=S.PAID, paused=False, problem="")
    _answered(payment, P.PAID, reason)


def _book(payment: Payment, award: Award, by: Person, reason: str) -> None:
    """Money that left without being owed: no line gave it, so it stands apart until it is back."""
    if Clawback.objects.filter(payment=payment).exists():
        raise NotPossible(_("这一笔是否重复付出已经认定过。"))
    parts = dict(payment.transfers.filter(verb="send").values_list("credit__level", "fen"))
    pot = posting.locked(payment.batch.line, Kind.ADVANCED, Kind.OVERPAID)
    posting.post(posting.build(pot, "overpaid", Kind.ADVANCED, Kind.OVERPAID, parts, by=by, award=award,
                               payment=payment, key=f"overpaid:{payment.pk}", note=reason))  # fmt: skip
    fen = payment.fen - payment.offset
    case = Clawback.objects.create(
        reference=new_reference("ZJ"), award=award, state=BOOKED, fen=fen, left=fen, payment=payment, opened_by=by,
        opened_at=clock.now(), request_key=uuid.uuid4(),
        reason=_("付款 %(ref)s 曾回报未付成，另行付出之后查明也已付出，重复付出 %(yuan)s。")
        % {"ref": payment.reference, "yuan": words(fen)},
    )  # fmt: skip
    _answered(payment, P.TWICE, reason)
    write_log(room=ROOM, subject=case.reference, verb="book", by=by, after=BOOKED, reason=case.reason,
              data={"award": award.reference, "payment": payment.reference, "fen": fen})  # fmt: skip
    paid_twice.send(sender=Clawback, case=case, by=by)


def came_back(payment: Payment, by: Person, reason: str) -> None:
    """What left twice was returned by the bank, whole. Raises NotPossible where some of it is back already."""
    case = Clawback.objects.get(payment=payment)
    with recovering.move(case, "come-back", by, {"fen": case.left}, reason) as row:
        if row.left != row.fen:
            raise NotPossible(_("这一笔已收回一部分，请按收回登记。"))
        recovering.give_back(row, row.left, by, "come-back", reason, f"come-back:{row.pk}")
    _answered(payment, P.REFUNDED, reason)


def refund_of_excess(payment: Payment, by: Person, reason: str) -> None:
    """A payment that is not due any more by what is decided now came back: so much less was paid too much."""
    award = lock(Award.objects.all()).get(pk=payment.instalment.award_id)
    row, line = payment.instalment, payment.batch.line
    pot = posting.locked(line, Kind.AVAILABLE, Kind.PAID, Kind.LAPSED)
    parts = share(row.fen, posting.tally(award, line)["paid"])
    posting.post(posting.build(pot, "refund", Kind.PAID, posting.back_to(line), parts, by=by, award=award,
                               payment=payment, key=f"refund:{payment.pk}", note=reason))  # fmt: skip
    Instalment.objects.filter(pk=row.pk).update(state=S.STOPPED, full=0)
    award.excess, award.withdrawn = award.excess - row.fen, award.withdrawn + row.fen
    award.save(update_fields=["excess", "withdrawn"])
    _answered(payment, P.REFUNDED, reason)


def demand(*, case: Clawback, by: Person, reason: str, ground: Ground) -> None:
    """What left twice is asked back, as a finding proposed and `by` agreed to. Raises NotPossible, MoveRefused."""
    require(may_recover(by, case.award))
    ground.check(by)
    with recovering.move(case, "demand", by, {"fen": case.left, "ground": ground.reference}, reason) as row:
        row.ground, row.proposed_by, row.agreed_by = ground.reference, ground.proposed_by, by
        row.reason = f"{row.reason}{reason}"
        ClawbackStep.objects.create(clawback=row, due_on=clock.today() + IN, fen=row.left)
        notices.clawback_opened(row)


def void(*, case: Clawback, by: Person, reason: str) -> None:
    """It did not leave twice after all: the booking is taken back, the payment has failed as before."""
    require(may_recover(by, case.award))
    with recovering.move(case, "void", by, {"fen": case.left}, reason) as row:
        recovering.give_back(row, row.left, by, "void", reason, f"void:{row.pk}")
        assert row.payment is not None
        _answered(row.payment, P.FAILED, reason)


def _answered(payment: Payment, state: str, reason: str) -> None:
    payment.state, payment.reason, payment.answered_at = state, reason[:200], clock.now()
    payment.save(update_fields=["state", "reason", "answered_at"])
