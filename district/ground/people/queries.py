"""Reads about people that other rooms need."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from district.ground import clock
from district.ground.people.models import PASSED_ON, Absence, AbsentDay, Bureau, Duty, Person, Role

__all__ = [
    "PASSED_ON",
    "Absence",
    "AbsentDay",
    "Bureau",
    "Duty",
    "Person",
    "Role",
    "absences_seen_by",
    "account",
    "as_now",
    "away_on",
    "bureau_named",
    "bureau_of",
    "colleagues_of",
    "leaders_of",
    "officers_of",
    "with_address",
]  # fmt: skip


def bureau_named(name: str) -> Bureau | None:
    return Bureau.objects.filter(name=name).first()


def bureau_of(person: Person, *roles: str) -> Bureau | None:
    """The bureau a person acts for by one of these duties: their own before one they stand in for."""
    found = [duty for duty in person.duties if duty.role in roles]
    own = [duty for duty in found if duty.person_id == person.pk]
    return next((duty.bureau for duty in [*own, *found]), None)


def officers_of(bureau: Bureau) -> QuerySet[Person]:
    """People who work cases for this bureau, and who stands in for one of them today."""
    return _with_duty(bureau, Role.OFFICER)


def leaders_of(bureau: Bureau) -> QuerySet[Person]:
    """People who lead this bureau, and who stands in for one of them today."""
    return _with_duty(bureau, Role.LEADER)


def _with_duty(bureau: Bureau, role: Role) -> QuerySet[Person]:
    own = Duty.objects.filter(bureau=bureau, role=role).values("person")
    standing_in = AbsentDay.objects.filter(day=clock.today(), person__in=own).values("absence__substitute")
    return Person.objects.filter(Q(pk__in=own) | Q(pk__in=standing_in), is_active=True)


def away_on(first: dt.date, last: dt.date | None = None) -> QuerySet[AbsentDay]:
    """Days of absence from `first` to `last`; of `first` alone without it."""
    return AbsentDay.objects.filter(day__range=(first, last or first))


def colleagues_of(person: Person) -> QuerySet[Person]:
    """Who could stand in: people with a desk duty of their own in every bureau where `person` has one."""
    rows = Person.objects.filter(is_active=True).exclude(pk=person.pk)
    bureaus = {duty.bureau_id for duty in person.duty_set.all() if duty.role in PASSED_ON}
    for bureau in bureaus:
        rows = rows.filter(Exists(Duty.objects.filter(person=OuterRef("pk"), bureau=bureau, role__in=PASSED_ON)))
    return (rows if bureaus else rows.none()).order_by("name", "pk")


def absences_seen_by(person: Person) -> QuerySet[Absence]:
    """One's own, those one stands in for, and for a leader those of the bureau's people."""
    led = Duty.objects.filter(bureau__in=person.bureau_ids(Role.LEADER), role__in=PASSED_ON).values("person")
    rows = Absence.objects.filter(Q(person=person) | Q(substitute=person) | Q(person__in=led))
    return rows.select_related("person", "substitute", "entered_by")


def with_address(people: QuerySet[Person]) -> QuerySet[Any]:
    """People with `address`: the e-mail address they proved to be theirs, the first one before others; or None."""
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True).order_by("-primary", "pk")
    return people.annotate(address=Subquery(proved.values("email")[:1]))


def account(pk: int) -> QuerySet[Person]:
    """One account's row, to be locked or changed by who stands above."""
    return Person.objects.filter(pk=pk)


def as_now(pk: int | None) -> Person | None:
    """A person as they are at this moment, duties included; None where the account is closed."""
    return Person.objects.filter(pk=pk, is_active=True).first() if pk is not None else None
