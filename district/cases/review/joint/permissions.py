"""Who may say a bureau's opinion."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.models import Application
from district.cases.core.permissions import no_conflict
from district.cases.review.joint.models import Opinion
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person, Role


def may_opine(person: Person, opinion: Opinion) -> Answer:
    """Officers and leaders of the bureau that is asked, but for enterprises of their own."""
    if opinion.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有被征求意见的部门可以答复。"))
    return no_conflict(person, opinion.application)


def may_end(person: Person, application: Application) -> Answer:
    """End a review that bureaus leave unanswered: a leader of the bureau that leads."""
    if application.programme.office_id not in person.bureau_ids(Role.LEADER):
        return No(_("只有牵头部门的负责人可以在会办部门没有答复时结束联审。"))
    return no_conflict(person, application)
