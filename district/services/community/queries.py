"""Reads of the community: what is published, what is on, who comes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from district.enterprises.queries import Enterprise, my_enterprises
from district.enterprises.queries import ties as firms_tied
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.slots import states as seats
from district.ground.slots.queries import Seat, Session
from district.services.community import states
from district.services.community.chain import Said, Tie, ties
from district.services.community.models import Activity, Picture, Post, Report, Series, SignUp
from district.services.community.models.posts import KEEPERS, written_by

__all__ = [
    "Activity", "Post", "Report", "Series", "activities_seen", "coming", "first_pictures", "my_posts", "posts_seen",
    "seat_of", "standing_reports", "ties_at", "to_moderate",
]  # fmt: skip


def posts_seen(person: Person | None) -> QuerySet[Post]:
    return Post.objects.visible_to(person).select_related("office", "enterprise", "author")


def my_posts(person: Person) -> QuerySet[Post]:
    """What one wrote, and colleagues of one's firms; not what was given up."""
    rows = Post.objects.filter(written_by(person)).exclude(state=states.DROPPED)
    return rows.select_related("office", "enterprise", "author").order_by("-changed_at", "-pk")


def kept_posts(person: Person) -> QuerySet[Post]:
    """What the desk sees: of one's own offices, handed in or public once; to auditors all that ever was."""
    rows = Post.objects.visible_to(person).exclude(submitted_at=None)
    if not person.has_role("auditor"):
        rows = rows.filter(office__in=person.bureau_ids(*KEEPERS))
    return rows.select_related("office", "enterprise", "author")


def to_moderate(person: Person) -> QuerySet[Post]:
    """What waits for them; their own firms' waits for a colleague."""
    rows = kept_posts(person).filter(state=states.SUBMITTED, office__in=person.bureau_ids(*KEEPERS))
    return rows.exclude(firms_tied(person))


def kept_reports(person: Person) -> QuerySet[Report]:
    rows = Report.objects.all()
    if not person.has_role("auditor"):
        rows = rows.filter(post__office__in=person.bureau_ids(*KEEPERS))
    return rows.select_related("post__office", "post__enterprise", "by")


def standing_reports(person: Person) -> QuerySet[Report]:
    """What waits for them; of their own, and their firms', it waits for a colleague."""
    rows = kept_reports(person).filter(state=Report.State.OPEN, post__office__in=person.bureau_ids(*KEEPERS))
    return rows.exclude(firms_tied(person, "post__enterprise") | Q(post__author=person))


def first_pictures(posts: Iterable[Post]) -> dict[int, Picture]:
    """The first picture of each post that has one, by the post's key; one query."""
    found: dict[int, Picture] = {}
    for each in Picture.objects.there().filter(post__in=[row.pk for row in posts]):
        found.setdefault(each.post_id, each)
    return found


def activities_seen(person: Person | None) -> QuerySet[Activity]:
    return Activity.objects.visible_to(person).select_related("session__office", "series")


def kept_activities(person: Person) -> QuerySet[Activity]:
    """Those of one's own offices; to auditors all."""
    rows = Activity.objects.visible_to(person)
    if not person.has_role("auditor"):
        rows = rows.filter(session__office__in=person.bureau_ids(*KEEPERS))
    return rows.select_related("session__office", "series")


def coming(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Not yet over, the nearest first."""
    now = clock.now()
    return rows.filter(session__ends__gt=now, session__state="planned").order_by("session__starts", "pk")


def closed(session: Session) -> bool:
    """Whether nobody can sign up any more."""
    return clock.now() > session.closes_at


def firms_of(person: Person) -> list[Enterprise]:
    return list(my_enterprises(person))


def seat_of(person: Person | None, activity: Activity) -> Seat | None:
    """The seat, or place in the line, somebody has now."""
    if person is None:
        return None
    return activity.session.seats.filter(person=person, state__in=seats.STANDING).first()


def said_at(activity: Activity, person: Person | None = None) -> list[Said]:
    """What those who come said of their firms, as far as it may be seen: what is shared, and one's own."""
    rows = SignUp.objects.filter(activity=activity, seat__state__in=seats.STANDING, enterprise__isnull=False)
    seen = Q(shared=True) | Q(seat__person=person) if person is not None else Q(shared=True)
    rows = rows.filter(seen).exclude(offers="", wants="").select_related("enterprise").order_by("pk")
    return [
        Said(row.pk, row.enterprise.name if row.enterprise else "", row.offers, row.offers_code, row.wants,
             row.wants_code)
        for row in rows
    ]  # fmt: skip


def ties_at(activity: Activity, person: Person) -> list[Tie]:
    """Who at this table could supply whom: for who runs it and who comes."""
    return ties(said_at(activity, person))
