"""Reads of offers: what a person sees, counts that add up, and what an offer comes to on today's facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from district.cases.core import checks, standing
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.queries import asked_of_applicant
from district.cases.giving import limits
from district.cases.intake.drafting import used_names
from district.cases.offers.models import Offer, OfferRound
from district.enterprises.queries import acted_for
from district.ground.people.queries import Person, Role
from district.policies.queries import ProgrammeVersion
from district.policies.runs.queries import Run, finished_lists


def rounds_of(person: Person) -> QuerySet[OfferRound]:
    """Of one's bureaus; an auditor's all."""
    rows = OfferRound.objects.select_related("run", "programme__office", "by", "released_by")
    if person.has_role(Role.AUDITOR):
        return rows
    return rows.filter(programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))


def runs_to_offer(person: Person) -> list[Run]:
    """Finished lists of automatic programmes of one's bureaus from which no offers were made, the latest first; none
    that is older than the list a programme has."""
    offices = person.bureau_ids(Role.OFFICER)
    rounds = list(OfferRound.objects.values_list("run", "programme", "as_of"))
    used = {run for run, _programme, _day in rounds}
    newest: dict[int, tuple[dt.date, int]] = {}
    for run, programme, day in rounds:
        newest[programme] = max(newest.get(programme, (day, run)), (day, run))
    return [
        run for run in finished_lists()[:100]
        if run.pk not in used and (run.as_of, run.pk) > newest.get(run.version.programme_id, (dt.date.min, 0))
        and run.version.programme.office_id in offices and run.repeats_id is None
        and (run.version.description.get("intake") or {}).get("mode") == "automatic"
    ]  # fmt: skip


def tally(round_: OfferRound) -> list[dict[str, Any]]:
    """Counts and sums by kind: {kind, label, count, amount, open, applied, declined, refused}; one query."""
    states = {state: Count("pk", filter=Q(state=state)) for state in Offer.State.values}
    rows = round_.offers.order_by().values("kind").annotate(count=Count("pk"), yuan=Sum("amount"), **states)
    found = {row["kind"]: row for row in rows}
    blank = {"count": 0, "yuan": None, **dict.fromkeys(Offer.State.values, 0)}
    return [
        {**(found.get(kind) or blank), "kind": kind, "label": label, "yuan": (found.get(kind) or blank)["yuan"] or 0}
        for kind, label in Offer.Kind.choices
    ]


def offers_of(person: Person) -> QuerySet[Offer]:
    """Those of the person's enterprises that were sent, open ones first."""
    rows = Offer.objects.filter(enterprise__in=acted_for(person).values("pk")).exclude(
        kind=Offer.Kind.PAY, state=Offer.State.OPEN
    )
    return rows.select_related("round", "programme__office", "enterprise", "application").order_by("-state", "-pk")


@dataclass(frozen=True)
class Today:
    """An offer on today's facts. `statements` are what the applicant says by the click: {id, say, cite}."""

    version: ProgrammeVersion
    verdict: standing.VerdictJson
    amount: Decimal | None
    statements: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    needs_draft: bool
    due: limits.Due | None = None

    @property
    def stands(self) -> bool:
        return self.verdict["eligible"] is True


def today_of(offer: Offer, today: dt.date, draft: Application | None = None) -> Today:
    """Judge the offer anew, what the applicant would state taken as stated. `draft`: what the firm has begun, which
    does not stand in the offer's way. Raises NotPossible with the reason."""
    version = checks.version_to_apply_under(offer.enterprise, offer.programme, today, besides=draft)
    frozen = standing.freeze(offer.enterprise, today)
    asked = asked_of_applicant(standing.judge(version, frozen, today))
    verdict = standing.judge(version, frozen, today, {each["id"]: True for each in asked})
    names = used_names(version, verdict)
    described = version.description
    row = Application(
        enterprise=offer.enterprise, programme=offer.programme, version=version, as_of=today, facts=frozen
    )
    papers = any(each.get("needed") for each in described.get("evidence") or [])
    return Today(
        version, verdict, standing.amount(verdict), asked,
        [standing.shown(name, fact) for name, fact in frozen.items() if name in names],
        needs_draft=papers or bool(described.get("items")), due=limits.seen(row, verdict),
    )  # fmt: skip


def over(offer: Offer, today: dt.date) -> bool:
    """Whether an open offer's days have passed."""
    return offer.state == Offer.State.OPEN and offer.round.expires_on < today


__all__ = [
    "NotPossible", "Offer", "OfferRound", "Today", "offers_of", "over", "rounds_of", "runs_to_offer", "tally",
    "today_of",
]  # fmt: skip
