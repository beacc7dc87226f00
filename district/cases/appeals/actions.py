"""Looking at a decision again: appeals, and new decisions that replace old ones."""

from __future__ import annotations

import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.appeals import notices, reopening
from district.cases.appeals import papers as appeals_papers
from district.cases.appeals.models import Appeal
from district.cases.appeals.permissions import may_admit, may_appeal, may_correct
from district.cases.appeals.states import MOVES, OPEN, STATES
from district.cases.approving.permissions import may_replace
from district.cases.approving.queries import check_signed, lapse, waiting_of
from district.cases.core import numbers, queries, reasoning, standing, steps
from district.cases.core.checks import NotPossible, check_applied_for
from district.cases.core.models import Application, Decision
from district.cases.core.states import OPEN_STATES
from district.cases.core.terms import term
from district.cases.core.today import check_still_fits
from district.cases.events import actions as happening
from district.cases.giving import funding, limits
from district.cases.headcount.claiming import claim
from district.cases.intake.freezing import freeze
from district.cases.letters.actions import issue
from district.cases.places import guard
from district.cases.places.shares import logged, share_of
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, moving, write_log

ROOM = "cases"
VERBS = {("granted", "granted"): "amend", ("granted", "refused"): "revoke", ("refused", "granted"): "grant_anew"}
decision_replaced = Signal()
"""Sent inside the transaction with `old`, `new` and `by`: what was paid may be too much or too little now."""


def check_replaceable(decision: Decision, by: Person, outcome: str, note: str) -> str:
    """The move that replaces a decision. Raises Refused, NotPossible: no reason given, nothing changed."""
    require(may_replace(by, decision))
    if not note.strip():
        raise NotPossible(_("请写明为什么替代原决定，企业会看到。"))
    if decision.ground and outcome == "granted":
        raise NotPossible(_("这件还没有受理过，不能直接同意；请选择重新办理，回到待受理。"))
    verb = VERBS.get((decision.outcome, outcome))
    if verb is None:
        raise NotPossible(_("结论没有改变，不用替代。"))
    if newer := Decision.objects.filter(replaces=decision).first():
        raise NotPossible(_("这个决定已被 %(number)s 替代。") % {"number": newer.number})
    return verb


def correct(*, decision: Decision, by: Person, outcome: str, note: str, anew: bool, request_key: uuid.UUID) -> Decision:
    """Replace a decision by a new one; the old one stays as it was. `anew` reads the facts as they are known now.

    This is what the last signature does (`approving.actions.sign`). The as-of date and the version stay: what is
    corrected is what should have been decided then. Raises Refused, NotPossible, MoveRefused.
    """
    require(may_correct(by, decision))
    verb = check_replaceable(decision, by, outcome, note)
    data: dict[str, Any] = {}
    with transaction.atomic():
        case = lock(Application.objects.all()).get(pk=decision.application_id)
        with steps.move(case, verb, by, data, note.strip()) as row:
            check_signed(row, outcome, by, decision)
            weighed, heads = _weigh_again(row, decision, by, outcome, anew, request_key)
            if heads:
                data["workers"] = heads
            new = _decide_again(row, decision, by, (outcome, note.strip()), weighed)
            _settle_place(row, decision, outcome)
            row.amount, row.decided_at = new.total, new.at
            data.update(
                number=new.number, replaces=decision.number, amount=None if new.amount is None else str(new.amount),
                version=row.version.hash, as_of=row.as_of.isoformat(), facts=standing.digest(row.facts),
                answers=new.answers, **logged(new.share), **(weighed.due.logged if weighed.due else {}),
            )  # fmt: skip
            issue(new)
            notices.replaced(row, new)
        decision_replaced.send(sender=Decision, old=decision, new=new, by=by)
    return new


def try_out(
    *, row: Application, old: Decision, by: Person, outcome: str, anew: bool, request_key: uuid.UUID
) -> Decimal | None:
    """The yuan a new decision would give if it were made now; raises what it would raise, and keeps nothing."""
    due = None
    try:
        with transaction.atomic():
            weighed, _heads = _weigh_again(row, old, by, outcome, anew, request_key)
            _settle_place(row, old, outcome)
            due = weighed.due
            raise _Undo
    except _Undo:
        row.refresh_from_db()
    return due.promise.total if due is not None and due.promise is not None else None


class _Undo(Exception):
    """Rolls a trial back."""


@dataclass(frozen=True)
class _Weighed:
    answers: dict[str, bool]
    verdict: standing.VerdictJson
    share: Decimal | None = None
    due: limits.Due | None = None


def _weigh_again(
    row: Application, old: Decision, by: Person, outcome: str, anew: bool, request_key: uuid.UUID
) -> tuple[_Weighed, int]:
    """What the facts say now, and how many lines of workers were claimed; or NotPossible."""
    heads = 0
    if outcome == "granted":
        check_applied_for(row.version)
        heads = claim(row, by)
    if anew:
        write_log(room=ROOM, subject=row.reference, verb="read_anew", by=by, data=freeze(row, by, request_key))
    if outcome == "granted":
        happening.check(row)
        check_still_fits(row)
    answers = queries.answers_of(row)
    verdict = standing.judge(row.version, row.facts, row.as_of, answers)
    if outcome != "granted":
        return _Weighed(answers, verdict), heads
    if verdict["eligible"] is not True:
        raise NotPossible(_("判定不是“符合”，不能同意：%(next)s") % {"next": verdict.get("next", "")})
    if old.outcome == "refused":
        reopening.check_at_once(row, "-")  # whoever replaces a decision says why
        funding.in_turn(row, by)
    share = share_of(row)
    due = limits.take(row, verdict, share, start=limits.began(row))
    if old.outcome == "granted" and (due.amount, due.columns["total"]) == (old.amount, old.total):
        raise NotPossible(_("金额没有改变，不用替代。"))
    return _Weighed(answers, verdict, share, due), heads


def _decide_again(row: Application, old: Decision, by: Person, said: tuple[str, str], weighed: _Weighed) -> Decision:
    now, (outcome, note) = clock.now(), said
    serial, number = numbers.take_number(old.office, clock.today().year)
    return Decision.objects.create(
        application=row, number=number, office=old.office, year=clock.today().year, serial=serial,
        submission=row.submissions.latest("pk"), answers=weighed.answers, outcome=outcome, share=weighed.share,
        reasons=reasoning.reasons(weighed.verdict, outcome, row.facts, queries.notes_of(row)),
        note=note, verdict=weighed.verdict, by=by, at=now, replaces=old,
        **(weighed.due.columns if weighed.due else {}),
    )  # fmt: skip


def _settle_place(row: Application, old: Decision, outcome: str) -> None:
    if old.outcome == "granted" and outcome == "refused":
        guard.give_back(row)
    elif old.outcome == "refused" and outcome == "granted":
        guard.take(row)


def file(*, decision: Decision, by: Person, grounds: str) -> Appeal:
    """Ask for a second look, within the term from the decision. Raises Refused, NotPossible."""
    require(may_appeal(by, decision))
    with transaction.atomic():
        lock(Application.objects.all()).get(pk=decision.application_id)
        if not grounds.strip():
            raise NotPossible(_("请写明理由：哪一条不服，为什么。"))
        if decision.replacements.exists():
            raise NotPossible(_("这个决定已被新的决定替代，请对新的决定申请复核。"))
        if decision.application.state in OPEN_STATES:
            raise NotPossible(_("这一件正在重新办理，请等新的决定。"))
        if decision.appeals.filter(state__in=OPEN).exists():
            raise NotPossible(_("这个决定已有一件复核正在办理。"))
        description = decision.application.version.description
        last = term(description, "appeal").from_day(timezone.localdate(decision.at))
        if clock.today() > last.date:
            words = {"y": last.date.year, "m": last.date.month, "d": last.date.day}
            raise NotPossible(_("申请复核的期限到%(y)d年%(m)d月%(d)d日为止，已经过了。") % words)
        due = term(description, "accept").from_day(clock.today())
        appeal = Appeal.objects.create(
            reference=f"FH{clock.today().year}-{numbers.draw(6)}", decision=decision, state="filed",
            grounds=grounds.strip()[:5000], by=by, at=clock.now(),
            due_from=clock.today(), due_on=due.date, due_provisional=due.provisional,
        )  # fmt: skip
        write_log(room=ROOM, subject=decision.application.reference, verb="appeal", by=by,
                  data={"appeal": appeal.reference, "decision": decision.number})  # fmt: skip
        notices.filed(appeal)
    return appeal


def admit(*, appeal: Appeal, by: Person) -> Appeal:
    """Take an appeal up: the reviewer is whoever admits it, and did not decide."""
    require(may_admit(by, appeal))
    with _move(appeal, "admit", by) as row:
        due = term(row.decision.application.version.description, "review").from_day(clock.today())
        row.reviewer = by
        row.due_from, row.due_on, row.due_provisional = clock.today(), due.date, due.provisional
        notices.admitted(row)
    return appeal


def turn_away(*, appeal: Appeal, by: Person, reply: str) -> Appeal:
    """Say why an appeal is not looked at."""
    return _answer(appeal, "turn_away", by, reply)


def dismiss(*, appeal: Appeal, by: Person, reply: str) -> Appeal:
    """The decision stands; say why."""
    return _answer(appeal, "dismiss", by, reply)


def uphold(*, appeal: Appeal, by: Person, result: Decision) -> Appeal:
    """The decision does not stand: `result` has replaced it, in the transaction of its last signature."""
    with _move(appeal, "uphold", by, result.note) as row:
        row.reply, row.answered_at, row.result = result.note, clock.now(), result
        _heard(row, by)
    return appeal


def uphold_by(*, appeal: Appeal, by: Person, way: str, reply: str, power: str = "") -> Appeal:
    """The decision does not stand, and the case cannot be granted at once: a leader takes it up again by a `way`, and
    it passes what every grant passes (see `reopening.reopen`). Raises Refused, NotPossible, MoveRefused."""
    with transaction.atomic(), _move(appeal, "uphold", by, reply.strip()) as row:
        row.reply, row.answered_at = reply.strip(), clock.now()
        reopening.reopen(decision=row.decision, by=by, way=way, note=reply, power=power)
        row.way = way
        _heard(row, by)
    return appeal


def _heard(row: Appeal, by: Person) -> None:
    row.reviewer = row.reviewer or by
    _stop(row)
    appeals_papers.reviewed(row)
    notices.answered(row)


def withdraw(*, appeal: Appeal, by: Person) -> Appeal:
    require(may_appeal(by, appeal.decision))
    with _move(appeal, "withdraw_appeal", by) as row:
        lapse(row.decision.application, row.pk)
        _stop(row)
    return appeal


def _answer(appeal: Appeal, verb: str, by: Person, reply: str) -> Appeal:
    require(may_admit(by, appeal))
    if not reply.strip():
        raise NotPossible(_("请写明理由，企业会看到。"))
    if (proposal := waiting_of(appeal.decision.application)) is not None and proposal.appeal_id == appeal.pk:
        raise NotPossible(_("已提出改变原决定，正在审批；要维持原决定，先退回这份拟办意见。"))
    with _move(appeal, verb, by, reply.strip()) as row:
        row.reply, row.answered_at, row.reviewer = reply.strip(), clock.now(), row.reviewer or by
        _stop(row)
        appeals_papers.reviewed(row)
        notices.answered(row)
    return appeal


def _move(appeal: Appeal, verb: str, by: Person, reason: str = "") -> AbstractContextManager[Appeal]:
    return moving(appeal, verb, states=STATES, moves=MOVES, room=ROOM, by=by, reason=reason)


def _stop(row: Appeal) -> None:
    row.due_from = row.due_on = None
    row.due_provisional = False
