"""What lists of cases have in common: whose name, whether an amount is invented, where a row leads."""

from __future__ import annotations

from django.urls import reverse

from district.ground.people.queries import Person


def name_of(person: Person | None) -> str:
    return person.name if person else ""


def is_invented(row: object) -> bool:
    return bool(getattr(row, "invented", False))


def page_of(name: str, reference: str) -> str:
    return reverse(f"cases:{name}", args=[reference])
