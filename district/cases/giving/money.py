"""What a case does to money: held when it is accepted, taken with the decision, given back when it ends otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible, TooFew
from district.cases.core.models import Application, Decision
from district.cases.places.listed import waits_for_list
from district.funds import actions as funds
from district.funds import changing
from district.funds.queries import Promise
from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person

ZERO = Decimal(0)
# What a case gives more (or less, below nought) by what was found after its decision: decision → yuan.
found_since: Registry[Callable[[Decision], Decimal]] = Registry("what was found since a decision")


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
            answers=answers,
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
    """What a case gives in all by its decision in force and what was found since, in yuan."""
    if decision.outcome != "granted":
        return ZERO
    return (decision.total or ZERO) + sum((found(decision) for found in found_since), ZERO)


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
                answers=new.answers,
            )  # fmt: skip
    except funds.NotPossible as short:
        raise NotPossible(str(short)) from short
    return changing.excess_of_case(row.reference)
