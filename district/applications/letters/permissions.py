"""Who may note that a paper was sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.applications.letters.models import IssuedLetter
from district.people.permissions import Answer, No, Yes
from district.people.queries import Person, Role


def may_serve(person: Person, letter: IssuedLetter) -> Answer:
    if letter.office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有作出文书的部门可以登记送达。"))
