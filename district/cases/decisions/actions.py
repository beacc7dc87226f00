"""Every write on an application. One verb a function; each checks permission, moves by the table, records, tells."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.appeals import reopening
from district.cases.approving.queries import check_signed
from district.cases.core import (
    checks,
    numbers,
    queries,
    reasoning,
    standing,
    steps,
    telling,
    terms,
)
from district.cases.core.checks import AlreadyOpen, NotEligible, NotPossible
from district.cases.core.models import Application, Decision
from district.cases.core.permissions import may_decide
from district.cases.giving import funding, limits, money  # fmt: skip
from district.cases.headcount.claiming import claim
from district.cases.letters.actions import check_confirmed, issue
from district.cases.letters.models import MARKS, Kind
from district.cases.places import guard
from district.cases.places.shares import logged, share_of, to_give
from district.cases.review import ready
from district.cases.review.corrections import Item
from district.cases.review.notice.actions import conclude_line
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person

__all__ = [
    "AlreadyOpen", "Item", "NotEligible", "NotPossible", "decide", ]  # fmt: skip

ROOM = "cases"
Declared = Mapping[str, standing.Value]


# The enterprise's side


# The bureau's side


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
    with steps.move(application, verb, by, data, note) as row:
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
        telling.decided(row, decision)
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
    ready.check_ready(row, outcome, note)
    answers = queries.answers_of(row)
    verdict = standing.judge(row.version, row.facts, row.as_of, answers)
    check_confirmed(verdict, reasoning.reasons(verdict, outcome, row.facts, {}))
    if outcome != "granted":
        _to_refuse(verdict, note)
        return answers, verdict, None, None, 0
    share = share_of(row)
    due = _to_grant(row, verdict, share)
    return answers, verdict, share, due, claim(row, by)


# Pieces


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
