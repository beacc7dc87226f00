"""Who may note that a paper was sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.letters.models import IssuedLetter
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role


def may_serve(person: Person, letter: IssuedLetter) -> Answer:
    return may_serve_for(person, letter.office_id)


def may_serve_for(person: Person, office: int) -> Answer:
    """The same for every paper an office makes."""
    if office in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有作出文书的部门可以登记送达。"))
