"""Who may publish, run the register, reply to questions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.people.permissions import Answer, No, Yes
from district.people.queries import Person, Role


def may_publish(person: Person) -> Answer:
    if person.has_role(Role.ADMINISTRATOR, Role.LEADER):
        return Yes
    return No(_("只有负责人或系统管理员可以发布政策目录。"))


def may_run(person: Person) -> Answer:
    if person.has_role(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有经办人和负责人可以对全区企业试算或生成名单。"))


def may_reply(person: Person, office_id: int) -> Answer:
    if office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有答复部门的经办人和负责人可以答复。"))
