"""Who may register a base."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.models import Enterprise, Membership, stands
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person


def may_register(person: Person, operator: Enterprise) -> Answer:
    """The owner of the enterprise that runs it."""
    owned = Membership.objects.filter(stands(), person=person, enterprise=operator)
    if owned.filter(role=Membership.Role.OWNER).exists():
        return Yes
    return No(_("只有举办企业的法定代表人或负责人可以登记它的基地。"))
