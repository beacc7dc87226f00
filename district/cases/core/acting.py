"""Whom somebody stands in for when they work on a case; kept with the log's line."""

from __future__ import annotations

from district.cases.core.models import Application
from district.cases.core.permissions import LEADER_ROLES
from district.ground.people.queries import Person, Role

DESK = (Role.OFFICER, Role.LEADER)


def instead_of(case: Application, by: Person | None, *roles: str) -> dict[str, str]:
    """{"instead_of": name} where `by` does the case's officer's work, or has the duty of `roles` for somebody only."""
    if by is None or not (others := by.stands_in_for):
        return {}
    if case.officer_id in others:
        return {"instead_of": others[case.officer_id].name}
    here = [each for each in by.duties if each.bureau_id == case.programme.office_id and each.role in (roles or DESK)]
    if here and all(each.person_id != by.pk for each in here):
        return {"instead_of": here[0].person.name}
    return {}


def answering_for(case: Application, by: Person, role: str) -> dict[str, str]:
    """The same for an answer to a person's condition: a leader's is given by the duty of a leader."""
    return instead_of(case, by, *([Role.LEADER] if role in LEADER_ROLES else []))
