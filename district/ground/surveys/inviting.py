"""Who is meant by what somebody wrote on the desk."""

from __future__ import annotations

from district.ground.people.queries import Person, accounts_named
from district.ground.surveys.actions import Invitee
from district.ground.surveys.audiences import audiences
from district.ground.surveys.forms import InviteForm


def invitees(by: Person, form: InviteForm) -> tuple[list[Invitee], list[str]]:
    """Whom to ask, and accounts that are not known."""
    found: list[Invitee] = []
    if group := audiences.get(form.cleaned_data["group"]):
        found += group.find(by)
    written = form.lines("accounts")
    known = _accounts(written)
    found += [Invitee(str(person), person) for name in written if (person := known.get(name.lower()))]
    found += [Invitee(name) for name in form.lines("names")]
    return found, [name for name in written if name.lower() not in known]


def _accounts(names: list[str]) -> dict[str, Person]:
    """Accounts by user name or address, in small letters."""
    found: dict[str, Person] = {}
    for person in accounts_named(names):
        found[person.username.lower()] = person
        if person.email:
            found.setdefault(person.email.lower(), person)
    return found
