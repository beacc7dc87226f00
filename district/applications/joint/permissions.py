"""Who may say a bureau's opinion."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.applications.joint.models import Opinion
from district.applications.permissions import no_conflict
from district.people.permissions import Answer, No
from district.people.queries import Person, Role


def may_opine(person: Person, opinion: Opinion) -> Answer:
    """Officers and leaders of the bureau that is asked, but for enterprises of their own."""
    if opinion.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有被征求意见的部门可以答复。"))
    return no_conflict(person, opinion.application)
