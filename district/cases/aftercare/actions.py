"""Writes on findings: opened, told, heard, ruled, proposed, approved by another. Other writes of this part beside."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.aftercare import amounts, hands, holding, notices, recovery
from district.cases.aftercare import papers as aftercare_papers
from district.cases.aftercare.models import Finding, Obligation, Statement
from district.cases.aftercare.numbers import new_reference
from district.cases.aftercare.permissions import may_approve, may_handle, may_rule, may_state
from district.cases.aftercare.signals import recovery_approved, top_up_approved
from district.cases.aftercare.states import (
    BREACHED,
    FINDING_MOVES,
    FINDING_STATES,
    OBLIGATION_MOVES,
    OBLIGATION_STATES,
    OPENED,
    TOLD,
)
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.core.terms import Term, read_term
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, moving, official, write_log
from district.ground.record.secrets import said

__all__ = [
    "NotPossible", "approve", "close", "dismiss", "move_obligation", "open_finding", "propose", "recognise",
    "recovery_approved", "send_back", "state_view", "tell", "top_up_approved", "uphold",
]  # fmt: skip

ROOM = "cases"
# The Administrative Penalty Law gives five days to ask for a hearing; a version may say otherwise under `deadlines`.
HEARING = Term(5)


def open_finding(
    *,
    decision: Decision,
    source: str,
    kind: str,
    cause: str,
    say: str,
    since_on: dt.date,
    by: Person | None = None,
    obligation: Obligation | None = None,
    cite: str = "",
    details: Mapping[str, Any] | None = None,
) -> Finding:
    """Open a finding; the same `cause` again gives the one that stands. `by` is None when the night's work finds it."""
    if by is not None:
        require(may_handle(by, Finding(application=decision.application)))
    with transaction.atomic():
        standing = Finding.objects.exclude(state="closed").filter(cause=cause)
        finding: Finding | None = standing.first()
        if finding is not None:
            return finding
        try:
            with transaction.atomic():
                finding = Finding.objects.create(
                    reference=new_reference(Finding, "HC"), application=decision.application, decision=decision,
                    source=source, kind=kind, state=OPENED, cause=cause, obligation=obligation, say=say[:500],
                    cite=cite, details=dict(details or {}), since_on=since_on, opened_at=clock.now(), opened_by=by,
                )  # fmt: skip
        except IntegrityError:
            quicker: Finding = Finding.objects.exclude(state="closed").get(cause=cause)
            return quicker
        write_log(room=ROOM, subject=finding.reference, verb="open", by=by, after=OPENED,
                  data={"decision": decision.number, "source": source, "kind": kind})  # fmt: skip
        notices.opened(finding)
        holding.hold(finding)
    return finding


def tell(*, finding: Finding, by: Person) -> Finding:
    """Tell the enterprise what was found and by when it may answer."""
    require(may_handle(by, finding))
    with _moving(finding, "tell", by) as row:
        if row.kind != Finding.Kind.RECOVERY:
            raise NotPossible(_("补发对企业有利，不必听取意见，请直接确认。"))
        term = read_term((row.application.version.description.get("deadlines") or {}).get("hearing"), HEARING)
        deadline = term.from_day(clock.today())
        row.told_at, row.due_on, row.due_provisional = clock.now(), deadline.date, deadline.provisional
        aftercare_papers.told(row)
        notices.told(row)
    return finding


def state_view(*, finding: Finding, by: Person, text: str, request_key: uuid.UUID) -> Statement:
    """The enterprise's view, once or several times until it is ruled on. Idempotent by `request_key`."""
    require(may_state(by, finding))
    if not text.strip():
        raise NotPossible(_("请写下您的意见。"))
    with transaction.atomic():
        row = lock(Finding.objects.all()).get(pk=finding.pk)
        if known := Statement.objects.filter(request_key=request_key, finding=row).first():
            return known
        if row.state != TOLD:
            raise NotPossible(_("现在不在听取意见的期间。"))
        statement = Statement.objects.create(
            finding=row, text=text.strip(), by=by, at=clock.now(), request_key=request_key
        )
        write_log(room=ROOM, subject=row.reference, verb="state", by=by, before=TOLD, after=TOLD,
                  data=said(statement.text))  # fmt: skip
        notices.stated(row)
    return statement


def recognise(*, finding: Finding, by: Person, reason: str) -> Finding:
    """A top-up is recognised without a hearing: it is in the enterprise's favour."""
    require(may_handle(by, finding))
    with _moving(finding, "recognise", by, reason) as row:
        if row.kind != Finding.Kind.TOP_UP:
            raise NotPossible(_("涉及追缴的须先告知企业、听取意见。"))
        _rule(row, by, reason)
    return finding


def uphold(*, finding: Finding, by: Person, reason: str) -> Finding:
    """Rule that it holds: only when the enterprise has spoken, or its days have passed."""
    require(may_rule(by, finding))
    with _moving(finding, "uphold", by, reason, _alone(finding, by)) as row:
        if not row.statements.exists() and row.due_on is not None and clock.today() <= row.due_on:
            raise NotPossible(_("企业还没有陈述意见，期限也没有到。"))
        _rule(row, by, reason)
        notices.upheld(row)
    return finding


def dismiss(*, finding: Finding, by: Person, reason: str) -> Finding:
    """Rule that it does not hold; an obligation goes on being watched. The bureau's leaders learn of it."""
    require(may_rule(by, finding))
    with _moving(finding, "dismiss", by, reason, noted := _alone(finding, by)) as row:
        _rule(row, by, reason)
        notices.let_go(row, amounts.at_stake(row), row.ruling, by, alone=bool(noted))
        _resume(row, by, reason)
        holding.dismissed(row, row.ruling, by)
        holding.let_go(row, row.ruling, by)
        if row.told_at:
            notices.dismissed(row)
    return finding


def propose(*, finding: Finding, by: Person, amount: Decimal, reason: str) -> Finding:
    """Propose an amount (yuan, whole fen). A recovery never exceeds what the decision still gives."""
    require(may_handle(by, finding))
    if amount <= 0 or amount != amount.quantize(amounts.FEN):
        raise NotPossible(_("金额应大于零，精确到分。"))
    with _moving(finding, "propose", by, reason, {"amount": f"{amount:.2f}"}) as row:
        if amounts.only_reminds(row):
            raise NotPossible(_("这项义务违反时只提醒，不追缴；请提醒后了结。"))
        _within(row, amount)
        with official():
            suggested = amounts.suggest(row)
            by_hand = _("经办人提出 %(amount)s") % {"amount": f"{amount:,.2f}"}
        if suggested is not None and suggested.amount == amount:
            row.sum = suggested.sum
        elif not reason.strip():
            raise NotPossible(_("金额与规则算出的不同，请写明理由。"))
        else:
            row.sum = by_hand
        row.amount, row.reason = amount, reason.strip()
        row.proposed_by, row.proposed_at = by, clock.now()
    return finding


def send_back(*, finding: Finding, by: Person, reason: str) -> Finding:
    """The second person does not agree: the amount is proposed anew."""
    require(may_approve(by, finding))
    if not reason.strip():
        raise NotPossible(_("请写明哪里不对。"))
    with _moving(finding, "send_back", by, reason) as row:
        row.amount = row.proposed_by = row.proposed_at = None
        row.sum = row.reason = ""
    return finding


def approve(*, finding: Finding, by: Person) -> Finding:
    """A second person approves; funds hear of it by `recovery_approved` or `top_up_approved`, in this transaction."""
    require(may_approve(by, finding))
    with transaction.atomic():
        lock(Application.objects.all()).get(pk=finding.application_id)  # recoveries of one decision queue here
        with _moving(finding, "approve", by) as row:
            require(may_approve(by, row))  # as the row stands now: it may have been proposed anew meanwhile
            assert row.amount is not None  # by the table a proposal has one
            _within(row, row.amount)
            row.approved_by, row.approved_at = by, clock.now()
            if row.obligation_id:
                obligation = Obligation.objects.get(pk=row.obligation_id)
                move_obligation(obligation, "release", by, _("已按 %(reference)s 处理") % {"reference": row.reference})
            holding.let_go(row, _("已作出处理"), by, tell=False)
            signal = recovery_approved if row.kind == Finding.Kind.RECOVERY else top_up_approved
            signal.send(
                sender=Finding, reference=row.application.reference, finding=row, amount=row.amount,
                reason=f"{row.say}；{row.sum}；{row.reason}".strip("；"), by=by,
            )  # fmt: skip
            if row.kind == Finding.Kind.RECOVERY:
                recovery.issue(row)
            else:
                aftercare_papers.added(row)
            notices.approved(row)
    return finding


def close(*, finding: Finding, by: Person | None, reason: str) -> Finding:
    """End a finding without money: reminded, or the facts were put right again. `by` is None for the night's work."""
    noted: dict[str, Any] = {}
    if by is not None:
        require(may_rule(by, finding))
        holding.may_close(finding)
        noted = _alone(finding, by)
    if not reason.strip():
        raise NotPossible(_("请写明理由。"))
    with _moving(finding, "close", by, reason, noted) as row:
        if by is not None:
            notices.let_go(row, amounts.at_stake(row), reason.strip(), by, alone=bool(noted))
        _resume(row, by, reason)
        holding.let_go(row, reason, by)
        notices.closed(row, reason)
    return finding


def move_obligation(obligation: Obligation, verb: str, by: Person | None, reason: str = "", **changed: Any) -> None:
    """Move an obligation by its table; for the actions of this part."""
    with moving(obligation, verb, states=OBLIGATION_STATES, moves=OBLIGATION_MOVES, room=ROOM, by=by,
                reason=reason) as row:  # fmt: skip
        for name, value in changed.items():
            setattr(row, name, value)


# Pieces


def _moving(
    finding: Finding, verb: str, by: Person | None, reason: str = "", data: Mapping[str, Any] | None = None
) -> AbstractContextManager[Finding]:
    return moving(
        finding, verb, states=FINDING_STATES, moves=FINDING_MOVES, room=ROOM, by=by, reason=reason.strip(), data=data
    )


def _alone(finding: Finding, by: Person) -> dict[str, Any]:
    """For the log: what they did in the case who rule on it themselves, because the bureau has nobody else."""
    done = hands.alone(by, finding)
    return {"had_a_hand": done, "nobody_else": True} if done else {}


def _rule(row: Finding, by: Person, reason: str) -> None:
    if not reason.strip():
        raise NotPossible(_("请写明理由。"))
    row.ruling, row.ruled_by, row.ruled_at = reason.strip(), by, clock.now()


def _within(row: Finding, amount: Decimal) -> None:
    if (own := holding.most(row)) is not None:
        if amount > own or (amount != own and row.source != Finding.Source.REPLACED):
            raise NotPossible(_("这条线索涉及 %(own)s 元，金额应与它一致。") % {"own": f"{own:,.2f}"})
        return
    left = amounts.standing_amount(row.decision)
    if row.kind == Finding.Kind.RECOVERY and amount > left:
        raise NotPossible(_("最多还能追缴 %(left)s 元。") % {"left": f"{left:,.2f}"})


def _resume(row: Finding, by: Person | None, reason: str) -> None:
    """The obligation a finding was about goes on being watched, from its next day on."""
    from district.cases.core.knowledge import next_look

    obligation = row.obligation
    if obligation is not None and obligation.state == BREACHED:
        day = next_look(obligation.from_on, obligation.every, obligation.until_on, clock.today())
        move_obligation(obligation, "resume", by, reason, next_on=day)
