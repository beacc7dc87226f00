"""Who may reply to what was asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role


def may_reply(person: Person, office_id: int) -> Answer:
    if office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有答复部门的经办人和负责人可以答复。"))
