"""A case that was decided comes to another sum: what is not paid changes period by period, what was paid is asked back
or added to. Each in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from district.funds import actions, following, recovering
from district.funds.checks import NotPossible
from district.funds.models import Award, Clawback
from district.funds.money import to_fen, to_yuan
from district.funds.permissions import may_claim
from district.funds.promise import Promise
from district.funds.rechecking import move
from district.funds.recovering import claw_back
from district.funds.states import COMMITTED, EXPIRED, HELD, RELEASED, SETTLED
from district.people.permissions import require
from district.people.queries import Person
from district.record.actions import lock

__all__ = ["awards_of_case", "bring", "comes_to"]


def awards_of_case(reference: str) -> list[Award]:
    """The case's award and those made after it was released (`SB…-2`, `SB…-3` …), the oldest first."""
    rows = Award.objects.filter(reference=reference) | Award.objects.filter(reference__startswith=f"{reference}-")
    return list(rows.select_related("line__office", "version__programme", "enterprise").order_by("pk"))


def comes_to(award: Award) -> int:
    """Fen that an award gives in all by what was decided: what was withdrawn and asked back for it taken off."""
    if award.committed_at is None:
        return 0
    return award.fen - award.withdrawn + award.beyond - recovering.followed(award)


def bring(
    *, reference: str, promise: Promise | None, owed: Decimal, by: Person, reason: str, paid: bool = False,
    answers: Mapping[str, bool] | None = None,
) -> Decimal:  # fmt: skip
    """Bring a case to a promise (None: the one it has), so that it gives `owed` yuan in all; returns yuan asked back.

    Nought revokes it. What the promise does not explain comes off what is unpaid, or with `paid` is asked back; a
    case whose award was released is given anew. Nothing happens where the case never had money here.
    Raises NotPossible (not enough money, more than was paid, a payment is on its way), Refused.
    """
    with transaction.atomic():
        awards = awards_of_case(reference)
        if not awards:
            return Decimal(0)
        list(lock(Award.objects.filter(pk__in=[each.pk for each in awards]).order_by("pk")).values_list("pk"))
        left = to_fen(owed)
        *others, last = awards
        left -= sum(comes_to(each) for each in others)
        if comes_to(last) == 0 and last.state in {RELEASED, SETTLED}:
            if left > 0:
                _anew(last, f"{reference}-{len(awards) + 1}", promise or last.promise, left, by, answers)
            return Decimal(0)
        asked = _settle(last, promise or last.promise, max(0, left), by, reason, paid=paid)
        for each in reversed(others):
            if left >= 0:
                break
            has = comes_to(each)
            target = max(0, has + left)
            left += has - target
            asked += _settle(each, each.promise, target, by, reason, paid=paid)
    return to_yuan(asked)


def _settle(award: Award, promise: Promise, want: int, by: Person, reason: str, *, paid: bool) -> int:
    if award.state in {HELD, EXPIRED}:
        actions.release(reference=award.reference, by=by, reason=reason)
        return 0
    require(may_claim(by, award.version.programme if award.version else None, award.line))
    if award.state == RELEASED:
        return 0
    with move(award, "adjust", by, {"fen": want}, reason) as row:
        back = following.settle(row, promise, want, recovering.followed(row), by, paid=paid)
    if not back:
        return 0
    on_way = award.instalments.filter(state="paying").exists()
    has = sum(award.tallies.values_list("paid", flat=True))
    asked_by_hand = sum(Clawback.objects.filter(award=award, follows=False).values_list("fen", flat=True))
    if on_way and back > has:
        raise NotPossible(_("有一期正在拨付，请先撤销所在批次或等银行回单。"))
    if back > has + asked_by_hand:
        given = {"has": to_yuan(has), "amount": to_yuan(back)}
        raise NotPossible(_("已拨付的 %(has)s 元，不够追回 %(amount)s 元。") % given)
    if now := min(back, has):
        claw_back(reference=award.reference, amount=to_yuan(now), by=by, reason=reason, follows=True)
    return now


def _anew(
    last: Award, reference: str, promise: Promise, left: int, by: Person, answers: Mapping[str, bool] | None
) -> None:
    """Granted after all: what was released stays released, the money is taken under the case's next reference."""
    given = actions.commit(reference=reference, promise=promise, by=by, enterprise=last.enterprise,
                           version=last.version, answers=answers, place=False)  # fmt: skip
    if given is not None and comes_to(given) != left:
        _settle(given, promise, left, by, "", paid=False)
    assert given is None or given.state == COMMITTED
