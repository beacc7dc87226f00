"""Reads of the ledger: how many hours somebody learnt, by the strength of their evidence; what waits for a look."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.conf import settings
from django.db.models import Q, QuerySet

from district.ground import clock
from district.ground.people.queries import Bureau, Person, bureau_named
from district.ground.slots.times import day_of, whole_day
from district.services.training.hours.models import Flag, Learner, LearningEntry, Source, whose
from district.services.training.hours.states import OPEN
from district.services.training.hours.strength import (
    LEARNING_HOUR,
    Learned,
    Part,
    Strength,
    minutes_by_strength,
    shared_out,
)

__all__ = [
    "LEARNING_HOUR", "Flag", "Learned", "Learner", "LearningEntry", "Source", "Strength", "entries_of", "flags_seen_by",
    "hours_in", "hours_of", "minutes_by_strength", "office_of_training", "open_flags", "shared_out", "struck_since",
    "whose", "written",
]  # fmt: skip


def office_of_training() -> Bureau:
    """The bureau that looks after hours no session's bureau does."""
    found = bureau_named(settings.LEAD_BUREAU)
    assert found is not None
    return found


def entries_of(who: Person | Learner) -> QuerySet[LearningEntry]:
    """All live words of one's learning, those as a worker without an account too."""
    return LearningEntry.objects.live().filter(_of(who))


def _of(who: Person | Learner) -> Q:
    if isinstance(who, Person):
        return whose(who)
    root = who.same_as_id or who.pk
    return Q(learner=root) | Q(learner__same_as=root)


def hours_of(
    who: Person | Learner, since: dt.datetime | None = None, until: dt.datetime | None = None, *, session: str = ""
) -> Learned:
    """What somebody learnt from `since` to `until` (to now), over all sessions, each moment once; of a `session` alone
    what it gets of that. What lies in the future is not learnt yet.
    """
    rows = cut(entries_of(who), since, until)
    return shared_out(rows).get(session, Learned()) if session else minutes_by_strength(rows)


Spans = Sequence[tuple[dt.datetime | None, dt.datetime | None]]


def hours_in(
    sessions: Collection[str], until: dt.datetime | None = None, *, of: Collection[int] | None = None,
    within: Mapping[tuple[int, str], Spans] | None = None,
) -> dict[Learner, dict[str, Learned]]:  # fmt: skip
    """Learner → session → what each of these sessions gets of their time, whatever else they claimed at that time.
    `of` these people alone, by the keys of who they are in the end; `within`: of a learner and a session, the only
    times that count.
    """
    there = LearningEntry.objects.live().filter(session__in=sessions)
    known = Learner.objects.filter(pk__in=there.values("learner"))
    if of is not None:
        known = known.filter(Q(pk__in=of) | Q(same_as__in=of))
    roots = {row.same_as_id or row.pk for row in known}
    rows = (
        LearningEntry.objects.live()
        .filter(Q(learner__in=roots) | Q(learner__same_as__in=roots))
        .select_related("learner")
    )
    theirs: dict[int, list[LearningEntry]] = defaultdict(list)
    for row in rows:
        theirs[row.learner.same_as_id or row.learner_id].append(row)
    learners = Learner.objects.select_related("account").in_bulk(roots)
    every: Spans = [(None, until)]
    shared = {
        key: shared_out(
            part for row in found for since, last in (within or {}).get((key, row.session), every)
            for part in cut([row], since, last)
        )
        for key, found in theirs.items()
    }  # fmt: skip
    return {learners[key]: {name: got[name] for name in sessions if name in got} for key, got in shared.items()}


def cut(rows: Iterable[LearningEntry], since: dt.datetime | None, until: dt.datetime | None) -> list[Part]:
    """Of each entry what lies between two moments, the later not after now."""
    return Part.cut(rows, since, min(until or clock.now(), clock.now()))


def beside(rows: Sequence[LearningEntry]) -> list[LearningEntry]:
    """Live entries with these: of the same sessions, and of the same people on the same days."""
    if not rows:
        return []
    people = {row.learner_id for row in rows}
    first, last = min(row.began for row in rows), max(row.ended for row in rows)
    days = whole_day(day_of(first)).starts, whole_day(day_of(last)).ends
    theirs = (Q(learner__in=people) | Q(learner__same_as__in=people)) & Q(began__range=days)
    there = Q(session__in={row.session for row in rows})
    found = LearningEntry.objects.live().filter(theirs | there).select_related("learner", "office")
    return list(found.order_by("began", "pk"))


def recorded_since(moment: dt.datetime) -> QuerySet[LearningEntry]:
    return LearningEntry.objects.live().filter(at__gte=moment).select_related("learner")


def struck_since(moment: dt.datetime) -> dict[int, tuple[dt.datetime, int]]:
    """Who had words struck since then, by the keys of who they are in the end → the last one: when, and which."""
    rows = LearningEntry.objects.filter(struck__at__gte=moment).order_by("struck__at", "pk")
    named = rows.values_list("learner", "learner__same_as", "struck__at", "pk")
    return {same or own: (at, pk) for own, same, at, pk in named}


def flags_seen_by(person: Person) -> QuerySet[Flag]:
    return Flag.objects.visible_to(person).select_related("office", "by")


def open_flags(sessions: Collection[str]) -> QuerySet[Flag]:
    """What waits for a look in these sessions: to be asked before anything is paid for them."""
    return Flag.objects.filter(state=OPEN, entries__session__in=sessions).distinct()


def written(keys: Collection[str]) -> set[str]:
    """Those of these keys under which a word stands already."""
    return set(LearningEntry.objects.filter(key__in=keys).values_list("key", flat=True))
