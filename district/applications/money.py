"""What a case does to money: held when it is accepted, taken with the decision, given back when it ends otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from district.applications.checks import NotPossible, TooFew
from district.applications.models import Application, Decision
from district.applications.places.listed import waits_for_list
from district.applications.places.shares import offered_to, to_give
from district.funds import actions as funds
from district.funds import changing
from district.people.queries import Person


def hold(row: Application, by: Person) -> dict[str, Any]:
    """Set the money aside, in the caller's transaction; returns what the log says of it.

    Too little money does not stop the acceptance, which is the applicant's right: it stops the decision. Where a list
    says who gets something, and how much, the money is set aside with the list: else who was accepted first would have
    what the list gives to another.
    """
    if waits_for_list(row):
        return {}
    return hold_amount(row, to_give(row.verdict, offered_to(row)), by)


def hold_amount(row: Application, amount: Decimal | None, by: Person) -> dict[str, Any]:
    """The same for a known amount."""
    if not amount:
        return {}
    try:
        award = funds.hold(
            reference=row.reference, enterprise=row.enterprise, version=row.version, amount=amount, by=by
        )
    except funds.NotPossible as short:
        return {"money": str(short)}
    return {"held": str(amount)} if award else {}


def settle(row: Application, amount: Decimal | None, answers: Mapping[str, bool], by: Person) -> None:
    """Granted, the amount is taken with the decision or there is no decision; refused, what was held goes back."""
    if not amount:
        release(row, by, _("未同意"))
        return
    try:
        funds.commit(
            reference=row.reference, amount=amount, by=by, enterprise=row.enterprise, version=row.version,
            answers=answers, place=False,
        )  # fmt: skip
    except funds.NotEnough as short:
        raise TooFew(str(short)) from short
    except funds.NotPossible as short:
        raise NotPossible(str(short)) from short


def release(row: Application, by: Person, reason: str) -> None:
    funds.release(reference=row.reference, by=by, reason=reason or _("申报已撤回"))


def replace(old: Decision, new: Decision, by: Person) -> None:
    """A decision was replaced: what is not paid changes, what was paid too much is clawed back, too little is added."""
    row = new.application
    before, after = old.amount or Decimal(0), new.amount or Decimal(0)
    why = _("%(number)s 替代 %(old)s") % {"number": new.number, "old": old.number}
    try:
        if new.outcome == "refused":
            changing.take_back_all(reference=row.reference, by=by, reason=why)
        elif old.outcome == "refused":
            _take_up(row, after, new, by)
        elif after > before:
            changing.give_more(reference=row.reference, amount=after - before, by=by, note=why)
        elif after < before and changing.awards_of_case(row.reference):
            changing.take_back(reference=row.reference, amount=before - after, by=by, reason=why)
    except funds.NotPossible as short:
        raise NotPossible(str(short)) from short


def _take_up(row: Application, amount: Decimal, new: Decision, by: Person) -> None:
    """Granted after all: what had been released stays released, the money is taken under the case's next reference."""
    if not amount:
        return
    reference = changing.next_reference(row.reference)
    funds.commit(
        reference=reference, amount=amount, by=by, enterprise=row.enterprise, version=row.version, answers=new.answers,
        place=False,
    )  # fmt: skip
