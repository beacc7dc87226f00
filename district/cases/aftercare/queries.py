"""Reads of what comes after a decision: lists for the desk and the hall, a finding's story, a campaign's progress."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from district.cases.aftercare.models import Campaign, CampaignItem, Finding, Obligation
from district.cases.aftercare.states import (
    BREACHED,
    FINDING_MOVES,
    FINDING_OPEN,
    FINDING_STATES,
    OBLIGATION_OPEN,
    PROPOSED,
    WATCHING,
)
from district.cases.headcount.models import Collision
from district.ground.people.queries import Person, Role
from district.ground.record.queries import history
from district.policies.queries import marking_invented

__all__ = [
    "Campaign", "CampaignItem", "Collision", "Finding", "Obligation", "campaigns_of", "collisions", "counts",
    "finding_filters", "findings_of_member", "findings_on_desk", "items_of", "obligation_filters",
    "obligations_of_member", "obligations_on_desk", "story",
]  # fmt: skip


def obligation_filters(today: dt.date) -> dict[str, Q]:
    """By what they need: due to be looked at, breached, unknown at the last look, quietly watched, over."""
    watching = Q(state=WATCHING)
    return {
        "due": watching & Q(next_on__lte=today),
        "breached": Q(state=BREACHED),
        "unknown": watching & Q(checked_on__isnull=False, kept=None),
        "watching": watching,
        "done": ~Q(state__in=OBLIGATION_OPEN),
    }


def obligations_on_desk(person: Person) -> QuerySet[Obligation]:
    rows = Obligation.objects.on_desk_of(person)
    return rows.select_related("application__enterprise", "application__programme__office", "decision")


def counts(rows: QuerySet[Any], filters: dict[str, Q]) -> dict[str, int]:
    """How many rows each filter keeps; one query."""
    found: dict[str, int] = rows.order_by().aggregate(**{name: Count("pk", filter=q) for name, q in filters.items()})
    return found


def finding_filters(person: Person) -> dict[str, Q]:
    """By what they need; `mine` is what this person can move on now."""
    works = Q(application__programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    mine = Q(state__in=FINDING_OPEN) & ~Q(state=PROPOSED, proposed_by=person)
    return {
        "mine": works & mine,
        **{state: Q(state=state) for state in FINDING_STATES if state in FINDING_OPEN},
        "over": ~Q(state__in=FINDING_OPEN),
    }


def findings_on_desk(person: Person) -> QuerySet[Finding]:
    rows = Finding.objects.on_desk_of(person)
    rows = rows.select_related("application__enterprise", "application__programme__office", "decision")
    rows = marking_invented(rows, "application__version")
    return rows.order_by(F("due_on").asc(nulls_last=True), "-opened_at", "-pk")


def obligations_of_member(person: Person) -> QuerySet[Obligation]:
    """The hall: promises of the person's enterprises, what is open first."""
    rows = Obligation.objects.of_member(person).select_related("application__enterprise", "application__programme")
    return rows.order_by(F("next_on").asc(nulls_last=True), "-pk")


def findings_of_member(person: Person) -> QuerySet[Finding]:
    rows = Finding.objects.of_member(person).select_related("application__enterprise", "application__programme")
    return rows.order_by("-opened_at", "-pk")


def story(finding: Finding, *, public: bool) -> list[dict[str, Any]]:
    """What happened to a finding, for the timeline; to the public officials appear as their bureau."""
    office = finding.application.programme.office.name
    hidden = {"open", "propose", "send_back"} if public else set()
    told = []
    for line in history("cases", finding.reference):
        if line.verb in hidden:
            continue
        by = office if public and line.verb != "state" else line.by.name if line.by else _("系统")
        state = FINDING_STATES.get(line.after)
        reason = line.reason
        if line.data.get("nobody_else") and not public:
            done = "、".join(line.data["had_a_hand"])
            reason += _("（办过%(done)s，本部门没有别人可以办）") % {"done": done}
        told.append({
            "at": line.at, "label": verb_words(line.verb, public), "by": by, "reason": reason,
            "state": (state.public if public else state.staff) if state else "",
        })  # fmt: skip
    return told


def verb_words(verb: str, public: bool = False) -> str:
    if verb in FINDING_MOVES and not (public and verb == "tell"):
        return str(FINDING_MOVES[verb].label)
    return {"open": _("立为线索"), "state": _("企业陈述意见"), "tell": _("告知并听取意见")}.get(verb, verb)


def campaigns_of(person: Person) -> QuerySet[Campaign]:
    """Campaigns of the person's bureaus, all for auditors, with how many items are done."""
    rows = Campaign.objects.defer("population").select_related("office", "by")
    if not person.has_role(Role.AUDITOR):
        rows = rows.filter(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    return rows.annotate(
        drawn=Count("items"), checked=Count("items", filter=~Q(items__result="")),
        problems=Count("items", filter=Q(items__result="problem")),
    )  # fmt: skip


def items_of(campaign: Campaign) -> QuerySet[CampaignItem]:
    rows = CampaignItem.objects.filter(campaign=campaign).order_by("place")
    return rows.select_related("decision", "application__enterprise", "application__programme", "officer", "finding")


def collisions() -> QuerySet[Collision]:
    """All collisions across employers, what is open first; for auditors."""
    return Collision.objects.order_by("state", "-at", "-pk").select_related(
        "application__enterprise", "application__programme", "holder__application__enterprise",
        "holder__application__programme", "finding",
    )  # fmt: skip
