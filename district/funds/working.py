"""Long work on a batch, a few hundred payments a transaction: marking them as sent, applying what the bank answered.

Every step is one transaction that moves money and says so in the same rows, and skips what is done: a process that is
killed anywhere leaves a state from which the next run goes on, and nothing happens twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from district.funds import accounts, late, notices, paying, posting, recovering
from district.funds.checks import NotPossible
from district.funds.models import Award, Batch, Instalment, Kind, Payment, ReturnFile, Tally, Transfer
from district.funds.money import share
from district.funds.paying import APPLYING, SENDING
from district.funds.states import COMMITTED, RELEASING, SENT, SETTLED
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.actions import MoveRefused, lock, write_log
from district.ground.work.actions import take_up, work_on
from district.ground.work.queries import going_on

CHUNK = 200
ROOM = "funds"
P, S = Payment.State, Instalment.State
Tell = Callable[[str, int], object]


def send(batch: Batch, tell: Tell = lambda _what, _n: None) -> Batch:
    """Mark every payment of a released batch as on its way, here and now; then its file may be taken."""
    _work_on(SENDING, batch.reference, "sent", tell)
    batch.refresh_from_db()
    return batch


def apply(file: ReturnFile, tell: Tell = lambda _what, _n: None) -> ReturnFile:
    """Apply a return file's rows here and now, from where the last run stopped."""
    _work_on(APPLYING, f"{file.batch.reference}/{file.pk}", "applied", tell)
    file.refresh_from_db()
    return file


def _work_on(kind: str, subject: str, what: str, tell: Tell) -> None:
    if (found := going_on(kind, subject)) is not None:
        work_on(found, lambda piece: tell(what, piece.rows))


def all_sent(batch: Batch) -> None:
    """No payment waits to be marked any more."""
    _move_on(batch, RELEASING, "sent")
    finish(batch)


def send_some(batch: Batch, chunk: int = CHUNK) -> int:
    """Mark some payments as on their way; returns how many."""
    with transaction.atomic():
        fresh = lock(Batch.objects.select_related("line").filter(pk=batch.pk)).get()
        if fresh.state != RELEASING:
            return 0
        payments = list(
            Payment.objects.filter(batch=batch, state=P.QUEUED).order_by("pk")
            .select_related("instalment__award__enterprise", "payee")[:chunk]
        )  # fmt: skip
        if not payments:
            return 0
        taken, payments = len(payments), accounts.leave_out(payments)
        offsets = recovering.offsets_for(payments, by=fresh.second_by)
        pot = posting.locked(fresh.line, Kind.COMMITTED, Kind.SENT, Kind.PAID)
        parts = _parts_to_send(payments, fresh.line_id)
        transfers: list[Transfer] = []
        for payment in payments:
            award = payment.instalment.award_id
            if payment.offset:
                part = share(payment.offset, parts[award])
                transfers += posting.build(pot, "offset", Kind.COMMITTED, Kind.PAID, part, by=fresh.second_by,
                                           award=award, payment=payment, key=f"offset:{payment.pk}")  # fmt: skip
                _take(parts[award], part)
            if rest := payment.fen - payment.offset:
                part = share(rest, parts[award])
                transfers += posting.build(pot, "send", Kind.COMMITTED, Kind.SENT, part, by=fresh.second_by,
                                           award=award, payment=payment, key=f"send:{payment.pk}")  # fmt: skip
                _take(parts[award], part)
        posting.post(transfers)
        _mark_sent(payments)
        data = {"payments": len(payments), "offset": offsets, **_left_out(taken - len(payments))}
        write_log(room=ROOM, subject=batch.reference, verb="send", by=fresh.second_by, before=fresh.state,
                  after=fresh.state, data=data)  # fmt: skip
    return taken


def _left_out(count: int) -> dict[str, int]:
    return {"left_out": count} if count else {}


def _parts_to_send(payments: Sequence[Payment], line: int) -> dict[int, dict[str, int]]:
    """What each award has committed on the line, by level."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Tally.objects.filter(award__in={each.instalment.award_id for each in payments}, line=line)
    for award, level, fen in rows.values_list("award", "level", "committed"):
        found[award][level] = fen
    return found


def _take(parts: dict[str, int], taken: dict[str, int]) -> None:
    for level, fen in taken.items():
        parts[level] -= fen


def _mark_sent(payments: list[Payment]) -> None:
    """Sent; what is offset becomes an instalment of its own, paid, so that only the rest can fail and be paid again."""
    now = clock.now()
    whole = [each for each in payments if each.offset == each.fen]
    for payment in payments:
        payment.state = P.PAID if payment.offset == payment.fen else P.SENT
        payment.answered_at = now if payment.state == P.PAID else None
        if payment.offset and payment.state == P.SENT:
            row = payment.instalment
            last = Instalment.objects.filter(award=row.award_id).order_by("-serial").values_list("serial", flat=True)[0]
            Instalment.objects.create(award_id=row.award_id, line_id=row.line_id, serial=last + 1, fen=payment.offset,
                                      full=payment.offset, at="offset", due_on=row.due_on, state=S.PAID)  # fmt: skip
            rest = {"fen": row.fen - payment.offset, "full": row.full - payment.offset}
            Instalment.objects.filter(pk=row.pk).update(**rest)
    Payment.objects.bulk_update(payments, ["state", "offset", "answered_at"], batch_size=200)
    if whole:
        Instalment.objects.filter(pk__in=[each.instalment_id for each in whole]).update(state=S.PAID)
        _settle_awards({each.instalment.award_id for each in whole})


def apply_some(file: ReturnFile, chunk: int = CHUNK) -> int:
    """Apply the next rows of a return file; returns how many."""
    with transaction.atomic():
        batch = lock(Batch.objects.select_related("line").filter(pk=file.batch_id)).get()
        fresh = ReturnFile.objects.get(pk=file.pk)
        rows = fresh.rows[fresh.done : fresh.done + chunk]
        if not rows:
            return 0
        answers = Answers(batch, fresh.by)
        answers.take(rows, fresh.done + 2)  # the file's first line is its head
        answers.post()
        fresh.done += len(rows)
        fresh.problems += answers.problems
        fresh.save(update_fields=["done", "problems"])
        write_log(
            room=ROOM, subject=batch.reference, verb="apply-return", by=fresh.by, before=batch.state,
            after=batch.state, data={"from": fresh.done - len(rows) + 1, "to": fresh.done, **answers.counts},
        )  # fmt: skip
    return len(rows)


class Answers:
    """What some rows of a return file do, gathered and then written at once."""

    def __init__(self, batch: Batch, by: Person) -> None:
        self.batch, self.by = batch, by
        self.changed: list[Payment] = []
        self.problems: list[tuple[int, str]] = []
        self.counts: dict[str, int] = defaultdict(int)

    def take(self, rows: Sequence[Sequence[object]], first: int) -> None:
        found = {
            each.reference: each
            for each in lock(Payment.objects.filter(batch=self.batch, reference__in=[row[0] for row in rows]))
        }
        for number, (reference, fen, result, reason) in enumerate(rows, first):
            payment = found.get(str(reference))
            if payment is None:
                self.problems.append((number, _("本批次没有付款编号 %(ref)s。") % {"ref": reference}))
            elif payment.fen - payment.offset != fen:
                self.problems.append((number, _("金额与送盘文件不一致。")))
            else:
                self.from_file(number, payment, str(result), str(reason))

    def from_file(self, number: int, payment: Payment, result: str, reason: str) -> None:
        """A return file may repeat what it said before the money came back: that it was paid after all takes two."""
        if payment.state == result or (payment.state == P.TWICE and result == P.PAID):
            return  # said before: the same answer again changes nothing
        if payment.state == P.REFUNDED and result == P.PAID:
            self.problems.append((number, _("这一笔已退汇，回单说已付；确已付出的，请凭凭证由两人登记。")))
            return
        self.one(number, payment, result, reason)

    def one(self, number: int, payment: Payment, result: str, reason: str) -> None:
        """What became of a payment; what cannot be is a problem."""
        if self._late(number, payment, result, reason):
            return
        waiting = payment.state in {P.SENT, P.UNKNOWN}
        if not (
            (waiting and result in {"paid", "failed", "unknown"}) or (payment.state == P.PAID and result == "refunded")
        ):
            words = {"state": payment.get_state_display(), "result": P(result).label}
            self.problems.append((number, _("这一笔现在是“%(state)s”，回单说“%(result)s”，请人工核对。") % words))
            return
        if result == P.REFUNDED and self._asked_back(payment):
            self.problems.append((number, _("这一笔已转入追缴，退汇请按收回登记。")))
            return
        payment.state, payment.reason, payment.answered_at = result, reason, clock.now()
        self.changed.append(payment)
        self.counts[result] += 1

    def _late(self, number: int, payment: Payment, result: str, reason: str) -> bool:
        """Whether it is something that turned out later, and booked at once."""
        after_all = payment.state in {P.FAILED, P.REFUNDED} and result == P.PAID
        back = payment.state == P.TWICE and result == P.REFUNDED
        refunded = payment.state == P.PAID and result == P.REFUNDED
        excess = _excess(payment) if refunded else 0
        if not (after_all or back or excess >= payment.fen - payment.offset):
            return False
        try:
            with transaction.atomic():
                if after_all:
                    _settle_awards({late.paid_after_all(payment, self.by, reason).pk})
                elif back:
                    late.came_back(payment, self.by, reason)
                else:
                    late.refund_of_excess(payment, self.by, reason)
        except (NotPossible, MoveRefused) as no:
            self.problems.append((number, str(no)))
        else:
            self.counts[result] += 1
        return True

    def _asked_back(self, payment: Payment) -> bool:
        """Whether what was paid is (partly) a receivable by now, so that it cannot come back as a refund as well."""
        paid = dict(Tally.objects.filter(award__instalments=payment.instalment_id, line=self.batch.line_id)
                    .values_list("level", "paid"))  # fmt: skip
        for other in self.changed:
            if other.state == P.REFUNDED and other.pk != payment.pk:
                for level, fen in other.transfers.filter(verb="send").values_list("credit__level", "fen"):
                    paid[level] = paid.get(level, 0) - fen if _same_award(other, payment) else paid.get(level, 0)
        legs = payment.transfers.filter(verb="send").values_list("credit__level", "fen")
        amount = payment.fen - payment.offset
        return sum(paid.values()) - _excess(payment) < amount or any(paid.get(level, 0) < fen for level, fen in legs)

    def post(self) -> None:
        """Transfers first, then the rows that say so."""
        pot = posting.locked(self.batch.line, Kind.COMMITTED, Kind.SENT, Kind.PAID)
        sent: dict[int, dict[str, int]] = defaultdict(dict)
        legs = Transfer.objects.filter(payment__in=self.changed, verb="send")
        awards: dict[int, int] = {}
        for payment, award, level, fen in legs.values_list("payment", "award", "credit__level", "fen"):
            sent[payment][level], awards[payment] = fen, award
        ways = {"paid": ("settle", Kind.SENT, Kind.PAID), "failed": ("fail", Kind.SENT, Kind.COMMITTED),
                "refunded": ("refund", Kind.PAID, Kind.COMMITTED)}  # fmt: skip
        transfers: list[Transfer] = []
        for each in self.changed:
            if each.state in ways:
                verb, credit, debit = ways[each.state]
                transfers += posting.build(
                    pot, verb, credit, debit, sent[each.pk], by=self.by, award=awards[each.pk], payment=each,
                    key=f"{verb}:{each.pk}", note=each.reason,
                )  # fmt: skip
        posting.post(transfers)
        Payment.objects.bulk_update(self.changed, ["state", "reason", "answered_at"], batch_size=200)
        self._instalments(set(awards.values()))

    def _instalments(self, awards: set[int]) -> None:
        paid = [each.instalment_id for each in self.changed if each.state == P.PAID]
        Instalment.objects.filter(pk__in=paid).update(state=S.PAID)
        for each in self.changed:
            if each.state in {P.FAILED, P.REFUNDED}:
                words = each.reason or each.get_state_display()
                Instalment.objects.filter(pk=each.instalment_id).update(state=S.DUE, problem=words)
                notices.payment_failed(each)
        accounts.look_again(each for each in self.changed if each.state in {P.FAILED, P.REFUNDED})
        _settle_awards(awards)


def _excess(payment: Payment) -> int:
    """Fen that the award was paid above what is decided now."""
    return Award.objects.filter(instalments=payment.instalment_id).values_list("excess", flat=True).get()


def _same_award(one: Payment, other: Payment) -> bool:
    return one.instalment.award_id == other.instalment.award_id


def _settle_awards(awards: set[int]) -> None:
    """Awards whose every payment is made rest; those with one to pay again do not."""
    open_ = Instalment.objects.filter(award=OuterRef("pk")).exclude(state__in=[S.PAID, S.STOPPED])
    rows = Award.objects.filter(pk__in=awards)
    rows.filter(~Exists(open_), state=COMMITTED).update(state=SETTLED)
    rows.filter(Exists(open_), state=SETTLED).update(state=COMMITTED)


def finish(batch: Batch) -> None:
    """Close a batch whose every payment has its answer."""
    if not paying.unanswered(batch).exists():
        _move_on(batch, SENT, "close")


def _move_on(batch: Batch, state: str, verb: str) -> None:
    """Move a batch that is in a state; another worker may have been a moment quicker."""
    batch.refresh_from_db()
    if batch.state != state:
        return
    try:
        with paying.move(batch, verb, None):
            pass
    except MoveRefused:
        batch.refresh_from_db()


def resume(tell: Tell = lambda _what, _n: None) -> int:
    """Go on with whatever a killed process left or what broke: batches half sent, return files half applied. What
    somebody stopped stays so. Returns how many."""
    count = 0
    for kind, what in ((SENDING, "sent"), (APPLYING, "applied")):
        for work in take_up(kind, broken=True):
            work_on(work, lambda piece, what=what: tell(what, piece.rows))  # type: ignore[misc]
            count += 1
    for batch in Batch.objects.filter(state=SENT):
        finish(batch)
    return count
