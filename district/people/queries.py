"""Reads about people that other rooms need."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import OuterRef, QuerySet, Subquery

from district.people.models import Bureau, Duty, Person, Role

__all__ = ["Bureau", "Duty", "Person", "Role", "bureau_named", "officers_of", "with_address"]


def bureau_named(name: str) -> Bureau | None:
    return Bureau.objects.filter(name=name).first()


def officers_of(bureau: Bureau) -> QuerySet[Person]:
    """People who work cases for this bureau."""
    return Person.objects.filter(duty__bureau=bureau, duty__role=Role.OFFICER, is_active=True).distinct()


def with_address(people: QuerySet[Person]) -> QuerySet[Any]:
    """People with `address`: the e-mail address they proved to be theirs, the first one before others; or None."""
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True).order_by("-primary", "pk")
    return people.annotate(address=Subquery(proved.values("email")[:1]))
