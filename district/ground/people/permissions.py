"""How every room answers "may I?": yes, or no with a reason a person can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.models import (
    OFFICES,
    PASSED_ON,
    Expert,
    Organisation,
    OrganisationMembership,
    Part,
    Person,
    Role,
)


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
    desk = {duty.bureau_id for duty in away.own_duties if duty.role in PASSED_ON}
    if not desk:
        return No(_("只有经办人和负责人需要登记代理。"))
    if person.pk == away.pk or person.bureau_ids(Role.LEADER) & desk:
        return Yes
    return No(_("只有本人和本部门负责人可以登记不在岗。"))


def may_close_account(person: Person) -> Answer:
    """Who works for the district hands the duty over first: cases would be left without anybody."""
    held = OrganisationMembership.objects.filter(person=person, role__in=Role.values, ended_at=None)
    if held.exclude(until__lt=clock.today()).exists():
        return No(_("您在单位有岗位。请先由系统管理员撤去岗位，再注销账号。"))
    return Yes


def member_of(
    person: Any, kind: str, *roles: str, on: dt.date | None = None, organisation: Organisation | None = None
) -> bool:
    """Whether somebody stands in an organisation of this kind in one of these roles (any without one) on a day, today
    without it; in this one organisation where it is named. Today colleagues' desk duties count that are passed on."""
    if not isinstance(person, Person):
        return False
    if on is None or on == clock.today():
        found: list[OrganisationMembership] = [*person.memberships, *person.duties]
    else:
        rows = OrganisationMembership.objects.filter(person=person).standing(on)
        found = list(rows.select_related("organisation"))
    return any(
        each.organisation.kind == kind
        and (not roles or each.role in roles)
        and (organisation is None or each.organisation_id == organisation.pk)
        for each in found
    )


def may_add_organisation(person: Person) -> Answer:
    if person.has_role(Role.ADMINISTRATOR):
        return Yes
    return No(_("只有系统管理员可以登记机构。"))


def may_keep_members(person: Person, organisation: Organisation) -> Answer:
    """See and keep an organisation's members: administrators everywhere, a steward at home; bureaus and streets have no
    stewards."""
    if person.has_role(Role.ADMINISTRATOR):
        return Yes
    if organisation.kind in OFFICES:
        return No(_("委办局和街道的人员由系统管理员管理。"))
    if member_of(person, organisation.kind, Part.STEWARD, organisation=organisation):
        return Yes
    return No(_("只有这家机构的管理员和系统管理员可以管理成员。"))


def may_edit_organisation(person: Person, organisation: Organisation) -> Answer:
    """How an office is reached and whether it is listed; bureaus and streets say it in the catalogue."""
    if organisation.kind in OFFICES:
        return No(_("委办局和街道的名称、电话和地址来自政策目录，请在那里更改。"))
    return may_keep_members(person, organisation)


def may_enter_member(person: Person, organisation: Organisation, role: str) -> Answer:
    """A duty is given by administrators, in a bureau or street; other parts by whoever keeps the members."""
    office = organisation.kind in OFFICES
    if role in Role.values:
        if not office:
            return No(_("岗位只在委办局和街道设置。"))
        return may_manage_people(person)
    if office:
        return No(_("委办局和街道的人员按岗位登记。"))
    return may_keep_members(person, organisation)


def may_ask_to_join(person: Person, organisation: Organisation, role: str) -> Answer:
    if organisation.kind in OFFICES or role not in (Part.STAFF, Part.MEMBER):
        return No(_("岗位和机构管理员由管理员登记，不能自己申请。"))
    return Yes if person.is_active else No(_("账号已注销。"))


def is_over_money(organisation: Organisation, role: str) -> bool:
    """Duties by which money is set aside, let go or paid: whoever leads an office, and the finance bureau's people."""
    return role == Role.LEADER or (role == Role.OFFICER and organisation.name == settings.FINANCE_BUREAU)


def needs_second(by: Person, organisation: Organisation, role: str) -> bool:
    """Whether a duty waits for another administrator's word: those over money, and the administrator's own where there
    is another one to give it."""
    if role == Role.ADMINISTRATOR:
        others = OrganisationMembership.objects.standing().filter(role=role, person__is_active=True)
        return others.exclude(person=by).exists()
    return is_over_money(organisation, role)


def may_hold(person: Person, role: str) -> Answer:
    """Administrators hold no other duty: who gives the keys away opens no door with them."""
    if role not in Role.values:
        return Yes
    held = OrganisationMembership.objects.filter(person=person, role__in=Role.values, ended_at=None)
    roles = set(held.exclude(until__lt=clock.today()).values_list("role", flat=True))
    if role == Role.ADMINISTRATOR and roles - {Role.ADMINISTRATOR}:
        return No(_("系统管理员不兼任别的岗位：请先撤去这个账号的其他岗位，或者另建账号。"))
    if role != Role.ADMINISTRATOR and Role.ADMINISTRATOR in roles:
        return No(_("系统管理员不兼任别的岗位：请给另一个账号，或者先撤去系统管理员。"))
    return Yes


def may_let_go(person: Person, leaver: Person) -> Answer:
    """Close a leaver's account, or set how somebody signs in anew; never one's own."""
    if person.pk == leaver.pk:
        return No(_("不能停用或重设自己的账号，请由另一位管理员办理。"))
    return may_manage_people(person)


def may_vouch(person: Person, membership: OrganisationMembership) -> Answer:
    """Whoever could have entered the member, and never for oneself."""
    if membership.person_id == person.pk:
        return No(_("不能为自己担保，请由另一位管理员确认。"))
    if membership.needs_second and membership.entered_by_id == person.pk:
        return No(_("涉及资金和管理的岗位要由登记人以外的另一位管理员确认。"))
    return may_enter_member(person, membership.organisation, membership.role)


def may_renew(person: Person, membership: OrganisationMembership) -> Answer:
    """As vouching: another term is another word given."""
    if membership.ended_at or not membership.vouched_at:
        return No(_("只有在任的人可以续任。"))
    if membership.person_id == person.pk:
        return No(_("不能为自己续任，请由另一位管理员办理。"))
    if is_over_money(membership.organisation, membership.role) and membership.entered_by_id == person.pk:
        return No(_("涉及资金和管理的岗位要由登记人以外的另一位管理员确认。"))
    return may_enter_member(person, membership.organisation, membership.role)


def may_end_membership(person: Person, membership: OrganisationMembership) -> Answer:
    """One's own part anywhere; others' whoever keeps the members. A duty is ended by an administrator, and one's own
    administrator's duty by another one."""
    if membership.role in Role.values:
        if membership.person_id == person.pk and membership.role == Role.ADMINISTRATOR and membership.vouched_at:
            return No(_("不能撤去自己的系统管理员岗位，请由另一位管理员办理。"))
        return may_manage_people(person)
    return Yes if membership.person_id == person.pk else may_keep_members(person, membership.organisation)


def may_keep_experts(person: Person, office_id: int) -> Answer:
    """List experts and issue their links: the bureau's officers and leaders, and administrators."""
    if person.has_role(Role.ADMINISTRATOR) or office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只有聘请部门的工作人员和系统管理员可以维护专家。"))


def may_take_over(person: Person, expert: Expert) -> Answer:
    """Make the record one's own: nobody has it yet, and one has no other."""
    if expert.person_id is not None:
        return No(_("这位专家已经有账号。"))
    if Expert.objects.filter(person=person).exists():
        return No(_("您的账号已经是另一位专家的。"))
    return Yes if expert.stands() else No(_("聘期已满，请联系聘请部门。"))
