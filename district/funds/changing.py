"""A case that was decided gets another amount: what is not paid yet changes first, what was paid is asked back or added
to. Each in the caller's transaction."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from district.funds import actions, claiming, posting
from district.funds.models import Award
from district.funds.money import to_fen, to_yuan
from district.funds.recovering import claw_back
from district.funds.states import COMMITTED, RELEASED
from district.people.queries import Person
from district.record import clock

__all__ = ["give_more", "next_reference", "take_back", "take_back_all"]


def awards_of_case(reference: str) -> list[Award]:
    """The case's award and what was given in addition later (`SB…-2`, `SB…-3` …), the oldest first."""
    rows = Award.objects.filter(reference=reference) | Award.objects.filter(reference__startswith=f"{reference}-")
    return list(rows.select_related("line__office", "version__programme", "enterprise").order_by("pk"))


def next_reference(reference: str) -> str:
    """Under what the case's next award goes: its own reference while it has none."""
    awards = awards_of_case(reference)
    return f"{reference}-{len(awards) + 1}" if awards else reference


def give_more(*, reference: str, amount: Decimal, by: Person, note: str) -> Award | None:
    """Give `amount` yuan in addition, from this year's line, at once. None where the case never had money here."""
    awards = awards_of_case(reference)
    if not awards:
        return None
    first = awards[0]
    with transaction.atomic():
        line = claiming.need_line(first.version, clock.today().year) if first.version else first.line
        named = next_reference(reference)
        actions.hold_on_line(
            reference=named,
            enterprise=first.enterprise,
            line=line,
            amount=amount,
            title=f"{first.title[:140]}（补发）",
            by=by,
        )
        return actions.commit(reference=named, amount=amount, by=by)


def take_back(*, reference: str, amount: Decimal, by: Person, reason: str) -> Decimal:
    """Take `amount` yuan off a case: first off what is not paid yet; the rest is clawed back, and returned.

    Raises NotPossible (more than the case has, a payment is on its way), Refused.
    """
    left, asked = to_fen(amount), 0
    with transaction.atomic():
        for award in reversed(awards_of_case(reference)):
            has = posting.tally(award)
            unpaid, paid = sum(has["committed"].values()), sum(has["paid"].values())
            cut = min(left, unpaid) if award.state == COMMITTED else 0
            if cut:
                left -= cut
                if cut == unpaid:
                    actions.release(reference=award.reference, by=by, reason=reason)
                else:
                    total = to_yuan(unpaid + paid + sum(has["sent"].values()) - cut)
                    actions.adjust(reference=award.reference, amount=total, by=by, reason=reason)
            back = min(left, paid)
            if back:
                left -= back
                asked += back
                claw_back(reference=award.reference, amount=to_yuan(back), by=by, reason=reason)
        if left:
            given = to_yuan(to_fen(amount) - left)
            raise actions.NotPossible(
                _("已拨和待拨的一共 %(has)s 元，不够 %(amount)s 元。") % {"has": given, "amount": amount}
            )
    return to_yuan(asked)


def take_back_all(*, reference: str, by: Person, reason: str) -> None:
    """The decision is revoked: nothing more is paid, and what was paid is clawed back."""
    with transaction.atomic():
        for award in awards_of_case(reference):
            paid = sum(posting.tally(award)["paid"].values())
            if award.state != RELEASED:
                actions.release(reference=award.reference, by=by, reason=reason)
            if paid:
                claw_back(reference=award.reference, amount=to_yuan(paid), by=by, reason=reason)
