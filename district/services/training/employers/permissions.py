"""Who may do what with employers' training, each answer with its reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.permissions import Scope, may_act
from district.enterprises.permissions import is_member, tied
from district.enterprises.queries import Enterprise
from district.ground.people.permissions import Answer, No, Yes, holds, member_of
from district.ground.people.queries import Kind, Organisation, Part, Person, Role
from district.services.training.employers.models import Audit, AuditItem, Filing, SharedCourse

KEEPERS = (Role.OFFICER, Role.LEADER)
SEES = (*KEEPERS, Role.AUDITOR)
may_see_desk = holds(*SEES)


def may_file(person: Person, enterprise: Enterprise) -> Answer:
    """File training, change it, bring in learners and records: the firm's people, or whoever fills in for it."""
    return may_act(person, enterprise, Scope.FILLS, why=_("只有已确认的企业成员可以代表企业备案培训。"))


def may_keep(person: Person, filing: Filing) -> Answer:
    return may_file(person, filing.enterprise)


def may_handle(person: Person, filing: Filing) -> Answer:
    """Acknowledge, ask back, follow up: the bureau's officers and leaders, not of a firm they are tied to."""
    if filing.office_id not in person.bureau_ids(*KEEPERS):
        return No(_("只有%(office)s的经办人和负责人可以办理。") % {"office": filing.office})
    return _untied(person, filing.enterprise)


def _untied(person: Person, enterprise: Enterprise) -> Answer:
    if tied(person, enterprise):
        return No(_("您是这家企业的成员，应当回避，请由同事办理。"))
    return Yes


def may_follow(person: Person, filing: Filing) -> Answer:
    """Be who follows it up: somebody who may handle it."""
    answer = may_handle(person, filing)
    return answer if answer else No(_("%(name)s不能跟踪这家企业的培训。") % {"name": person.name})


def may_publish_course(person: Person, course: SharedCourse) -> Answer:
    """Look at a course before the public does: the bureau, not who offers it."""
    if course.office_id not in person.bureau_ids(*KEEPERS):
        return No(_("只有%(office)s的经办人和负责人可以审核。") % {"office": course.office})
    if getattr(course, "is_tied", True) is False:  # a list asked it of all its rows at once
        return Yes
    return _untied(person, course.enterprise)


def may_close_course(person: Person, course: SharedCourse) -> Answer:
    """Who offers it, or the bureau."""
    return may_publish_course(person, course) or may_file(person, course.enterprise)


def may_sample(person: Person, office_id: int | None) -> Answer:
    if office_id is not None and office_id in person.bureau_ids(*KEEPERS):
        return Yes
    return No(_("只有本部门的经办人和负责人可以组织抽查。"))


def may_run_audit(person: Person, audit: Audit) -> Answer:
    return may_sample(person, audit.office_id)


def may_check(person: Person, item: AuditItem) -> Answer:
    """Look at one drawn: not who followed that firm up, nor who is tied to it."""
    if not (answer := may_handle(person, item.learner.filing)):
        return answer
    ledger = item.learner.ledger
    if person.pk in {ledger.account_id, getattr(ledger.same_as, "account_id", None)}:
        return No(_("抽到的是您自己的学时，请由同事核查。"))
    if item.learner.filing.officer_id == person.pk:
        return No(_("这家企业由您跟踪，请由没有经手的同事核查。"))
    return Yes


def may_be_heard(person: Person, item: AuditItem) -> Answer:
    if is_member(person, item.learner.filing.enterprise):
        return Yes
    return may_act(person, item.learner.filing.enterprise, Scope.APPEALS, why=_("只有企业自己可以陈述意见。"))


def may_run_base(person: Person, base: Organisation) -> Answer:
    """Publish sessions and rooms of a training base: who keeps it."""
    if member_of(person, Kind.BASE, Part.STEWARD, organisation=base):
        return Yes
    return No(_("只有“%(name)s”的管理人可以发布场次。") % {"name": base.name})
