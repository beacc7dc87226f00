"""Reads of organisations, members and experts as lists: for pages, search, to-dos and the night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import cached_property

from district.ground import clock
from district.ground.people.queries import (
    OFFICES,
    Bureau,
    Expert,
    Field,
    Kind,
    Organisation,
    OrganisationMembership,
    Part,
    Person,
    Role,
    Topic,
    organisations_kept_by,
    standing_on,
)

BY_KIND = Case(*(When(kind=kind, then=Value(n)) for n, kind in enumerate(Kind)), output_field=IntegerField())
AHEAD = 30  # days before a term's end that it is spoken of


def organisations(*, kind: str = "", text: str = "") -> QuerySet[Organisation]:
    """Narrowed by kind and by part of a name, each with `standing`, how many stand in it today."""
    rows = Organisation.objects.select_related("parent")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(full__icontains=text) | Q(english__icontains=text) | Q(code__iexact=text)
        )
    standing = Count("memberships", filter=standing_on(clock.today(), "memberships__"))
    return rows.annotate(standing=standing).order_by(BY_KIND, "name", "pk")


def public_organisations(day: dt.date | None = None) -> QuerySet[Organisation]:
    """Those that are meant to be listed, as long as they are there."""
    day = day or clock.today()
    there = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    return Organisation.objects.filter(there, public=True).order_by(BY_KIND, "name", "pk")


def organisations_of(kind: str, *, also: Collection[int] = (), day: dt.date | None = None) -> QuerySet[Organisation]:
    """Those of a kind that are meant to be found on a day, and these besides."""
    return Organisation.objects.filter(Q(pk__in=public_organisations(day).values("pk")) | Q(pk__in=also), kind=kind)


def public_experts() -> QuerySet[Expert]:
    return Expert.objects.shown_in_public().select_related("organisation", "office").prefetch_related("honours")


def experts_seen(*, text: str = "", field: str = "", topic: str = "") -> QuerySet[Expert]:
    """The corps, narrowed; those who stand first. Fields and topics are few words in a list: told by their quotes."""
    rows = Expert.objects.select_related("office", "organisation", "person")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(organisation__name__icontains=text) | Q(reference__iexact=text))
    if field in Field.values:
        rows = rows.filter(fields__icontains=f'"{field}"')
    if topic in Topic.values:
        rows = rows.filter(topics__icontains=f'"{topic}"')
    return rows.order_by(F("ended_at").asc(nulls_first=True), "name", "pk")


def members_of(organisation: Organisation) -> QuerySet[OrganisationMembership]:
    rows = organisation.memberships.select_related("person", "organisation", "entered_by", "vouched_by", "ended_by")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "role", "person__name", "pk")


def kept_by(person: Person) -> Q:
    """The memberships a person keeps: every one for administrators, those of their organisations for a steward."""
    if person.has_role(Role.ADMINISTRATOR):
        return Q()
    return Q(organisation__in=organisations_kept_by(person), role__in=Part.values)


def waiting_for(person: Person) -> QuerySet[OrganisationMembership]:
    """Those that wait for this person's word; never for one's own."""
    rows = OrganisationMembership.objects.filter(kept_by(person)).waiting()
    return rows.exclude(person=person).select_related("person", "organisation")


def ending_for(person: Person, today: dt.date) -> QuerySet[OrganisationMembership]:
    """Terms that end soon and this person may extend; never one's own."""
    return ending(today).filter(kept_by(person)).exclude(person=person)


def stewards_of(organisation: Organisation) -> QuerySet[Person]:
    held = organisation.memberships.filter(standing_on(clock.today()), role=Part.STEWARD).values("person")
    return Person.objects.filter(pk__in=held, is_active=True)


@dataclass(frozen=True)
class Members:
    """An organisation's members as its page shows them."""

    organisation: Organisation

    @cached_property
    def rows(self) -> list[OrganisationMembership]:
        return list(members_of(self.organisation))

    @property
    def open(self) -> list[OrganisationMembership]:
        return sorted((each for each in self.rows if each.ended_at is None), key=lambda each: ORDER[each.state])

    @property
    def past(self) -> list[OrganisationMembership]:
        return [each for each in self.rows if each.ended_at is not None]


ORDER: Mapping[str, int] = {"waiting": 0, "standing": 1, "to_come": 2, "over": 3}


def others() -> QuerySet[Organisation]:
    """Those that are no bureau and no street."""
    return Organisation.objects.exclude(kind__in=OFFICES)


def organisations_seen_by(person: Person) -> QuerySet[Organisation]:
    """Officials see all, others those they keep."""
    rows = Organisation.objects.select_related("parent")
    return rows if person.is_official else rows.filter(pk__in=organisations_kept_by(person).values("pk"))


def memberships_seen_by(person: Person) -> QuerySet[OrganisationMembership]:
    """Those of organisations this person sees, and their own."""
    rows = OrganisationMembership.objects.select_related("person", "organisation")
    return rows.filter(Q(person=person) | Q(organisation__in=organisations_seen_by(person).order_by().values("pk")))


def renewed(row: OrganisationMembership, by: Person) -> OrganisationMembership | None:
    """The term that somebody put in the place of one that ended."""
    if row.ended_at is None:
        return None
    later = OrganisationMembership.objects.filter(
        person=row.person_id, organisation=row.organisation_id, role=row.role, ended_at=None, entered_by=by,
        entered_at__gte=row.ended_at,
    )  # fmt: skip
    return later.select_related("person").first()


def organisation_named(name: str) -> Organisation | None:
    return Organisation.objects.filter(name=name).first()


def body_named(kind: str, name: str, full: str) -> Organisation | None:
    """The one of a kind that goes by this name, short or in full."""
    return Organisation.objects.filter(Q(name=name) | Q(full=full), kind=kind).first()


def open_memberships() -> QuerySet[OrganisationMembership]:
    return OrganisationMembership.objects.filter(ended_at=None)


def ending(today: dt.date) -> QuerySet[OrganisationMembership]:
    """Terms that stand and end within AHEAD days."""
    soon = Q(until__range=(today, today + dt.timedelta(days=AHEAD)))
    return OrganisationMembership.objects.filter(standing_on(today), soon).select_related("person", "organisation")


def account(username: str) -> Person | None:
    """By its exact user name, closed ones too."""
    return Person.objects.filter(username=username).first()


def offices() -> QuerySet[Bureau]:
    return Bureau.objects.all()


def offices_listing_experts(person: Person) -> QuerySet[Bureau]:
    """For which a person may list experts."""
    if person.has_role(Role.ADMINISTRATOR):
        return Bureau.objects.all()
    return Bureau.objects.filter(pk__in=person.bureau_ids(Role.OFFICER, Role.LEADER))


def experts_in_full() -> QuerySet[Expert]:
    """With what their page shows."""
    return Expert.objects.select_related("office", "organisation", "person").prefetch_related("honours")
