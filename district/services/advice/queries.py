"""Reads of advice: needs, encounters, experts' days, studios."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, Sum

from district.ground import clock
from district.ground.asking.queries import PublicAnswer, public_answers
from district.ground.people.queries import Expert, Person
from district.ground.slots.times import Span, whole_day
from district.services.advice.finding import corps, loads_of, own_advisers, profiles_of, who_fits
from district.services.advice.models import (
    Adviser,
    AskedExpert,
    Encounter,
    Hearing,
    Matching,
    Mode,
    Need,
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
from district.services.advice.models.choices import TIMED
from district.services.advice.states import DONE, PLANNED, TAKEN, WAITING

ROOM = "advice"

__all__ = [
    "Adviser",
    "AskedExpert",
    "Day",
    "Encounter",
    "Hearing",
    "Matching",
    "Mode",
    "Need",
    "Outcome",
    "Pairing",
    "Profile",
    "Rating",
    "Reason",
    "Rhythm",
    "Stage",
    "Studio",
    "StudioMember",
    "Subject",
    "corps",
    "day_of_expert",
    "encounters_kept_by",
    "encounters_of",
    "loads_of",
    "my_needs",
    "needs_kept_by",
    "needs_seen_by",
    "offers_for",
    "own_advisers",
    "profiles_of",
    "published_answers",
    "studios_shown",
    "subjects_offered",
    "who_fits",
    "year_of_corps",
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


def encounters_kept_by(person: Person) -> QuerySet[Encounter]:
    """The bureau's; an auditor's all."""
    rows = Encounter.objects.all()
    if not person.has_role("auditor"):
        rows = rows.filter(office__in=person.bureau_ids("officer", "leader"))
    return rows.select_related("need").prefetch_related("advisers__expert")


def encounters_of(need: Need) -> QuerySet[Encounter]:
    """In order, each with who advised there and the panel it is, if it is one (without what its brief says)."""
    rows = Encounter.objects.filter(need=need).with_elsewhere().select_related("panel").defer("panel__brief")
    return rows.prefetch_related(advisers_in_full()).order_by("made_at", "pk")


def advisers_in_full() -> Prefetch[str]:
    return Prefetch("advisers", Adviser.objects.select_related("expert__organisation"))


def offers_for(expert: Expert) -> QuerySet[AskedExpert]:
    """What waits for this expert's word, the earliest due first."""
    rows = AskedExpert.objects.filter(expert=expert, state=WAITING).select_related("need__subject", "need__enterprise")
    return rows.order_by("need__due_on", "pk")


@dataclass(frozen=True)
class Day:
    """An expert's day: what is on, what is to be recorded, what waits for a word, whom they look after."""

    today: list[Encounter]
    coming: list[Encounter]
    to_record: list[Encounter]
    to_time: list[Encounter]
    to_sign: list[Adviser]
    offers: list[AskedExpert]
    needs: list[Need]


def day_of_expert(expert: Expert, day: dt.date | None = None) -> Day:
    """Five queries and their prefetches, whatever there is."""
    span = whole_day(day or clock.today())
    mine = Encounter.objects.filter(advisers__expert=expert, state=PLANNED).with_elsewhere()
    rows = list(mine.select_related("need__subject").order_by("starts", "pk"))
    signs = Adviser.objects.filter(expert=expert, state=Hearing.CAME, signed_at=None, encounter__state=DONE)
    needs = Need.objects.filter(expert=expert, state=TAKEN).select_related("subject", "enterprise")
    return Day(
        today=[each for each in rows if _within(each, span)],
        coming=[each for each in rows if each.starts is not None and each.starts >= span.ends],
        to_record=[each for each in rows if _waits_for_words(each)],
        to_time=[each for each in rows if each.starts is None and each.mode in TIMED],
        to_sign=list(signs.select_related("encounter__need__subject").order_by("encounter__happened_on", "pk")[:20]),
        offers=list(offers_for(expert)),
        needs=list(needs.order_by("taken_at", "pk")),
    )


def _waits_for_words(row: Encounter) -> bool:
    """An online question at once, everything else once it has begun; not what is recorded in another room."""
    if row.elsewhere:
        return False
    return row.mode == Mode.ONLINE if row.starts is None else row.starts <= clock.now()


def _within(row: Encounter, span: Span) -> bool:
    return row.starts is not None and span.starts <= row.starts < span.ends


def studios_shown(day: dt.date | None = None) -> QuerySet[Studio]:
    """Studios that stand and are meant to be found, with their teams of today."""
    day = day or clock.today()
    team = StudioMember.objects.filter(ended_on=None).select_related("expert__organisation")
    rows = Studio.objects.filter(Q(until=None) | Q(until__gte=day), public=True, ended_at=None, since__lte=day)
    return rows.select_related("office").prefetch_related(Prefetch("members", team))


def published_answers(topic: str = "") -> QuerySet[PublicAnswer]:
    """What experts answered online and everybody may read."""
    return public_answers(ROOM, topic)


def year_of_corps(year: int) -> dict[int, list[int]]:
    """Expert → minutes given in each month of a year; one query, however many experts."""
    rows = Adviser.objects.filter(
        state=Hearing.CAME, encounter__state=DONE, encounter__happened_on__gte=dt.date(year, 1, 1),
        encounter__happened_on__lte=dt.date(year, 12, 31),
    )  # fmt: skip
    found: dict[int, list[int]] = {}
    totals = rows.order_by().values_list("expert", "encounter__happened_on__month").annotate(n=Sum("minutes"))
    for expert, month, minutes in totals:
        found.setdefault(expert, [0] * 12)[month - 1] = minutes
    return found
