"""Who may do what with clinics and their numbers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes, is_known
from district.ground.people.queries import Person, Role
from district.services.advice.clinic.models import KEEPERS, Clinic, Visitor


def may_see_desk(person: Any) -> Answer:
    """The desk's pages of clinics: the office's people, auditors, experts who sit at one."""
    if isinstance(person, Person) and person.has_role(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.EXPERT):
        return Yes
    return No(_("这个页面只对有相应岗位的工作人员和坐诊专家开放。"))


def may_plan(person: Person, office_id: int | None) -> Answer:
    if office_id is not None and office_id in person.bureau_ids(*KEEPERS):
        return Yes
    return No(_("只有本部门的经办人和负责人可以安排门诊。"))


def may_keep(person: Person, clinic: Clinic) -> Answer:
    """Cancel it, close it, confirm bookings."""
    return may_plan(person, clinic.office_id)


def may_call(person: Person, clinic: Clinic) -> Answer:
    """Call numbers, say who was seen: the office's people, and the experts who sit there."""
    if may_keep(person, clinic):
        return Yes
    sits = clinic.sittings.filter(expert__person=person, ended_at=None).exists()
    return Yes if sits else No(_("只有主办部门和这场的坐诊专家可以叫号。"))


def may_book(person: Person, _clinic: Clinic) -> Answer:
    """A time of one's own: with an account, so that it can be confirmed and cancelled."""
    return is_known(person)


def may_take_number(person: Person | None, clinic: Clinic) -> Answer:
    if person is not None or clinic.strangers:
        return Yes
    return No(_("这场门诊取号要先登录。"))


def may_answer(person: Person | None, visitor: Visitor, token: str = "") -> Answer:
    """Say that one is there, give the number back: whose it is, whoever holds its link, who calls the numbers."""
    if token and token == visitor.token:
        return Yes
    if person is not None and (visitor.person_id == person.pk or may_call(person, visitor.clinic)):
        return Yes
    return No(_("只有本人和门诊的工作人员可以改这个号。"))
