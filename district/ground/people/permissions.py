"""How every room answers "may I?": yes, or no with a reason a person can read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.ground.people.models import PASSED_ON, Person, Role


@dataclass(frozen=True)
class Answer:
    allowed: bool
    why: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


Yes = Answer(True)


def No(why: str | Promise) -> Answer:
    return Answer(False, why)


class Refused(PermissionDenied):
    """Raised when an action is not allowed; the error page shows `why`."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(str(why))
        self.why = why


def require(answer: Answer) -> None:
    if not answer:
        raise Refused(answer.why)


@cache
def holds(*roles: str) -> Callable[[Any], Answer]:
    """The permission of whoever has one of these duties; strangers have none."""

    def may(person: Any) -> Answer:
        if isinstance(person, Person) and person.has_role(*roles):
            return Yes
        return No(_("这个页面只对有相应岗位的工作人员开放。"))

    return may


def works_for_the_district(person: Any) -> Answer:
    """Officials, experts apart, who are guests at the desk."""
    return Yes if isinstance(person, Person) and person.is_official else No(_("这个页面只对工作人员开放。"))


def has_desk(person: Any) -> Answer:
    return Yes if isinstance(person, Person) and person.has_desk else No(_("工作台只对工作人员和评审专家开放。"))


def is_known(person: Any) -> Answer:
    return Yes if isinstance(person, Person) else No(_("请先登录。"))


def is_stranger(person: Any) -> Answer:
    return No(_("您已登录。")) if isinstance(person, Person) else Yes


def may_manage_people(person: Person) -> Answer:
    return Yes if person.has_role(Role.ADMINISTRATOR) else No(_("只有系统管理员可以管理用户和岗位。"))


def may_enter_absence(person: Person, away: Person) -> Answer:
    """Enter or end somebody's absence: oneself, or whoever leads a bureau where they work."""
    desk = {duty.bureau_id for duty in away.duty_set.all() if duty.role in PASSED_ON}
    if not desk:
        return No(_("只有经办人和负责人需要登记代理。"))
    if person.pk == away.pk or person.bureau_ids(Role.LEADER) & desk:
        return Yes
    return No(_("只有本人和本部门负责人可以登记不在岗。"))


def may_close_account(person: Person) -> Answer:
    """Who works for the district hands the duty over first: cases would be left without anybody."""
    if person.duty_set.exists():
        return No(_("您在单位有岗位。请先由系统管理员撤去岗位，再注销账号。"))
    return Yes
