"""What an approved finding does to money."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from district.cases.aftercare import holding
from district.cases.aftercare.models import OWN_MONEY, Finding
from district.cases.core.checks import NotPossible
from district.cases.core.models import Decision
from district.cases.giving.money import ZERO, owed
from district.funds import actions as funds
from district.funds import changing, late
from district.funds.queries import Promise
from district.ground.people.queries import Person


def found_since(decision: Decision) -> Decimal:
    """What approved findings have changed of what a case gives, in yuan.

    Approved before the decision was replaced, a finding still counts, unless it was about the facts the new decision
    stands on.
    """
    earlier = ~Q(decision=decision) & ~Q(source="correction")
    rows = Finding.objects.filter(Q(decision=decision) | earlier, application=decision.application_id, state="approved")
    rows = rows.exclude(source__in=OWN_MONEY)
    by_kind: dict[str, Decimal] = dict(rows.order_by().values_list("kind").annotate(total=Sum("amount")))
    return by_kind.get("top_up", ZERO) - by_kind.get("recovery", ZERO)


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
