"""Duties in tests: given as the installation gives them, ended as an administrator ends them, without one at hand."""

from __future__ import annotations

from district.ground import clock
from district.ground.people import memberships
from district.ground.people.models import Bureau, Organisation, OrganisationMembership, Person, Role


def give(person: Person, office: Bureau | Organisation | str, role: str = Role.OFFICER) -> OrganisationMembership:
    found = Bureau.objects.get(name=office) if isinstance(office, str) else office
    return memberships.install(person=person, organisation=found, role=role)


def leave(person: Person, office: Bureau | Organisation | None = None, *, besides: str = "") -> None:
    """Every duty ends, or those in one bureau."""
    rows = OrganisationMembership.objects.filter(person=person, ended_at=None).exclude(role=besides)
    rows = rows.filter(organisation=office) if office is not None else rows
    rows.update(ended_at=clock.now(), why_ended="示例：离任")
    for kept in ("duties", "memberships", "standings"):
        person.__dict__.pop(kept, None)


def move(person: Person, office: Bureau | Organisation) -> None:
    """The same roles in another bureau."""
    held = list(OrganisationMembership.objects.filter(person=person, ended_at=None))
    leave(person)
    for each in held:
        give(person, office, each.role)
