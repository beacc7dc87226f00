"""Writes on payees and batches: enter, verify; make, check, release twice, cancel, send, take a return file in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.funds import bank, notices, pausing, rechecking, returning, separating
from district.funds.accounts import is_of
from district.funds.checks import NotPossible
from district.funds.lines import new_reference
from district.funds.models import Batch, Instalment, Line, Payee, Payment, ReturnFile
from district.funds.permissions import (
    may_check,
    may_enter_payee,
    may_make,
    may_release_first,
    may_release_second,
    may_verify,
    may_withdraw_payee,
)
from district.funds.states import BATCH_MOVES, BATCH_STATES, MADE, SENT
from district.funds.withholding import payable
from district.ground import clock
from district.ground.files.actions import store
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import lock, moving, write_log
from district.ground.record.secrets import print_of
from district.ground.work import actions as work
from district.ground.work.queries import Work, going_on

ROOM, SENDING, APPLYING = "funds", "batch", "return"
CERTIFICATES = "payees"  # of the files: the bank's papers of accounts
MOST = 5000
ACCOUNT, BANK_CODE = re.compile(r"\d{8,32}"), re.compile(r"\d{12}")
P, S = Payment.State, Instalment.State


def enter_payee(
    *, enterprise: Enterprise, holder: str, bank_name: str, bank_code: str, number: str, by: Person,
    request_key: uuid.UUID, certificate: Any = None,
) -> Payee:  # fmt: skip
    """The enterprise names the account it wants to be paid to. The number is sealed at once; its owners are told.

    `certificate`: the bank's paper, a file; pages and API always ask for it. Idempotent by `request_key`. Raises
    NotPossible (not an account number, holder is somebody else), BadUpload, Refused.
    """
    require(may_enter_payee(by, enterprise))
    number, bank_code = re.sub(r"[\s-]", "", number), bank_code.strip()
    if not ACCOUNT.fullmatch(number):
        raise NotPossible(_("账号应是 8 至 32 位数字。"))
    if not BANK_CODE.fullmatch(bank_code):
        raise NotPossible(_("联行号应是 12 位数字。"))
    if not is_of(holder, enterprise):
        words = (
            _("户名须与本人姓名一致：%(name)s。") if enterprise.is_person else _("户名须与企业登记名称一致：%(name)s。")
        )
        raise NotPossible(words % {"name": _("或者").join(enterprise.account_names)})
    if known := Payee.objects.filter(request_key=request_key, enterprise=enterprise).first():
        return known
    kept = None
    if certificate is not None:
        kept = store(file=certificate, name=certificate.name, room=CERTIFICATES, subject=enterprise.uscc, by=by)
    with transaction.atomic():
        if known := Payee.objects.filter(request_key=request_key, enterprise=enterprise).first():
            return known
        Payee.objects.filter(enterprise=enterprise, state=Payee.State.PENDING).update(state=Payee.State.RETIRED)
        payee = Payee.objects.create(
            enterprise=enterprise, holder=holder.strip(), bank=bank_name.strip(), bank_code=bank_code,
            number=number, last4=number[-4:], print=print_of(number, purpose="fingerprint"),
            entered_by=by, entered_at=clock.now(), request_key=request_key, certificate=kept,
        )  # fmt: skip
        data = {"last4": payee.last4, "certificate": kept.digest if kept else ""}
        write_log(room=ROOM, subject=enterprise.uscc, verb="enter-payee", by=by, data=data)
        notices.payee_entered(payee)
    return payee


def withdraw_payee(*, payee: Payee, by: Person) -> Payee:
    """An owner takes back an account that waits to be verified. A second time changes nothing. Raises Refused."""
    require(may_withdraw_payee(by, payee))
    with transaction.atomic():
        row = lock(Payee.objects.filter(pk=payee.pk)).select_related("enterprise").get()
        if row.state == Payee.State.PENDING:
            row.state, row.reason = Payee.State.RETIRED, _("企业负责人撤下")
            row.save(update_fields=["state", "reason"])
            write_log(room=ROOM, subject=row.enterprise.uscc, verb="withdraw-payee", by=by, data={"last4": row.last4})
    return row


def verify_payee(*, payee: Payee, by: Person, right: bool, reason: str = "") -> Payee:
    """An official compares the account with the bank's paper: verified, taking the place of the one before; or not."""
    require(may_verify(by, payee))
    if not right and not reason.strip():
        raise NotPossible(_("未通过请写明原因，企业会看到。"))
    with transaction.atomic():
        rows = lock(Payee.objects.filter(enterprise_id=payee.enterprise_id).order_by("pk"))
        row = next(each for each in rows if each.pk == payee.pk)
        state = Payee.State.VERIFIED if right else Payee.State.REFUSED
        if row.state == state:
            return row
        if row.state != Payee.State.PENDING:
            raise NotPossible(_("这个账户已经处理过。"))
        if right and not is_of(row.holder, row.enterprise):
            raise NotPossible(_("户名“%(holder)s”不是今天的登记名称“%(name)s”，请企业重新填写。") % {
                "holder": row.holder, "name": _("或者").join(row.enterprise.account_names)})  # fmt: skip
        if right:
            Payee.objects.filter(enterprise_id=row.enterprise_id, state=Payee.State.VERIFIED).update(
                state=Payee.State.RETIRED
            )
        row.state, row.reason, row.verified_by, row.verified_at = state, reason.strip()[:200], by, clock.now()
        row.save()
        write_log(room=ROOM, subject=row.enterprise.uscc, verb="verify-payee", by=by, before=Payee.State.PENDING,
                  after=state, reason=reason, data={"last4": row.last4})  # fmt: skip
        notices.payee_settled(row)
    return row


def due(line: Line) -> QuerySet[Instalment]:
    """What could go into a batch of this line today; nothing that is paused or withheld."""
    rows = payable(Instalment.objects.filter(line=line, state=S.DUE, due_on__lte=clock.today()))
    return rows.exclude(pausing.held()).order_by("due_on", "pk")


def make_batch(
    *, line: Line, by: Person, request_key: uuid.UUID, instalments: Iterable[int] | None = None, reason: str = ""
) -> Batch:
    """Put due instalments of enterprises with a verified account into one batch, all of them or those named.

    Running awards are looked at again first: where the facts say no or less, so does the payment. At most 5,000
    payments; what is over goes into the next batch. Idempotent by `request_key`. `reason`: why who verified one of the
    accounts makes it, where nobody else can. Raises NotPossible when nothing can be paid.
    """
    require(may_make(by))
    if known := Batch.objects.filter(request_key=request_key, line=line).first():
        return known
    wanted = due(line).filter(award__enterprise__payees__state=Payee.State.VERIFIED)
    if instalments is not None:
        wanted = wanted.filter(pk__in=list(instalments))
    rechecking.recheck(award_ids=set(wanted.filter(award__times__gt=1).values_list("award", flat=True)))
    with transaction.atomic():
        lock(Line.objects.all()).get(pk=line.pk)  # one batch of a line is made at a time
        if known := Batch.objects.filter(request_key=request_key, line=line).first():
            return known
        rows = list(lock(due(line).filter(pk__in=list(wanted.values_list("pk", flat=True)[:MOST]))))
        if not rows:
            raise NotPossible(_("没有到期且收款账户已核验的款项。"))
        firms = dict(Instalment.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "award__enterprise"))
        payees = dict(Payee.objects.filter(enterprise__in=set(firms.values()), state=Payee.State.VERIFIED)
                      .values_list("enterprise", "pk"))  # fmt: skip
        if why := separating.why_not_make(by, list(payees.values()), reason):
            raise NotPossible(why)
        batch = Batch.objects.create(
            reference=new_reference("BF"), line=line, state=MADE, count=len(rows), fen=sum(row.fen for row in rows),
            made_by=by, made_at=clock.now(), request_key=request_key,
        )  # fmt: skip
        Payment.objects.bulk_create(
            Payment(reference=f"{batch.reference}-{place:05}", batch=batch, instalment=row,
                    payee_id=payees[firms[row.pk]], fen=row.fen)
            for place, row in enumerate(rows, 1)
        )  # fmt: skip
        Instalment.objects.filter(pk__in=[row.pk for row in rows]).update(state=S.PAYING, problem="")
        data = {"count": batch.count, "fen": batch.fen, "line": line.reference}
        write_log(room=ROOM, subject=batch.reference, verb="make", by=by, after=MADE, reason=reason.strip(), data=data)
    return batch


def check_batch(*, batch: Batch, by: Person, reason: str = "") -> Batch:
    """Another person than the maker has compared payees and amounts.

    `reason`, here and at the releases: why who had another hand in the batch does it, where the bureau has nobody else.
    """
    require(may_check(by, batch, reason))
    with move(batch, "check", by, reason=reason.strip()) as row:
        require(may_check(by, row, reason))
        row.checked_by = by
    return batch


def release_first(*, batch: Batch, by: Person, reason: str = "") -> Batch:
    require(may_release_first(by, batch, reason))
    with move(batch, "first-release", by, reason=reason.strip()) as row:
        require(may_release_first(by, row, reason))
        row.first_by = by
    return batch


def release_second(*, batch: Batch, by: Person, reason: str = "") -> Batch:
    """The second release, by another person. The worker then marks every payment as on its way (`working.send`)."""
    require(may_release_second(by, batch, reason))
    with move(batch, "second-release", by, {"count": batch.count, "fen": batch.fen}, reason.strip()) as row:
        require(may_release_second(by, row, reason))
        row.second_by, row.released_at = by, clock.now()
        _begin(SENDING, row.reference, by, row.count)
    return batch


def cancel_batch(*, batch: Batch, by: Person, reason: str) -> Batch:
    """Before the second release: every payment goes back to the worklist."""
    require(may_make(by))
    with move(batch, "cancel", by, reason=reason) as row:
        waiting = Payment.objects.filter(batch=row, state=P.QUEUED)
        Instalment.objects.filter(pk__in=waiting.values("instalment")).update(state=S.DUE)
        waiting.update(state=P.CANCELLED)
    return batch


def take_return(
    *, batch: Batch, name: str, content: bytes, by: Person, columns: returning.Columns | None = None
) -> tuple[ReturnFile, bool]:
    """Keep a return file; (the file, whether it is new). The worker applies it (`working.apply`).

    `columns`: of a table, as just chosen; they are remembered by its header. Raises bank.BadFile (with the row) when
    totals or the checksum do not hold: then nothing is kept; returning.ColumnsWanted for a table not seen before.
    """
    require(may_make(by))
    if batch.state not in {SENT, "closed"}:
        raise NotPossible(_("这个批次还没有送出。"))
    rows = returning.read(content, name, batch.reference, columns)
    digest = bank.sha256(content)
    with transaction.atomic():
        if columns is not None:
            returning.remember(returning.table_of(content, name), columns, by)
        if known := ReturnFile.objects.filter(batch=batch, sha256=digest).first():
            return known, False
        try:
            with transaction.atomic():
                file = ReturnFile.objects.create(
                    batch=batch, name=name[:200], sha256=digest, rows=[list(row) for row in rows], by=by,
                    at=clock.now(),
                )  # fmt: skip
        except IntegrityError:  # another request was a moment quicker
            return ReturnFile.objects.get(batch=batch, sha256=digest), False
        _begin(APPLYING, f"{batch.reference}/{file.pk}", by, len(rows))
        write_log(room=ROOM, subject=batch.reference, verb="take-return", by=by,
                  data={"sha256": digest, "rows": len(rows)})  # fmt: skip
    return file, True


def _begin(kind: str, subject: str, by: Person, total: int) -> None:
    office = bureau_of(by, Role.OFFICER, Role.LEADER)
    work.begin(Work, kind=kind, subject=subject, by=by, office=office, total=total)


def give(kind: str, subject: str) -> None:
    """To the worker: a batch just released, a return file just taken in."""
    if (found := going_on(kind, subject)) is not None:
        work.give(found)


def unanswered(batch: Batch) -> QuerySet[Payment]:
    """Payments whose outcome is not known."""
    return Payment.objects.filter(Q(state__in=[P.QUEUED, P.SENT, P.UNKNOWN]), batch=batch)


def move(
    batch: Batch, verb: str, by: Person | None, data: dict[str, object] | None = None, reason: str = ""
) -> AbstractContextManager[Batch]:
    return moving(batch, verb, states=BATCH_STATES, moves=BATCH_MOVES, room=ROOM, by=by, reason=reason, data=data)
