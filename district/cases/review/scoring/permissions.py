"""Who may open a round, and who may fill in a sheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.review.scoring.models import Sheet
from district.enterprises.permissions import tied
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Expert, Person, Role
from district.policies.queries import Programme

Hand = Person | Expert  # who fills in a sheet: an account, or a record that acts by a one-time link


def may_run(person: Person, programme: Programme) -> Answer:
    """Open and close rounds, allot places: officers of the lead bureau."""
    if programme.office_id in person.bureau_ids(Role.OFFICER):
        return Yes
    return No(_("只有牵头部门的经办人可以组织评审。"))


def may_open(by: Hand, sheet: Sheet) -> Answer:
    """The expert whose sheet it is: by their account, or by a one-time link as their record."""
    expert = sheet.seat.expert
    mine = expert.pk == by.pk if isinstance(by, Expert) else expert.person_id == by.pk
    return Yes if mine else No(_("这张评分表属于另一位专家。"))


def may_score(by: Hand, sheet: Sheet) -> Answer:
    """The expert whose sheet it is, and never for an enterprise of their own."""
    if not (own := may_open(by, sheet)):
        return own
    person = by.person if isinstance(by, Expert) else by
    if person is not None and tied(person, sheet.entry.application.enterprise):
        return No(_("您是这家企业的成员，必须回避。"))
    return Yes
