"""Every write on an application. One verb a function; each checks permission, moves by the table, records, tells."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from district.applications import (
    checks,
    limits,
    money,
    notices,
    numbers,
    queries,
    reasoning,
    standing,
    steps,
    terms,
)  # fmt: skip
from district.applications.accepting import take_up
from district.applications.after.listed import claim
from district.applications.appeals import reopening
from district.applications.approving.queries import check_signed, lapse
from district.applications.assigning.acting import answering_for
from district.applications.checks import AlreadyOpen, NotEligible, NotPossible
from district.applications.clients import actions as clients
from district.applications.events import actions as happening
from district.applications.freezing import freeze
from district.applications.handing_in import declare, hand_in, handed_in, keep, open_draft
from district.applications.intake import correcting
from district.applications.intake.evidence import Given
from district.applications.letters import papers, receipt
from district.applications.letters.actions import check_confirmed, issue
from district.applications.letters.models import MARKS, Kind
from district.applications.models import Answer, Application, Correction, Decision, Submission
from district.applications.notice.actions import conclude_line, leave_notice
from district.applications.permissions import may_answer, may_apply, may_decide, may_edit, may_withdraw, may_work
from district.applications.places import funding, guard
from district.applications.places.shares import logged, share_of, to_give
from district.applications.queries import Item
from district.applications.states import ACCEPTED, APPROVING, DRAFT, NOTICED, ON_DESK, RETURNED, SUBMITTED
from district.enterprises.permissions import is_member
from district.enterprises.queries import Enterprise, fact_kinds, ties
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role
from district.ground.record.actions import lock, write_log
from district.ground.record.moves import MoveRefused
from district.policies.queries import Programme

__all__ = [
    "AlreadyOpen", "Item", "NotEligible", "NotPossible", "accept", "answer_condition", "decide", "read_anew",
    "resubmit", "save_draft", "send_back", "start", "submit", "take_next", "withdraw",
]  # fmt: skip

ROOM = "applications"
Declared = Mapping[str, standing.Value]


# The enterprise's side


def start(*, enterprise: Enterprise, programme: Programme, by: Person, request_key: uuid.UUID) -> Application:
    """Open a draft under the version in force. The same `request_key` again gives the same application.

    Up to sixty days before a window opens a draft may be prepared.
    Raises Refused (not a member), AlreadyOpen, NotPossible (not in force, window closed, had it before).
    """
    require(may_apply(by, enterprise))
    return open_draft(enterprise=enterprise, programme=programme, by=by, request_key=request_key)


def save_draft(
    *,
    application: Application,
    by: Person,
    entered: Mapping[str, str],
    evidence: Mapping[str, Given],
    statements: Mapping[str, bool],
    replies: Mapping[int, str] | None = None,
) -> None:
    """Keep what has been filled in so far, with replies to the list of a returned case. Not logged: until it is
    handed in, a draft is the enterprise's own paper.
    """
    require(may_edit(by, application))
    if not is_member(by, application.enterprise):
        statements = application.statements  # what only the firm can vouch for, an agent does not say in its name
    changed = Application.objects.filter(pk=application.pk, state__in=[DRAFT, RETURNED]).update(
        entered=dict(entered), evidence=dict(evidence), statements=dict(statements)
    )
    if not changed:
        raise NotPossible(_("已提交，不能再改。"))
    application.entered, application.evidence = dict(entered), dict(evidence)
    application.statements = dict(statements)
    for pk, reply in (replies or {}).items():
        application.corrections.filter(pk=pk).update(reply=reply.strip())


def submit(
    *,
    application: Application,
    by: Person,
    declared: Declared,
    request_key: uuid.UUID,
    evidence: Mapping[str, Given] | None = None,
    statements: Mapping[str, bool] | None = None,
    declaration: str = "",
) -> Application:
    """Hand a draft in: record what is declared, read all facts, judge, freeze. Idempotent by `request_key`.

    Raises NotEligible when the verdict is no and nothing is in dispute (see standing.may_stand), NotPossible, Refused.
    """
    require(may_edit(by, application))
    clients.check_own_word(application, by, statements, declared)
    return hand_in(application=application, by=by, declared=declared, request_key=request_key, evidence=evidence,
                   statements=statements, declaration=declaration)  # fmt: skip


def resubmit(
    *,
    application: Application,
    by: Person,
    declared: Declared,
    replies: Mapping[int, str],
    request_key: uuid.UUID,
    evidence: Mapping[str, Given] | None = None,
    statements: Mapping[str, bool] | None = None,
    declaration: str = "",
) -> Application:
    """Hand a corrected application in, every item answered. The version and the as-of date stay those of the first
    submission: being asked to correct must not change which rule applies. Idempotent by `request_key`."""
    require(may_edit(by, application))
    clients.check_own_word(application, by, statements, declared)
    data: dict[str, Any] = {"declaration": declaration} if declaration else {}
    try:
        with transaction.atomic():
            with _move(application, "resubmit", by, data) as row:
                checks.check_applied_for(row.version)
                keep(row, evidence, statements)
                correcting.check_replies(row, declared, replies)
                declare(row, declared, by)
                data.update(freeze(row, by, request_key, declared, day=clock.today()))
                correcting.keep_replies(row)
                happening.settle(row, by)
                terms.resume_clock(row, clock.today())
                notices.resubmitted(row)
                clients.told(row, by)
            receipt.issue(application)
    except MoveRefused:
        if not handed_in(application, request_key):
            raise
    return application


def withdraw(*, application: Application, by: Person, reason: str = "") -> Application:
    """The enterprise takes its application back; it may start another."""
    require(may_withdraw(by, application))
    with _move(application, "withdraw", by, reason=reason) as row:
        was_draft = row.submitted_at is None
        lapse(row)
        terms.stop_clock(row)
        conclude_line(row)
        if not was_draft:
            money.release(row, by, reason)
            notices.withdrawn(row)
    return application


# The bureau's side


def accept(*, application: Application, by: Person) -> Application:
    """Take the case up: the term to decide begins today."""
    require(may_work(by, application))
    return take_up(application, by=by)


def send_back(*, application: Application, by: Person, items: Iterable[Item]) -> Application:
    """Return the case once, with one list of everything that is missing; the officer's clock stops meanwhile.

    Raises NotPossible on a second time, on an empty list, and on a list that leaves out something known to be missing.
    """
    require(may_work(by, application))
    listed = list(items)
    with _move(application, "return", by, data={"items": [item.say for item in listed]}) as row:
        if row.times_returned:
            raise NotPossible(_("只能退回补正一次；这件已经退回过，请受理后决定。"))
        if not listed:
            raise NotPossible(_("请写明要补什么。"))
        kinds = fact_kinds()
        for item in listed:
            if item.kind == "fact" and item.about in kinds and not kinds[item.about].asked:
                raise NotPossible(f"“{item.about}”{kinds[item.about].not_asked}。")
        named = {(item.kind, item.about) for item in listed}
        left_out = [item.about for item in queries.proposed_corrections(row) if (item.kind, item.about) not in named]
        if left_out:
            raise NotPossible(_("补正清单须一次列全，还缺：%(names)s。") % {"names": "、".join(left_out)})
        row.times_returned += 1
        row.officer = by
        terms.pause_clock(row, clock.today())
        rows = [
            Correction(application=row, kind=each.kind, about=each.about, say=each.say,
                       was=row.evidence.get(each.about) if each.kind == correcting.PAPER else None)
            for each in listed
        ]  # fmt: skip
        Correction.objects.bulk_create(rows)
        papers.returned(row, rows)
        notices.returned(row, rows)
    return application


def answer_condition(*, application: Application, by: Person, condition: str, value: bool, note: str = "") -> Answer:
    """Record what the named role found on a person's condition. The latest answer counts; earlier ones stay."""
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        asked = {each["id"]: each for each in standing.conditions(row.verdict) if each.get("person")}
        if condition not in asked:
            raise NotPossible(_("这一条不由人判断。"))
        require(may_answer(by, row, asked[condition]["person"]))
        if row.state != ACCEPTED:
            raise NotPossible(_("受理之后、决定之前才能判断。"))
        if not value and not note.strip():
            raise NotPossible(_("判断为不符合时请写明理由。"))
        last = row.answers.filter(condition=condition).last()
        if last and (last.value, last.note, last.by_id) == (value, note.strip(), by.pk):
            return last
        answer = Answer.objects.create(
            application=row, condition=condition, value=value, note=note.strip(), by=by, at=clock.now()
        )
        data = {"condition": condition, "value": value, **answering_for(row, by, asked[condition]["person"])}
        write_log(room=ROOM, subject=row.reference, verb="answer", by=by, before=row.state, after=row.state,
                  reason=answer.note, data=data)  # fmt: skip
    return answer


def read_anew(*, application: Application, by: Person, request_key: uuid.UUID) -> Application:
    """Read the enterprise's facts again, as the register has them today, as a new frozen state, and judge by it.

    A case on public notice that is not what was published any more leaves the notice.
    """
    require(may_work(by, application))
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        if Submission.objects.filter(request_key=request_key, application=row).exists():
            return application
        if row.state == APPROVING:
            raise NotPossible(_("已有拟办意见正在审批，先退回拟办意见，再重新取数。"))
        if row.state not in ON_DESK:
            raise NotPossible(_("只有在办的件可以重新读取事实。"))
        was = (row.verdict["eligible"], row.verdict["amount"])
        data = freeze(row, by, request_key, day=clock.today())
        happening.settle(row, by)
        row.save()
        write_log(room=ROOM, subject=row.reference, verb="read_anew", by=by, before=row.state, after=row.state,
                  data=data)  # fmt: skip
        if row.state == NOTICED and (row.verdict["eligible"], row.verdict["amount"]) != was:
            leave_notice(row, by, _("重新取数后与公示的不同"))
    application.refresh_from_db()
    return application


def decide(*, application: Application, by: Person, outcome: str, note: str = "", ground: str = "") -> Decision:
    """Grant or refuse, on the frozen facts and the answers given. Granting needs a verdict of yes. With a legal
    `ground` it is refused to take the case up at all (不予受理), whatever the verdict.

    This is what the last signature does (`approving.actions.sign`): nothing is decided that was not proposed and signed
    at every level. `outcome` is "granted" or "refused". The decision keeps the verdict, its reasons with citations, and
    the amount to the fen; its number follows the bureau's last of the year. Raises NotPossible, MoveRefused, Refused.
    """
    require(may_decide(by, application))
    old = reopening.replaced(application)
    note, data = reopening.words(application, old, note), reopening.logged(old)
    verb = "decline" if ground else {"granted": "grant", "refused": "refuse"}[outcome]
    with _move(application, verb, by, data, note) as row:
        check_signed(row, outcome, by)
        answers, verdict, share, due, heads = _weigh(row, by, outcome, note, ground)
        if heads:
            data["workers"] = heads
        now = clock.now()
        mark = MARKS[Kind.DECLINED if ground else Kind.DECISION]
        serial, number = numbers.take_number(row.programme.office, clock.today().year, mark)
        if outcome == "granted":
            funding.in_turn(row, by)
            guard.take(row)
        decision = Decision.objects.create(
            application=row, number=number, office=row.programme.office, year=clock.today().year, serial=serial,
            submission=row.submissions.latest("pk"), answers=answers, outcome=outcome, share=share,
            reasons=[] if ground else reasoning.reasons(verdict, outcome, row.facts, queries.notes_of(row)),
            note=note, ground=ground, verdict=verdict, by=by, at=now, replaces=old,
            **(due.columns if due else {}),
        )  # fmt: skip
        row.decided_at, row.amount, row.officer = now, decision.total, row.officer or by
        terms.stop_clock(row)
        conclude_line(row)
        data.update(
            number=number, amount=None if decision.amount is None else str(decision.amount), version=row.version.hash,
            as_of=row.as_of.isoformat(), facts=standing.digest(row.facts), answers=answers, **logged(share),
            **(due.logged if due else {}),
        )  # fmt: skip
        reopening.settled(decision)
        issue(decision)
        money.settle(row, due.promise if due else None, answers, by)
        notices.decided(row, decision)
    return decision


def try_out(*, row: Application, by: Person, outcome: str, note: str, ground: str = "") -> limits.Due | None:
    """What a decision would give if it were made now; raises what it would raise, and keeps nothing."""
    try:
        with transaction.atomic():
            answers, _verdict, _share, due, _heads = _weigh(row, by, outcome, note, ground)
            if outcome == "granted":
                funding.in_turn(row, by)
                guard.take(row)
            money.settle(row, due.promise if due else None, answers, by)
            raise _Undo
    except _Undo:
        return due


class _Undo(Exception):
    """Rolls a trial back."""


Weighed = tuple[dict[str, bool], standing.VerdictJson, Decimal | None, limits.Due | None, int]


def _weigh(row: Application, by: Person, outcome: str, note: str, ground: str) -> Weighed:
    """(answers, verdict, share, what is due, months of workers claimed) of a decision, or NotPossible."""
    if ground:  # not taken up, so nothing is looked into: neither the verdict nor today's register is its reason
        return queries.answers_of(row), queries.verdict_now(row), None, None, 0
    checks.check_applied_for(row.version)
    steps.check_ready(row, outcome, note)
    answers = queries.answers_of(row)
    verdict = standing.judge(row.version, row.facts, row.as_of, answers)
    check_confirmed(verdict, reasoning.reasons(verdict, outcome, row.facts, {}))
    if outcome != "granted":
        _to_refuse(verdict, note)
        return answers, verdict, None, None, 0
    share = share_of(row)
    due = _to_grant(row, verdict, share)
    return answers, verdict, share, due, claim(row, by)


def take_next(*, by: Person) -> Application | None:
    """Give the officer the most urgent case nobody has; None when there is none."""
    bureaus = by.bureau_ids(Role.OFFICER)
    with transaction.atomic():
        free = Application.objects.filter(
            programme__in=Programme.objects.filter(office__in=bureaus).values("pk"),
            state__in=[SUBMITTED, ACCEPTED], officer=None,
        ).exclude(ties(by))  # fmt: skip
        if connection.features.has_select_for_update_skip_locked:  # on SQLite the transaction is the lock already
            free = free.select_for_update(skip_locked=True)
        row = free.order_by("due_on", "submitted_at", "pk").first()
        if row is not None:
            row.officer = by
            row.save(update_fields=["officer"])
            write_log(room=ROOM, subject=row.reference, verb="take", by=by, before=row.state, after=row.state)
    return row


# Pieces


def _move(
    application: Application, verb: str, by: Person, data: dict[str, Any] | None = None, reason: str = ""
) -> AbstractContextManager[Application]:
    return steps.move(application, verb, by, data, reason)


def _to_grant(row: Application, verdict: standing.VerdictJson, share: Decimal | None) -> limits.Due:
    """What may be granted beside everything the enterprise was given, or NotPossible."""
    if verdict["eligible"] is not True:
        raise NotPossible(_("判定不是“符合”，不能同意：%(next)s") % {"next": verdict.get("next", "")})
    if to_give(verdict, share) is None and (verdict.get("benefit") or {}).get("amount"):
        raise NotPossible(_("金额还算不出来，不能同意：%(next)s") % {"next": verdict.get("next", "")})
    return limits.take(row, verdict, share)


def _to_refuse(verdict: standing.VerdictJson, note: str) -> None:
    if verdict["eligible"] is not False and not note.strip():
        raise NotPossible(_("没有不符合的条件，不予同意须写明理由。"))
