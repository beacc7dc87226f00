"""Reads about people that other rooms need."""

from __future__ import annotations

from django.db.models import QuerySet

from district.people.models import Bureau, Duty, Person, Role

__all__ = ["Bureau", "Duty", "Person", "Role", "bureau_named", "officers_of"]


def bureau_named(name: str) -> Bureau | None:
    return Bureau.objects.filter(name=name).first()


def officers_of(bureau: Bureau) -> QuerySet[Person]:
    """People who work cases for this bureau."""
    return Person.objects.filter(duty__bureau=bureau, duty__role=Role.OFFICER, is_active=True).distinct()
