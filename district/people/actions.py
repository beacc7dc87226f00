"""Writes about people and bureaus."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from district.people.models import Bureau, Duty, Person, Role


@transaction.atomic
def define_bureaus(*, offices: Iterable[tuple[str, str]], streets: Iterable[str]) -> None:
    """Bring the bureaus in line with the catalogue. `offices`: (short name, full name). Never deletes one."""
    for name, full in offices:
        Bureau.objects.update_or_create(name=name, defaults={"full": full, "kind": Bureau.Kind.BUREAU})
    for name in streets:
        Bureau.objects.get_or_create(name=name, defaults={"full": name, "kind": Bureau.Kind.STREET})


@transaction.atomic
def create_person(
    *, username: str, name: str, password: str, email: str = "", duties: Iterable[tuple[Bureau, Role]] = ()
) -> Person:
    """Make an account, or bring an existing one's name and duties up to date; a known password is kept."""
    person, created = Person.objects.get_or_create(username=username, defaults={"name": name, "email": email})
    if created:
        person.set_password(password)
        person.save(update_fields=["password"])
    for bureau, role in duties:
        Duty.objects.get_or_create(person=person, bureau=bureau, role=role)
    return person
