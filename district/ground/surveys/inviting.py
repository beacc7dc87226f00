"""Who is meant by what somebody wrote on the desk."""

from __future__ import annotations

from collections.abc import Sequence

from district.ground.people.queries import Person, accounts_named
from district.ground.surveys.actions import Invitee
from district.ground.surveys.audiences import audiences


def invitees(
    by: Person, *, group: str, accounts: Sequence[str], names: Sequence[str]
) -> tuple[list[Invitee], list[str]]:
    """Whom to ask, and accounts that are not known."""
    found: list[Invitee] = []
    if (some := audiences.get(group)) is not None:
        found += some.find(by)
    known = _accounts([*accounts])
    found += [Invitee(str(person), person) for name in accounts if (person := known.get(name.lower()))]
    found += [Invitee(name) for name in names]
    return found, [name for name in accounts if name.lower() not in known]


def _accounts(names: list[str]) -> dict[str, Person]:
    """Accounts by user name or address, in small letters."""
    found: dict[str, Person] = {}
    for person in accounts_named(names):
        found[person.username.lower()] = person
        if person.email:
            found.setdefault(person.email.lower(), person)
    return found
