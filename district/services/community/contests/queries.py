"""Reads of contests: what is called, entered, judged, awarded; of the one who asks."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from district.enterprises.queries import Enterprise, Subject, my_subjects
from district.ground.people.queries import Person
from district.services.community.contests.codes import digest_of
from district.services.community.contests.models import (
    Contest,
    ContestAward,
    ContestEntry,
    ContestJudge,
    ContestTeam,
    MarkSheet,
    TeamSeat,
)
from district.services.community.contests.states import CANCELLED, HANDED_IN

__all__ = ["Contest", "ContestAward", "ContestEntry", "ContestJudge", "ContestTeam", "MarkSheet", "TeamSeat"]


def public_contests() -> QuerySet[Contest]:
    """Called ones, those that take entries first."""
    rows = Contest.objects.filter(called_at__isnull=False).exclude(state=CANCELLED)
    return rows.select_related("office").order_by("-closes_at", "-pk")


def desk_contests(person: Person) -> QuerySet[Contest]:
    return Contest.objects.at_desk_of(person).select_related("office")


def desk_entries(person: Person) -> QuerySet[ContestEntry]:
    rows = ContestEntry.objects.at_desk_of(person)
    return rows.select_related("contest", "track", "enterprise", "team", "award__prize", "award__revoked")


def own_entries(person: Person) -> QuerySet[ContestEntry]:
    rows = ContestEntry.objects.of(person).order_by("-made_at", "-pk")
    return rows.select_related("contest__office", "track", "enterprise", "team__lead", "award__prize", "award__revoked")


def own_teams(person: Person) -> QuerySet[ContestTeam]:
    seats = TeamSeat.objects.filter(left_at=None).select_related("person")
    return ContestTeam.objects.of(person).select_related("lead").prefetch_related(Prefetch("seats", seats))


def own_awards(person: Person) -> QuerySet[ContestAward]:
    return ContestAward.objects.of(person).select_related("entry__contest__office", "entry__team", "prize")


def may_bear(person: Person) -> QuerySet[Enterprise]:
    """In whose name a team's prize may be put down: its lead as a person, and firms they act for; no base."""
    return my_subjects(person).exclude(subject=Subject.BASE)


def desk_awards(person: Person) -> QuerySet[ContestAward]:
    return ContestAward.objects.at_desk_of(person).select_related("entry__contest", "entry__team", "prize")


def own_sheets(person: Person) -> QuerySet[MarkSheet]:
    return sheets_in_full(MarkSheet.objects.of(person))


def sheets_in_full(rows: QuerySet[MarkSheet]) -> QuerySet[MarkSheet]:
    return rows.select_related(
        "judge__expert", "judge__contest__office", "entry__contest", "entry__enterprise", "entry__team", "entry__track"
    )


def own_juries(person: Person) -> QuerySet[ContestJudge]:
    """The juries somebody sits on."""
    return ContestJudge.objects.filter(expert__person=person.pk).select_related("contest__office", "expert")


def desk_juries(person: Person) -> QuerySet[ContestJudge]:
    rows = ContestJudge.objects.filter(contest__in=Contest.objects.at_desk_of(person).values("pk"))
    return rows.select_related("contest__office", "expert")


def to_mark(rows: QuerySet[MarkSheet]) -> QuerySet[MarkSheet]:
    """Sheets that wait for their judge while the contest is judged."""
    waiting = Q(state__in=[MarkSheet.State.OPEN, MarkSheet.State.DECLARED]) | Q(
        asked_at__isnull=False, again_at=None, state=MarkSheet.State.GIVEN
    )
    return rows.filter(waiting, entry__state=HANDED_IN, judge__contest__state="judging")


def seat_asked(token: str) -> TeamSeat | None:
    """The seat a joining link is of."""
    return TeamSeat.objects.filter(secret=digest_of(token), left_at=None).select_related("team__lead").first()


def award_coded(code: str) -> ContestAward | None:
    rows = ContestAward.objects.select_related(
        "entry__contest__office", "entry__team", "entry__enterprise", "entry__track", "prize", "revoked"
    )
    return rows.filter(code=code.strip().upper()).first()
