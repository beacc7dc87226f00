"""Who may keep facts of themselves, and which official may look at what is kept of a person."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from district.enterprises.models import Enterprise, ties
from district.enterprises.persons.models import Keeping, Reading
from district.ground import clock
from district.ground.bringing.registry import Registry
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role

# Rooms above say whether an official works on a case of a person now (open), or did (known).
open_case_of: Registry[Callable[[Person, Enterprise], bool]] = Registry("whether an official has an open case of one")
known_case_of: Registry[Callable[[Person, Enterprise], bool]] = Registry("whether an official had a case of one")


def keeps(subject: Enterprise) -> bool:
    """Whether what is known of a subject may be kept today: of a person by their consent, of others always."""
    return not subject.is_person or Keeping.objects.in_force(clock.today()).filter(subject=subject).exists()


def may_keep(subject: Enterprise) -> Answer:
    if keeps(subject):
        return Yes
    return No(_("保存个人信息的同意已经撤回或者到期，请先在“我的信息”里重新同意。"))


def may_read(person: Person, subject: Enterprise) -> Answer:
    """What is kept of a person: themselves, who works on an open case of theirs, who said today what for, auditors."""
    if subject.account_id == person.pk:
        return Yes
    if not person.is_official:
        return No(_("个人信息只有本人和办理他的件的人员能看。"))
    if person.has_role(Role.AUDITOR) or any(has(person, subject) for has in open_case_of):
        return Yes
    if Reading.objects.filter(subject=subject, by=person, on=clock.today()).exists():
        return Yes
    return No(_("没有正在办理这个人的件：请先写明查看的目的，本人会看到谁、为什么看过。"))


def may_state_purpose(person: Person, subject: Enterprise) -> Answer:
    """Look without an open case: officers and leaders, not of their own; of a person only where their bureau had a case
    of theirs."""
    if not person.has_role(Role.OFFICER, Role.LEADER):
        return No(_("只有经办人和负责人可以写明目的后查看。"))
    if subject.is_person and not any(has(person, subject) for has in known_case_of):
        return No(_("贵部门没有办理过这个人的件。"))
    if Enterprise.subjects.filter(ties(person, "pk"), pk=subject.pk).exists():
        return No(_("不能以工作名义查看自己的信息。"))
    return Yes
