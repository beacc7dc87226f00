"""Reads of advice: needs, encounters, experts' days, studios."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from district.ground import clock
from district.ground.people.queries import Expert, Person
from district.ground.slots.times import Span, whole_day
from district.services.advice.finding import corps, loads_of, own_advisers, profiles_of, who_fits
from district.services.advice.models import (
    Adviser,
    Encounter,
    Hearing,
    Matching,
    Mode,
    Need,
    Offer,
    Outcome,
    Pairing,
    Profile,
    Rating,
    Reason,
    Rhythm,
    Stage,
    Studio,
    StudioMember,
    Subject,
)
from district.services.advice.states import DONE, PLANNED, WAITING

__all__ = [
    "Adviser", "Day", "Encounter", "Hearing", "Matching", "Mode", "Need", "Offer", "Outcome", "Pairing", "Profile",
    "Rating", "Reason", "Rhythm", "Stage", "Studio", "StudioMember", "Subject", "corps", "day_of_expert",
    "encounters_of", "loads_of", "my_needs", "needs_kept_by", "needs_seen_by", "offers_for", "own_advisers",
    "profiles_of", "studios_shown", "subjects_offered", "who_fits",
]  # fmt: skip


def subjects_offered() -> QuerySet[Subject]:
    return Subject.objects.filter(ended_at=None)


def my_needs(person: Person) -> QuerySet[Need]:
    """One's own, and one's enterprises', the last first."""
    return Need.objects.of(person).select_related("subject", "expert", "enterprise")


def needs_seen_by(person: Person) -> QuerySet[Need]:
    return Need.objects.visible_to(person).select_related("subject", "expert", "enterprise", "office", "asker")


def needs_kept_by(person: Person) -> QuerySet[Need]:
    """Those the desk works on: the bureau's; an auditor's all."""
    rows = Need.objects.all() if person.has_role("auditor") else Need.objects.kept_by(person)
    return rows.select_related("subject", "expert", "enterprise", "office", "asker")


def encounters_of(need: Need) -> QuerySet[Encounter]:
    """In order, each with who advised there."""
    return need.encounters.prefetch_related(advisers_in_full()).order_by("made_at", "pk")


def advisers_in_full() -> Prefetch[str]:
    return Prefetch("advisers", Adviser.objects.select_related("expert__organisation"))


def offers_for(expert: Expert) -> QuerySet[Offer]:
    """What waits for this expert's word, the earliest due first."""
    rows = Offer.objects.filter(expert=expert, state=WAITING).select_related("need__subject", "need__enterprise")
    return rows.order_by("need__due_on", "pk")


@dataclass(frozen=True)
class Day:
    """An expert's day: what is on, what is to be recorded, what waits for a word, whom they look after."""

    today: list[Encounter]
    coming: list[Encounter]
    to_record: list[Encounter]
    to_sign: list[Adviser]
    offers: list[Offer]
    needs: list[Need]


def day_of_expert(expert: Expert, day: dt.date | None = None) -> Day:
    """Five queries and their prefetches, whatever there is."""
    span = whole_day(day or clock.today())
    mine = Encounter.objects.filter(advisers__expert=expert, state=PLANNED).select_related("need__subject")
    rows = list(mine.order_by("starts", "pk"))
    signs = Adviser.objects.filter(expert=expert, state=Hearing.CAME, signed_at=None, encounter__state=DONE)
    needs = Need.objects.filter(expert=expert, state="taken").select_related("subject", "enterprise")
    return Day(
        today=[each for each in rows if _within(each, span)],
        coming=[each for each in rows if each.starts is not None and each.starts >= span.ends],
        to_record=[each for each in rows if each.starts is None or each.starts < min(clock.now(), span.starts)],
        to_sign=list(signs.select_related("encounter__need__subject").order_by("encounter__happened_on", "pk")[:20]),
        offers=list(offers_for(expert)),
        needs=list(needs.order_by("taken_at", "pk")),
    )


def _within(row: Encounter, span: Span) -> bool:
    return row.starts is not None and span.starts <= row.starts < span.ends


def studios_shown(day: dt.date | None = None) -> QuerySet[Studio]:
    """Studios that stand and are meant to be found, with their teams of today."""
    day = day or clock.today()
    team = StudioMember.objects.filter(ended_on=None).select_related("expert__organisation")
    rows = Studio.objects.filter(Q(until=None) | Q(until__gte=day), public=True, ended_at=None, since__lte=day)
    return rows.select_related("office").prefetch_related(Prefetch("members", team))
