"""Writes on clawbacks: open with a plan, receive, offset against later payments, write off with approval.

None is opened by one person: each stands on a finding that was heard, proposed by one and agreed to by another.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from district.funds import notices, posting
from district.funds.checks import NotPossible, words
from district.funds.lines import new_reference
from district.funds.models import Award, Clawback, ClawbackStep, Kind, Line, Payment, Tally
from district.funds.money import share, to_fen
from district.funds.permissions import may_recover, may_write_off
from district.funds.states import ASKED, BOOKED, CLAWBACK_MOVES, CLAWBACK_STATES, OPEN
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, moving, write_log

ROOM = "funds"
Plan = Sequence[tuple[dt.date, Decimal]]
IN = dt.timedelta(days=30)


@dataclass(frozen=True)
class Ground:
    """What money is asked back for: the reference of the finding, and who proposed it."""

    reference: str
    proposed_by: Person | None

    def check(self, by: Person) -> None:
        """Raises NotPossible where nobody else than `by` has proposed it."""
        if not self.reference or self.proposed_by is None:
            raise NotPossible(_("追缴须先立线索，告知企业、听取意见、认定并提出金额。"))
        if self.proposed_by.pk == by.pk:
            raise NotPossible(_("提出追缴和批准追缴不能是同一个人。"))


def claw_back(
    *,
    reference: str,
    amount: Decimal,
    by: Person,
    reason: str,
    ground: Ground,
    plan: Plan = (),
    offset: bool = True,
    request_key: uuid.UUID | None = None,
) -> Clawback:
    """Ask back what was paid for a case: `amount` yuan, by a plan of days that adds up to it (else all in 30 days).

    `ground` is the finding it stands on; `by` agreed to it. With `offset`, what the enterprise is paid later is kept in
    against it. Idempotent by `request_key`.
    Raises NotPossible (more than was paid, plan does not add up, nobody else proposed it), Refused.
    """
    award = Award.objects.select_related("line", "version__programme").filter(reference=reference).first()
    if award is None:
        raise NotPossible(_("没有“%(reference)s”的资金记录。") % {"reference": reference})
    require(may_recover(by, award))
    ground.check(by)
    fen, key = to_fen(amount), request_key or uuid.uuid4()
    steps = [(day, to_fen(part)) for day, part in plan] or [(clock.today() + IN, fen)]
    if not reason.strip():
        raise NotPossible(_("请写明追缴的理由和依据。"))
    if fen <= 0 or any(part <= 0 for _day, part in steps) or sum(part for _day, part in steps) != fen:
        raise NotPossible(_("计划各期须大于 0，合计须等于追缴金额。"))
    with transaction.atomic():
        if known := Clawback.objects.filter(request_key=key, award=award).first():
            return known
        lock(Award.objects.all()).get(pk=award.pk)
        _to_receivable(award, fen, by, reason)
        case = Clawback.objects.create(
            reference=new_reference("ZJ"), award=award, state=OPEN, fen=fen, left=fen, reason=reason.strip(),
            offset=offset, opened_by=by, opened_at=clock.now(), request_key=key, ground=ground.reference,
            proposed_by=ground.proposed_by, agreed_by=by,
        )  # fmt: skip
        merged: dict[dt.date, int] = {}
        for day, part in steps:
            merged[day] = merged.get(day, 0) + part
        ClawbackStep.objects.bulk_create(
            ClawbackStep(clawback=case, due_on=day, fen=part) for day, part in merged.items()
        )
        write_log(room=ROOM, subject=case.reference, verb="claw-back", by=by, after=OPEN, reason=reason,
                  data={"award": reference, "fen": fen, "ground": ground.reference})  # fmt: skip
        notices.clawback_opened(case)
    return case


def followed(award: Award) -> int:
    """Fen asked back of what an award was paid; what left twice was never its own."""
    return award.clawbacks.filter(payment=None).aggregate(sum=Sum("fen"))["sum"] or 0


def _to_receivable(award: Award, fen: int, by: Person, note: str) -> None:
    """From paid to receivable, over the lines and levels it was paid from, the latest line first."""
    paid = Tally.objects.filter(award=award, paid__gt=0).order_by("-line__year", "-line")
    by_line: dict[int, dict[str, int]] = {}
    for row in paid:
        by_line.setdefault(row.line_id, {})[row.level] = row.paid
    total = sum(sum(parts.values()) for parts in by_line.values())
    if fen > total:
        raise NotPossible(_("已付 %(paid)s，追缴不能超过它。") % {"paid": words(total)})
    for pk, parts in by_line.items():
        if part := min(fen, sum(parts.values())):
            pot = posting.locked(Line.objects.get(pk=pk), Kind.PAID, Kind.RECEIVABLE)
            posting.post(posting.build(pot, "claw-back", Kind.PAID, Kind.RECEIVABLE, share(part, parts), by=by,
                                       award=award, note=note))  # fmt: skip
            fen -= part


def receive(*, case: Clawback, amount: Decimal, by: Person, request_key: uuid.UUID, note: str = "") -> Clawback:
    """Money came back: to the line it was paid from, or to the treasury when that line is closed."""
    require(may_recover(by, case.award))
    fen, key = to_fen(amount), f"receive:{request_key}"
    if fen <= 0:
        raise NotPossible(_("金额要大于 0。"))
    if case.state == BOOKED:
        raise NotPossible(_("还没有认定，企业还不必退回；银行整笔退回的按回单或凭证登记退汇。"))
    with transaction.atomic():
        if case.award.transfers.filter(key__startswith=key).exists():
            return case
        with move(case, "receive", by, {"fen": fen}, note) as row:
            give_back(row, fen, by, "receive", note, key)
        _rest_if_done(case, by)
    return case


def give_back(row: Clawback, fen: int, by: Person | None, verb: str, note: str, key: str, into: str = "") -> None:
    """Take `fen` off what is owed and off the receivable."""
    if fen > row.left:
        raise NotPossible(_("只欠 %(left)s。") % {"left": words(row.left)})
    row.left -= fen
    if row.payment_id is not None:
        give_up_overpaid(row, fen, by, verb, note, key, into or Kind.ADVANCED)
        return
    owed = Tally.objects.filter(award=row.award_id, receivable__gt=0).select_related("line").order_by("line", "level")
    for line in {each.line_id: each.line for each in owed}.values():
        parts = {each.level: each.receivable for each in owed if each.line_id == line.pk}
        if part := min(fen, sum(parts.values())):
            pot = posting.locked(line, Kind.RECEIVABLE, Kind.AVAILABLE, Kind.LAPSED, Kind.WRITTEN_OFF)
            target = into or posting.back_to(line)
            posting.post(posting.build(pot, verb, Kind.RECEIVABLE, target, share(part, parts), by=by, award=row.award,
                                       note=note, key=f"{key}:{line.pk}"))  # fmt: skip
            fen -= part


def give_up_overpaid(
    row: Clawback, fen: int, by: Person | None, verb: str, note: str, key: str, into: str = Kind.ADVANCED
) -> None:
    """Take `fen` off what left twice: back to where it came from, or written off."""
    owed = Tally.objects.filter(award=row.award_id, overpaid__gt=0).select_related("line").order_by("line", "level")
    for line in {each.line_id: each.line for each in owed}.values():
        parts = {each.level: each.overpaid for each in owed if each.line_id == line.pk}
        if part := min(fen, sum(parts.values())):
            pot = posting.locked(line, Kind.ADVANCED, Kind.OVERPAID, Kind.WRITTEN_OFF)
            posting.post(posting.build(pot, verb, Kind.OVERPAID, into, share(part, parts), by=by, award=row.award,
                                       payment=row.payment, note=note, key=f"{key}:{line.pk}"))  # fmt: skip
            fen -= part


def offsets_for(payments: Iterable[Payment], by: Person | None) -> int:
    """Set `offset` of payments to enterprises that owe, and take it off what they owe; in the caller's transaction.

    Returns the fen offset in all. Cases are taken oldest first.
    """
    firms: dict[int, list[Payment]] = {}
    for payment in payments:
        firms.setdefault(payment.payee.enterprise_id, []).append(payment)
    owing = Clawback.objects.filter(award__enterprise__in=firms, state=OPEN, offset=True, left__gt=0)
    total = 0
    for case in lock(owing.order_by("pk")):
        for payment in firms[case.award.enterprise_id]:
            part = min(case.left, payment.fen - payment.offset)
            if part:
                give_back(case, part, by, "offset", payment.reference, f"offset-of:{case.pk}:{payment.pk}")
                payment.offset += part
                total += part
        case.save(update_fields=["left"])
        write_log(room=ROOM, subject=case.reference, verb="offset", by=by, before=OPEN, after=OPEN,
                  data={"left": case.left})  # fmt: skip
        _rest_if_done(case, by)
    return total


def _rest_if_done(case: Clawback, by: Person | None) -> None:
    if case.left == 0 and case.state == OPEN:
        with move(case, "recovered", by):
            pass


def ask_write_off(*, case: Clawback, by: Person, reason: str) -> Clawback:
    require(may_recover(by, case.award))
    if not reason.strip():
        raise NotPossible(_("请写明核销的理由。"))
    with move(case, "ask-write-off", by, reason=reason) as row:
        row.asked_by, row.asked_why = by, reason.strip()
    return case


def settle_write_off(*, case: Clawback, by: Person, agree: bool, reason: str = "") -> Clawback:
    """A leader of the finance bureau, not the one who asked, writes the rest off, or sends the case back to work."""
    require(may_write_off(by, case))
    with move(case, "write-off" if agree else "decline-write-off", by, {"left": case.left}, reason) as row:
        require(may_write_off(by, row))
        if agree:
            row.approved_by = by
            give_back(row, row.left, by, "write-off", reason, f"write-off:{row.pk}", Kind.WRITTEN_OFF)
    return case


def move(
    case: Clawback, verb: str, by: Person | None, data: dict[str, object] | None = None, reason: str = ""
) -> AbstractContextManager[Clawback]:
    return moving(case, verb, states=CLAWBACK_STATES, moves=CLAWBACK_MOVES, room=ROOM, by=by, reason=reason, data=data)


__all__ = ["ASKED", "Ground", "ask_write_off", "claw_back", "offsets_for", "receive", "settle_write_off"]
