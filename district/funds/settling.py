"""A payment settled by hand: one person asks with the bank's paper, another agrees, and it is booked as a return is."""

from __future__ import annotations

import uuid
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.funds import working
from district.funds.checks import NotPossible
from district.funds.models import Batch, Payment, Settlement
from district.funds.permissions import may_ask_settlement, may_settle
from district.ground import clock
from district.ground.files.actions import BadUpload, store
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

__all__ = ["BadUpload", "agree", "ask", "decline", "results"]

ROOM = "funds"
P, R, A = Payment.State, Settlement.Result, Settlement.State
ALLOWED = {
    P.SENT: (R.PAID, R.FAILED), P.UNKNOWN: (R.PAID, R.FAILED), P.FAILED: (R.PAID,), P.REFUNDED: (R.PAID,),
    P.PAID: (R.REFUNDED,), P.TWICE: (R.REFUNDED,),
}  # fmt: skip


def results(payment: Payment) -> list[tuple[str, str]]:
    """What a paper may say of a payment as it stands: (result, words)."""
    if payment.fen == payment.offset or payment.batch.handed_out_at is None:
        return []
    return [(each.value, str(each.label)) for each in ALLOWED.get(P(payment.state), ())]


def ask(
    *, payment: Payment, result: str, reason: str, file: BinaryIO, name: str, by: Person, request_key: uuid.UUID
) -> Settlement:
    """Ask that a payment be settled as the paper says. Idempotent by `request_key`.

    Raises NotPossible (the file has not left, it says what cannot be, somebody asked already), BadUpload, Refused.
    """
    require(may_ask_settlement(by))
    if known := Settlement.objects.filter(request_key=request_key, payment=payment).first():
        return known
    if not reason.strip():
        raise NotPossible(_("请写明凭证说了什么。"))
    _check(payment, result)
    paper = store(file=file, name=name, room=ROOM, subject=payment.reference, by=by)
    try:
        with transaction.atomic():
            made = Settlement.objects.create(
                payment=payment, result=result, reason=reason.strip()[:200], paper=paper, asked_by=by,
                asked_at=clock.now(), request_key=request_key,
            )  # fmt: skip
            write_log(room=ROOM, subject=payment.batch.reference, verb="ask-settlement", by=by, reason=made.reason,
                      data={"payment": payment.reference, "result": result, "sha256": paper.digest})  # fmt: skip
    except IntegrityError:
        raise NotPossible(_("这一笔已有人提出，等另一人确认。")) from None
    return made


def agree(*, settlement: Settlement, by: Person) -> Settlement:
    """Another person has compared it with the paper: it is booked. Raises NotPossible where something came between."""
    with transaction.atomic():
        batch, row, payment = _locked(settlement, by)
        _check(payment, row.result)
        answers = working.Answers(batch, by)
        answers.one(0, payment, row.result, row.reason)
        if answers.problems:
            raise NotPossible(answers.problems[0][1])
        answers.post()
        _settled(row, A.AGREED, by, "", batch)
    working.finish(batch)
    return row


def decline(*, settlement: Settlement, by: Person, reason: str) -> Settlement:
    """Another person does not agree; the payment stays as it is."""
    if not reason.strip():
        raise NotPossible(_("请写明哪里不对。"))
    with transaction.atomic():
        batch, row, _payment = _locked(settlement, by)
        _settled(row, A.DECLINED, by, reason.strip()[:500], batch)
    return row


def _locked(settlement: Settlement, by: Person) -> tuple[Batch, Settlement, Payment]:
    pk = Payment.objects.values_list("batch", flat=True).get(pk=settlement.payment_id)
    batch = lock(Batch.objects.all()).get(pk=pk)  # first, as everybody who books does
    row = lock(Settlement.objects.all()).get(pk=settlement.pk)
    require(may_settle(by, row))
    if row.state != A.ASKED:
        raise NotPossible(_("这一笔已由 %(name)s 处理过。") % {"name": row.settled_by})
    return batch, row, lock(Payment.objects.all()).get(pk=row.payment_id)


def _settled(row: Settlement, state: str, by: Person, why: str, batch: Batch) -> None:
    row.state, row.settled_by, row.settled_at, row.settled_why = state, by, clock.now(), why
    row.save()
    write_log(room=ROOM, subject=batch.reference, verb=f"settlement-{state}", by=by, reason=why,
              data={"payment": row.payment.reference, "result": row.result})  # fmt: skip


def _check(payment: Payment, result: str) -> None:
    if Batch.objects.filter(pk=payment.batch_id, handed_out_at=None).exists():
        raise NotPossible(_("送盘文件还没有取走，这一笔还没有付出去。"))
    if result not in ALLOWED.get(P(payment.state), ()) or payment.fen == payment.offset:
        raise NotPossible(_("这一笔现在是“%(state)s”，不能这样登记。") % {"state": payment.get_state_display()})
