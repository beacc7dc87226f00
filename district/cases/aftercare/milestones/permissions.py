"""Who may ask for acceptance, look at it, confirm it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.milestones.models import Milestone
from district.cases.approving.levels import REVIEWER
from district.cases.approving.permissions import duty_at
from district.cases.core.models import Application
from district.cases.core.permissions import may_decide
from district.enterprises.mandates.permissions import Scope, may_act
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person


def may_ask(person: Person, application: Application) -> Answer:
    return may_act(person, application.enterprise, Scope.FILLS, why=_("只有获得同意的企业可以申请验收。"))


def may_check(person: Person, row: Milestone) -> Answer:
    """Look at it, or send it back: the lead bureau, not for an enterprise of one's own."""
    return may_decide(person, row.application)


def may_confirm(person: Person, row: Milestone) -> Answer:
    """Another person than who looked at it, and not standing in for them."""
    if row.checked_by_id == person.pk:
        return No(_("核验的人不能自己确认，请由同事确认。"))
    signed = {row.checked_by_id} if row.checked_by_id else set()
    if duty_at(person, row.application.programme.office_id, REVIEWER, signed) is None:
        return No(_("由牵头部门的另一位经办人或负责人确认。"))
    return may_decide(person, row.application)
