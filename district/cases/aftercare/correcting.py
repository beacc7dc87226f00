"""Corrected facts: a decision judged again as it should have been, with what is known now of its own as-of date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from district.cases.aftercare import amounts
from district.cases.aftercare.actions import close, open_finding
from district.cases.aftercare.models import Finding
from district.cases.aftercare.states import FINDING_OPEN
from district.cases.core import knowledge, standing
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.giving import limits, money
from district.enterprises.queries import Fact
from district.funds.queries import Promise
from district.ground.record.actions import lock, official


def touched(enterprise_ids: list[int] | None = None) -> QuerySet[Decision]:
    """Decisions in force of whose as-of date something was learnt after the facts were frozen; one query."""
    learnt = Fact.objects.filter(
        enterprise=OuterRef("application__enterprise"), known_from__gt=OuterRef("submission__at"),
        valid_from__lte=OuterRef("submission__as_of"),
    )  # fmt: skip
    rows = Decision.objects.in_force().filter(Q(Exists(learnt)))
    return rows if enterprise_ids is None else rows.filter(application__enterprise__in=enterprise_ids)


def look_again_at_all(enterprise_ids: list[int] | None = None) -> int:
    """Look at every decision that may be touched; returns how many findings stand from it."""
    ids = list(touched(enterprise_ids).values_list("pk", flat=True))
    return sum(look_again(pk) is not None for pk in ids)


def look_again(pk: int) -> Finding | None:
    """Judge one decision as it should have been. Another outcome or amount opens a finding; the same closes one."""
    with official(), transaction.atomic():
        decision = Decision.objects.select_related("submission__version", "application__enterprise").get(pk=pk)
        lock(Application.objects.all()).get(pk=decision.application_id)  # two looks at once open one finding
        then = decision.submission
        facts = knowledge.known(decision.application.enterprise, then.as_of)
        facts = standing.needed(then.version, facts, then.facts)
        difference = _difference(decision, facts)
        cause = f"correction:{pk}:{standing.digest(facts)[:32]}"
        ours = Finding.objects.filter(decision=decision, source="correction")
        open_one: Finding | None = ours.filter(state__in=FINDING_OPEN).first()
        if open_one is not None and (difference is None or open_one.cause != cause):
            if difference is not None and _same(open_one.details, difference):
                return open_one  # more was learnt, the difference is the same
            close(finding=open_one, by=None, reason=_("事实又有更正，原线索不再成立。"))
        if difference is None:
            return None
        if any(_same(each.details, difference) for each in ours.heard()):
            return None  # this very difference was ruled on
        return open_finding(
            decision=decision, source="correction", kind=difference.pop("kind"), cause=cause,
            since_on=decision.submission.as_of, details=difference,
            say=_("事实更正后，按核算日应得的与决定不同"),
        )  # fmt: skip


def _same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    names = ("amount_then", "amount_now", "facts")
    return all(old.get(name) == new.get(name) for name in names)


def _difference(decision: Decision, facts: standing.Frozen) -> dict[str, Any] | None:
    """Both verdicts side by side and the kind of finding; None when outcome and amount are the same, or not certain."""
    submission = decision.submission
    changed = _changed(submission.facts, facts)
    if not changed:
        return None
    try:
        verdict = standing.judge(submission.version, facts, submission.as_of, decision.answers)
    except NotPossible:
        return None
    granted = decision.outcome == "granted"
    if verdict["eligible"] is None or (not granted and decision.verdict["eligible"] is not False):
        return None  # not a certain answer; or refused for a reason the facts do not decide
    given = amounts.standing_amount(decision, "correction") if granted or verdict["eligible"] else amounts.ZERO
    lost_without_money = granted and verdict["eligible"] is False and decision.amount is None
    if verdict["eligible"] and standing.amount(verdict) is None and decision.amount is not None:
        return None  # the amount cannot be told from what is known
    promise = _promise(decision, verdict, facts) if verdict["eligible"] else None
    should = promise.total if promise else amounts.ZERO
    if should == given and not lost_without_money:
        return None
    return {
        "kind": "top_up" if should > given else "recovery", "facts": changed,
        "amount_then": _text(given), "amount_now": None if lost_without_money else _text(should),
        "then": _brief(decision.verdict), "now": _brief(verdict), **_by_period(promise, should - given),
    }  # fmt: skip


def _promise(decision: Decision, verdict: dict[str, Any], facts: standing.Frozen) -> Promise | None:
    """What should have been promised, limits of the enterprise and a share of the pot taken into account."""
    row = decision.application
    start = limits.began(row) if decision.outcome == "granted" else None
    found = limits.due(row, verdict, decision.share, facts=facts, start=start)
    if found.promise is not None and found.room.barred:  # what came later does not undo what was lawful then
        return replace(found.promise, cuts=promise_cuts(decision))
    return found.promise


def promise_cuts(decision: Decision) -> tuple[tuple[int, Decimal], ...]:
    known = money.promise_of(decision)
    return known.cuts if known else ()


def _by_period(promise: Promise | None, change: Decimal) -> dict[str, Any]:
    """Where it is paid by period: what every period should be, for whoever approves the change."""
    if promise is None or not promise.runs:
        return {}
    cuts = [[year, _text(yuan)] for year, yuan in promise.cuts]
    return {"promise": {"each": _text(promise.each), "per": promise.per, "times": promise.times, "cuts": cuts,
                        "change": _text(change)}}  # fmt: skip


def _changed(then: standing.Frozen, now: standing.Frozen) -> list[dict[str, Any]]:
    """Facts that differ, each with both values and the new one's source and date."""
    found = []
    for name in dict.fromkeys([*then, *now]):
        old, new = then.get(name), now.get(name)
        before = None if old is None or old.get("expired") else old["value"]
        after = None if new is None or new.get("expired") else new["value"]
        if before != after:
            known = new or old or {}
            found.append({"name": name, "then": before, "now": after, "unit": known.get("unit", ""),
                          "source": known.get("source", ""), "valid_from": known.get("valid_from", "")})  # fmt: skip
    return found


def _brief(verdict: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of a verdict beside the other."""
    return {
        "eligible": verdict["eligible"], "amount": verdict.get("amount"),
        "reasons": list(_reasons(verdict.get("conditions") or [], never=False)),
    }  # fmt: skip


def _reasons(clauses: list[dict[str, Any]], *, never: bool) -> Iterator[dict[str, Any]]:
    """Every condition with whether it speaks for the enterprise; under `none` what holds speaks against it."""
    for each in clauses:
        if each.get("children"):
            yield from _reasons(each["children"], never=never != (each.get("kind") == "none"))
        else:
            value = each["value"]
            good = value if value is None else value != never
            yield {"id": each["id"], "say": each["say"], "cite": each.get("cite") or "", "good": good, "never": never}


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"
