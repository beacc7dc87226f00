"""A case that was decided comes to another sum: what is not paid changes period by period, what was paid is asked back
or added to. Each in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from district.funds import actions, following, recovering
from district.funds.checks import NotPossible
from district.funds.models import Award
from district.funds.money import to_fen, to_yuan
from district.funds.permissions import may_claim
from district.funds.promise import Promise
from district.funds.rechecking import move
from district.funds.recovering import Ground, claw_back
from district.funds.states import COMMITTED, RELEASED, TAKEN_BACK, UNDECIDED
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock

__all__ = ["Ground", "ask_back", "awards_of_case", "bring", "comes_to", "excess_of_case"]


def awards_of_case(reference: str) -> list[Award]:
    """The case's award and those made after it was released (`SB…-2`, `SB…-3` …), the oldest first."""
    rows = Award.objects.filter(reference=reference) | Award.objects.filter(reference__startswith=f"{reference}-")
    return list(rows.select_related("line__office", "version__programme", "enterprise").order_by("pk"))


def comes_to(award: Award) -> int:
    """Fen that an award gives in all by what was decided: less what was withdrawn, asked back and paid too much."""
    if award.committed_at is None:
        return 0
    return award.fen - award.withdrawn + award.beyond - recovering.followed(award) - award.excess


def bring(
    *, reference: str, promise: Promise | None, owed: Decimal, by: Person, reason: str, paid: bool = False,
    answers: Mapping[str, bool] | None = None, ground: Ground | None = None,
) -> Decimal:  # fmt: skip
    """Bring a case to a promise (None: the one it has), so that it gives `owed` yuan in all; returns the excess.

    What was paid above it is asked back only on a `ground`, which is a finding that was heard; without one it is put
    down as the award's `excess`, for a finding to be opened. Nought revokes the case. What the promise does not explain
    comes off what is unpaid, or with `paid` is paid too much; a case whose award was released is given anew. Nothing
    happens where the case never had money here.
    Raises NotPossible (not enough money, more than was paid, a payment is on its way), Refused.
    """
    with transaction.atomic():
        awards = awards_of_case(reference)
        if not awards:
            return Decimal(0)
        list(lock(Award.objects.filter(pk__in=[each.pk for each in awards]).order_by("pk")).values_list("pk"))
        left = to_fen(owed)
        _keep(awards, left)
        *others, last = awards
        left -= sum(comes_to(each) for each in others)
        if comes_to(last) == 0 and last.state in TAKEN_BACK:
            if left > 0:
                _anew(last, f"{reference}-{len(awards) + 1}", promise or last.promise, left, by, answers)
            return Decimal(0)
        asked = _settle(last, promise or last.promise, max(0, left), by, reason, paid=paid, ground=ground)
        for each in reversed(others):
            if left >= 0:
                break
            has = comes_to(each)
            target = max(0, has + left)
            left += has - target
            asked += _settle(each, each.promise, target, by, reason, paid=paid, ground=ground)
    return to_yuan(asked)


def _keep(awards: list[Award], owed: int) -> None:
    """What was paid too much under an earlier decision and is due after all is not too much any more."""
    more = owed - sum(comes_to(each) for each in awards)
    for each in awards:
        if kept := min(each.excess, max(0, more)):
            each.excess, more = each.excess - kept, more - kept
            each.save(update_fields=["excess"])


def _settle(
    award: Award, promise: Promise, want: int, by: Person, reason: str, *, paid: bool, ground: Ground | None = None
) -> int:
    if award.state in UNDECIDED:
        actions.release(reference=award.reference, by=by, reason=reason)
        return 0
    require(may_claim(by, award.version.programme if award.version else None, award.line))
    if award.state == RELEASED:
        return 0
    with move(award, "adjust", by, {"fen": want}, reason) as row:
        back = following.settle(row, promise, want, recovering.followed(row) + row.excess, by, paid=paid)
        row.excess += 0 if ground else back
    if not back:
        return 0
    on_way = award.instalments.filter(state="paying").exists()
    has = sum(award.tallies.values_list("paid", flat=True)) - award.excess + (0 if ground else back)
    if on_way and back > has:
        raise NotPossible(_("有一期正在拨付，请先撤销所在批次或等银行回单。"))
    if back > has:
        given = {"has": to_yuan(has), "amount": to_yuan(back)}
        raise NotPossible(_("已拨付的 %(has)s 元，不够追回 %(amount)s 元。") % given)
    if ground:
        claw_back(reference=award.reference, amount=to_yuan(back), by=by, reason=reason, ground=ground)
    return back


def excess_of_case(reference: str) -> Decimal:
    """Yuan that a case was paid above what is decided now, and that are not asked back."""
    return to_yuan(sum(each.excess for each in awards_of_case(reference)))


def ask_back(*, reference: str, amount: Decimal, by: Person, reason: str, ground: Ground) -> None:
    """Ask back what a case was paid above what is decided now, as far as `amount` yuan, on the ground of a finding.

    Raises NotPossible: more than was paid too much; Refused.
    """
    fen = to_fen(amount)
    with transaction.atomic():
        ids = [each.pk for each in awards_of_case(reference)]
        rows = list(lock(Award.objects.filter(pk__in=ids).order_by("pk")))
        if fen > sum(each.excess for each in rows):
            raise NotPossible(_("多付的没有那么多。"))
        for each in rows:
            if part := min(fen, each.excess):
                each.excess, fen = each.excess - part, fen - part
                each.save(update_fields=["excess"])
                claw_back(reference=each.reference, amount=to_yuan(part), by=by, reason=reason, ground=ground)


def _anew(
    last: Award, reference: str, promise: Promise, left: int, by: Person, answers: Mapping[str, bool] | None
) -> None:
    """Granted after all: what was released stays released, the money is taken under the case's next reference."""
    given = actions.commit(reference=reference, promise=promise, by=by, enterprise=last.enterprise,
                           version=last.version, answers=answers)  # fmt: skip
    if given is not None and comes_to(given) != left:
        _settle(given, promise, left, by, "", paid=False)
    assert given is None or given.state == COMMITTED


def paid_and_unpaid(reference: str) -> tuple[Decimal, Decimal]:
    """Yuan of a case that are with the enterprise, what was asked back taken off; and yuan that are still to come."""
    awards = awards_of_case(reference)
    paid = sum(sum(each.tallies.values_list("paid", flat=True)) for each in awards)
    to_come = sum(
        sum(each.instalments.exclude(state__in=["paid", "stopped"]).values_list("fen", flat=True))
        for each in awards
        if each.committed_at is not None
    )
    return to_yuan(paid), to_yuan(to_come)
