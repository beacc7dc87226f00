"""Reads of the alliance: members, what they lend, what was lent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse

from district.enterprises.queries import my_enterprises
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.slots.lengths import Minutes
from district.ground.slots.queries import Hold, Slot, Span, free
from district.ground.slots.times import ONE_DAY, at, day_of
from district.services.community.alliance import states
from district.services.community.alliance.models import KEEPERS, Lending, Member, SharedThing, firms_of

__all__ = [
    "Lending", "Member", "SharedThing", "free_days", "kept_members", "lendings_seen", "members_seen", "my_members",
    "pages_of_appointments", "shared_seen", "waiting_members",
]  # fmt: skip

SHOWN = 14  # days of free time shown at once
OVER = Q(hold__state="ended")  # came back early


def members_seen(person: Person | None) -> QuerySet[Member]:
    return Member.objects.visible_to(person).select_related("enterprise", "office")


def kept_members(person: Person) -> QuerySet[Member]:
    """Those of one's own office; to auditors all."""
    rows = Member.objects.all() if person.has_role("auditor") else members_seen(person)
    if not person.has_role("auditor"):
        rows = rows.filter(office__in=person.bureau_ids(*KEEPERS))
    return rows.select_related("enterprise", "office")


def waiting_members(person: Person) -> QuerySet[Member]:
    """Who asks to join or to go on, of offices one works for."""
    rows = kept_members(person).filter(office__in=person.bureau_ids(*KEEPERS))
    asked = Q(state=states.ASKED) | Q(state=states.STANDING, renewal_asked_at__isnull=False)
    return rows.filter(asked)


def my_members(person: Person) -> QuerySet[Member]:
    """Of the firms one acts for, also what is over."""
    rows = Member.objects.filter(Q(enterprise__in=firms_of(person)) | Q(asked_by=person))
    return rows.select_related("enterprise", "office").order_by("-asked_at", "-pk")


def can_borrow(person: Person) -> QuerySet[Member]:
    return my_members(person).filter(state=states.STANDING, until__gte=clock.today(), enterprise__in=firms_of(person))


def could_join(person: Person) -> list[object]:
    """One's firms that neither are members nor asked."""
    taken = Member.objects.filter(state__in=sorted(states.OPEN)).values("enterprise")
    return list(my_enterprises(person).exclude(pk__in=taken))


def shared_seen(person: Person | None) -> QuerySet[SharedThing]:
    return SharedThing.objects.visible_to(person).select_related("member__enterprise", "member__office", "resource")


def offered(person: Person | None) -> QuerySet[SharedThing]:
    return shared_seen(person).filter(closed_at=None, member__state=states.STANDING)


def lendings_seen(person: Person) -> QuerySet[Lending]:
    return Lending.objects.visible_to(person).select_related(
        "shared__member__enterprise", "shared__member__office", "borrower__enterprise", "hold__resource"
    )


def kept_lendings(person: Person) -> QuerySet[Lending]:
    rows = lendings_seen(person)
    if not person.has_role("auditor"):
        rows = rows.filter(shared__member__office__in=person.bureau_ids(*KEEPERS))
    return rows


def my_lendings(person: Person) -> QuerySet[Lending]:
    """Borrowed or lent by the firms one acts for."""
    firms = firms_of(person)
    return lendings_seen(person).filter(Q(borrower__enterprise__in=firms) | Q(shared__member__enterprise__in=firms))


def lent_by(day: dt.date) -> Q:
    """Lendings that took place by a day: their time is over, or the thing came back early; nothing was cancelled."""
    now = min(clock.now(), at(day + ONE_DAY, dt.time()))
    return OVER | Q(hold__state="stands", hold__ends__lte=now)


def timed(rows: QuerySet[Lending]) -> QuerySet[Lending]:
    """With `minutes`: how long each had it, less what came back early."""
    return rows.annotate(minutes=Minutes("hold__starts", "hold__ends"))


def free_days(shared: SharedThing, since: dt.date) -> dict[dt.date, list[Slot]]:
    """Free slots of the next days, by day."""
    slots = free([shared.resource], Span(at(since, dt.time()), at(since + ONE_DAY * SHOWN, dt.time())))
    days: dict[dt.date, list[Slot]] = {}
    for slot in slots.get(shared.resource_id, []):
        days.setdefault(day_of(slot.starts), []).append(slot)
    return days


def pages_of_appointments(_person: Person, holds: Sequence[Hold]) -> dict[uuid.UUID, str]:
    """The group of appointments → the page of the lending."""
    rows = Lending.objects.filter(hold__in=[each.pk for each in holds]).values_list("hold__group", "reference")
    return {group: reverse("alliance:lending", args=[reference]) for group, reference in rows}
