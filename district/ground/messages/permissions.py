"""Who decides over what waits to leave the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.messages.models import Delivery
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role


def may_review(person: Person, delivery: Delivery) -> Answer:
    """Release, edit, drop, send again: officers and leaders of the bureau that speaks; else administrators."""
    if delivery.kind == "code":
        return No(_("验证码不能查看，也不能改动。"))
    if delivery.office_id is None:
        mine = person.has_role(Role.ADMINISTRATOR)
        return Yes if mine else No(_("平台自己的通知由系统管理员处理。"))
    if delivery.office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有发出通知的部门可以处理。"))
