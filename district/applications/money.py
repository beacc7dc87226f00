"""What a case does to money: held when it is accepted, taken with the decision, given back when it ends otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from district.applications.after import holding
from district.applications.after.models import OWN_MONEY, Finding
from district.applications.checks import NotPossible, TooFew
from district.applications.models import Application, Decision
from district.applications.places.listed import waits_for_list
from district.funds import actions as funds
from district.funds import changing, late
from district.funds.queries import Promise
from district.ground.people.queries import Person

ZERO = Decimal(0)


def hold(row: Application, promise: Promise | None, by: Person | None) -> dict[str, Any]:
    """Set the money aside, in the caller's transaction; returns what the log says of it.

    Too little money does not stop the acceptance, which is the applicant's right: it stops the decision. Where a list
    says who gets something, and how much, the money is set aside with the list: else who was accepted first would have
    what the list gives to another.
    """
    if waits_for_list(row):
        return {}
    return set_aside(row, promise, by)


def set_aside(row: Application, promise: Promise | None, by: Person | None) -> dict[str, Any]:
    """The same where the list has spoken."""
    if promise is None or promise.total <= 0:
        return {}
    try:
        award = funds.hold(
            reference=row.reference, enterprise=row.enterprise, version=row.version, promise=promise, by=by,
            until=row.due_on,
        )  # fmt: skip
    except funds.NotPossible as short:
        return {"money": str(short)}
    return {"held": str(promise.total)} if award else {}


def settle(row: Application, promise: Promise | None, answers: Mapping[str, bool], by: Person) -> None:
    """Granted, the money is taken with the decision or there is no decision; refused, what was held goes back."""
    if promise is None or not promise.total:
        release(row, by, _("未同意"))
        return
    try:
        funds.commit(
            reference=row.reference, promise=promise, by=by, enterprise=row.enterprise, version=row.version,
            answers=answers, place=False,
        )  # fmt: skip
    except funds.NotEnough as short:
        raise TooFew(str(short)) from short
    except funds.NotPossible as short:
        raise NotPossible(str(short)) from short


def release(row: Application, by: Person | None, reason: str) -> None:
    funds.release(reference=row.reference, by=by, reason=reason or _("申报已撤回"))


def promise_of(decision: Decision) -> Promise | None:
    """What a decision promises; None where it gives no money."""
    if decision.amount is None:
        return None
    cuts: dict[int, Decimal] = {}
    for cut in decision.cuts:
        cuts[cut["year"]] = cuts.get(cut["year"], ZERO) + Decimal(cut["amount"])
    return Promise(decision.amount, decision.per, decision.times, tuple(sorted(cuts.items())))


def owed(decision: Decision) -> Decimal:
    """What a case gives in all by its decision in force and the findings approved since, in yuan.

    Approved before the decision was replaced, a finding still counts, unless it was about the facts the new decision
    stands on.
    """
    if decision.outcome != "granted":
        return ZERO
    earlier = ~Q(decision=decision) & ~Q(source="correction")
    rows = Finding.objects.filter(Q(decision=decision) | earlier, application=decision.application_id, state="approved")
    rows = rows.exclude(source__in=OWN_MONEY)
    by_kind = dict(rows.order_by().values_list("kind").annotate(total=Sum("amount")))
    return (decision.total or ZERO) + by_kind.get("top_up", ZERO) - by_kind.get("recovery", ZERO)


def replace(old: Decision, new: Decision, by: Person) -> Decimal:
    """A decision was replaced: what is not paid changes, too little is added; returns yuan that were paid too much by
    now, which are asked back only when a finding about them was heard."""
    row, promise = new.application, promise_of(new)
    why = _("%(number)s 替代 %(old)s") % {"number": new.number, "old": old.number}
    try:
        if changing.awards_of_case(row.reference):
            changing.bring(reference=row.reference, promise=promise, owed=owed(new), by=by, reason=why,
                           answers=new.answers)  # fmt: skip
        elif promise is not None and promise.total:
            funds.commit(
                reference=row.reference, promise=promise, by=by, enterprise=row.enterprise, version=row.version,
                answers=new.answers, place=False,
            )  # fmt: skip
    except funds.NotPossible as short:
        raise NotPossible(str(short)) from short
    return changing.excess_of_case(row.reference)


def correct(finding: Finding, change: Decimal, by: Person, reason: str) -> Decimal:
    """An approved finding changes what a case gives by `change` yuan (below nought: less); returns yuan asked back.

    Facts that were wrong from the first day change every period, as if it had been decided so; what running periods
    were paid too much is asked back and leaves those to come alone.
    """
    now = finding.details.get("promise")
    promise = None
    if now is not None and change == Decimal(now["change"]):
        cuts = tuple((year, Decimal(yuan)) for year, yuan in now["cuts"])
        promise = Promise(Decimal(now["each"]), now["per"], now["times"], cuts)
    decision = finding.decision
    if not changing.awards_of_case(decision.application.reference):
        return -change  # its money is in no ledger of ours
    ground = changing.Ground(finding.reference, finding.proposed_by)
    try:
        return changing.bring(
            reference=decision.application.reference, promise=promise, owed=owed(decision) + change, by=by,
            reason=reason, paid=finding.source == Finding.Source.RUNNING, ground=ground if change < 0 else None,
        )  # fmt: skip
    except funds.NotPossible as short:
        raise NotPossible(str(short)) from short


def settle_own(finding: Finding, amount: Decimal, by: Person, reason: str) -> Decimal:
    """An approved finding about money of its own: held instalments end, what was paid too much or twice is asked back.
    Returns yuan asked back.
    """
    ground = changing.Ground(finding.reference, finding.proposed_by)
    try:
        if finding.source == Finding.Source.PAUSED:
            pause = holding.pause_of(finding)
            if pause is None:
                raise NotPossible(_("暂停已经结束，请了结这条线索。"))
            funds.end_held(award=pause.award, cause=pause.cause, reason=reason, by=by)
            return ZERO
        if finding.source == Finding.Source.TWICE:
            late.demand(case=holding.case_of(finding), by=by, reason=reason, ground=ground)
        else:
            changing.ask_back(reference=finding.application.reference, amount=amount, by=by, reason=reason,
                              ground=ground)  # fmt: skip
    except funds.NotPossible as short:
        raise NotPossible(str(short)) from short
    return amount
