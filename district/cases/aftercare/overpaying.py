"""Running awards whose paid periods were too high by what is known now: heads left in March, April was paid for all."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from district.cases.aftercare.actions import close, open_finding
from district.cases.aftercare.models import Finding
from district.cases.aftercare.opening import decision_of
from district.cases.aftercare.states import FINDING_OPEN
from district.cases.core import knowledge, standing
from district.cases.core.models import Application, Decision
from district.funds import queries as funds
from district.ground.record.actions import lock, official
from district.policies import queries as policies


def look(award: funds.Award) -> Finding | None:
    """Judge every paid period on its own day, as it is known now; what was too much is a finding, or ends one.

    What facts of the decision's own day change is another finding's (`correcting`) and left out here: of a period only
    what it was paid above its own due and not above what should have been decided. Unknown changes nothing.
    """
    paid = funds.paid_periods(award)
    decision = _decision(award)
    if decision is None or not paid:
        return None
    with official(), transaction.atomic():
        lock(Application.objects.all()).get(pk=decision.application_id)  # two looks at once open one finding
        periods = _periods(award, decision, paid)
        too_much = sum(each["paid"] - each["due"] for each in periods)
        ours = Finding.objects.filter(decision=decision, source=Finding.Source.RUNNING)
        asked = ours.filter(state="approved").aggregate(sum=Sum("amount"))["sum"] or 0
        fen = too_much - int(asked * 100)
        open_one: Finding | None = ours.filter(state__in=FINDING_OPEN).first()
        if open_one is not None and open_one.details.get("periods") == periods:
            return open_one
        if open_one is not None:
            close(finding=open_one, by=None, reason=_("事实又有更正，原线索不再成立。"))
        if fen <= 0 or any(each.details.get("periods") == periods for each in ours.heard()):
            return None
        due = funds.to_yuan(sum(each["due"] for each in periods))
        details: dict[str, Any] = {
            "periods": periods, "amount_then": f"{due + funds.to_yuan(fen):.2f}", "amount_now": f"{due:.2f}",
        }  # fmt: skip
        return open_finding(
            decision=decision, source=Finding.Source.RUNNING, kind=Finding.Kind.RECOVERY,
            cause=f"running:{decision.pk}:{policies.digest_of(periods)[:32]}",
            since_on=dt.date.fromisoformat(periods[0]["on"]), details=details,
            say=_("按期给付的 %(n)d 期付多了") % {"n": len(periods)},
        )  # fmt: skip


def _decision(award: funds.Award) -> Decision | None:
    """The grant in force that an award pays."""
    found = decision_of(award)
    return found if found is not None and found.outcome == "granted" else None


def _periods(award: funds.Award, decision: Decision, paid: list[tuple[int, dt.date, int]]) -> list[dict[str, Any]]:
    """Paid periods that were too high, as a page and a digest keep them: fen, days as text."""
    base = _due(award, decision.submission.as_of)
    overruled = list(award.pauses.filter(overruled=True))
    found = []
    for serial, day, fen in paid:
        due = _due(award, day)
        was = fen if base is None else min(fen, base)
        if due == 0 and any(row.since_on <= day for row in overruled):
            continue  # ruled not to hold: what was paid then was due
        if due is not None and due < was:
            found.append({"serial": serial, "on": day.isoformat(), "paid": was, "due": due})
    return found


def _due(award: funds.Award, day: dt.date) -> int | None:
    return funds.due_on(award, standing.thaw(knowledge.known(award.enterprise, day)), day)
