"""Who may give a case to whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.models import Application
from district.cases.core.permissions import no_conflict
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role


def may_assign(person: Person, case: Application) -> Answer:
    """The bureau's leader any case; an officer their own, a colleague's they stand in for, and one nobody has."""
    office = case.programme.office_id
    if office in person.bureau_ids(Role.LEADER):
        return Yes
    if office not in person.bureau_ids(Role.OFFICER):
        return No(_("只有牵头部门的经办人和负责人可以派件。"))
    if case.officer_id in {None, person.pk, *person.stands_in_for}:
        return Yes
    return No(_("这件由同事经办，请由本人或负责人转派。"))


def may_receive(person: Person, case: Application) -> Answer:
    """An officer of the lead bureau, by a duty of their own, with no interest in the enterprise."""
    own = any(
        duty.bureau_id == case.programme.office_id and duty.role == Role.OFFICER and duty.person_id == person.pk
        for duty in person.duties
    )
    if not own:
        return No(_("只能派给牵头部门的经办人。"))
    return no_conflict(person, case)
