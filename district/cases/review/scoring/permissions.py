"""Who may open a round, and who may fill in a sheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.review.scoring.models import Sheet
from district.enterprises.permissions import tied
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.policies.queries import Programme


def may_run(person: Person, programme: Programme) -> Answer:
    """Open and close rounds, allot places: officers of the lead bureau."""
    if programme.office_id in person.bureau_ids(Role.OFFICER):
        return Yes
    return No(_("只有牵头部门的经办人可以组织评审。"))


def may_score(person: Person, sheet: Sheet) -> Answer:
    """The expert whose sheet it is, and never for an enterprise of their own."""
    if sheet.seat.person_id != person.pk:
        return No(_("这张评分表属于另一位专家。"))
    if tied(person, sheet.entry.application.enterprise):
        return No(_("您是这家企业的成员，必须回避。"))
    return Yes
