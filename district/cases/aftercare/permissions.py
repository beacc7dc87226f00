"""Who may do what after a decision, each answer with its reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.amounts import standing_amount
from district.cases.aftercare.hands import colleagues_without, hand_of
from district.cases.aftercare.models import CampaignItem, Finding, Obligation
from district.cases.approving.levels import LEADER
from district.cases.approving.permissions import duty_at, steps_aside
from district.cases.approving.queries import leader_signs_above
from district.cases.core.models import Application
from district.cases.core.permissions import no_conflict
from district.cases.core.states import STATES
from district.enterprises.mandates.permissions import Scope, may_act
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Bureau, Person, Role


def may_handle(person: Person, finding: Finding) -> Answer:
    """Tell the enterprise, rule, propose: the lead bureau's officers and leaders, not of their own enterprise."""
    if finding.application.programme.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有牵头部门的经办人或负责人可以处理线索。"))
    return no_conflict(person, finding.application)


def may_rule(person: Person, finding: Finding) -> Answer:
    """Rule on a finding, or end it without money: who let the money go leaves a recovery to another who can.

    Where the bureau has nobody else, they go on, and the log says so.
    """
    allowed = may_handle(person, finding)
    if not allowed or finding.kind != Finding.Kind.RECOVERY:
        return allowed
    done = hand_of(person, finding)
    if done and (names := colleagues_without(finding)):
        words = {"done": "、".join(done), "names": "、".join(names)}
        return No(_("这件您办过%(done)s，追缴成立与否由没有经手的同事认定或了结：%(names)s。") % words)
    return allowed


def may_approve(person: Person, finding: Finding) -> Answer:
    """The second person: nobody approves what they proposed themselves."""
    if finding.proposed_by_id == person.pk:
        return No(_("提出金额和批准不能是同一个人，请由同事批准；没有同事的，请系统管理员另登记一人。"))
    if _wants_leader(finding) and duty_at(person, finding.application.programme.office_id, LEADER,
                                          {finding.proposed_by_id or 0}) is None:  # fmt: skip
        return No(_("补发后的合计要由负责人审批。"))
    return may_handle(person, finding)


def _wants_leader(finding: Finding) -> bool:
    """Whether what a top-up brings a case to is a sum that a leader approves."""
    if finding.kind != Finding.Kind.TOP_UP or not finding.amount:
        return False
    return leader_signs_above(finding.application, standing_amount(finding.decision) + finding.amount)


def may_state(person: Person, finding: Finding) -> Answer:
    return may_act(person, finding.application.enterprise, Scope.APPEALS, why=_("只有企业自己可以陈述意见。"))


def may_release(person: Person, obligation: Obligation) -> Answer:
    """Release from an obligation: the lead bureau's leader."""
    if obligation.application.programme.office_id not in person.bureau_ids(Role.LEADER):
        return No(_("只有牵头部门的负责人可以解除义务。"))
    return no_conflict(person, obligation.application)


def may_sample(person: Person, office: Bureau) -> Answer:
    if office.pk in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return Yes
    return No(_("只能对本部门牵头的项目开展抽查。"))


def may_check(person: Person, item: CampaignItem) -> Answer:
    """Record what the sampling found: the officer it was given to; nobody checks what they decided."""
    signed = steps_aside(person, item.decision, (Role.OFFICER, Role.LEADER))
    if signed or item.decision.by_id == person.pk or item.application.officer_id == person.pk:
        return No(_("这件是您经办或决定的，应由别人核查。"))
    if item.application.programme.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有牵头部门的经办人或负责人可以核查。"))
    if item.officer_id not in (None, person.pk):
        return No(_("这件已分给别人核查。"))
    return no_conflict(person, item.application)


def may_see_collisions(person: Person) -> Answer:
    """The list across employers: auditors only."""
    return Yes if person.has_role(Role.AUDITOR) else No(_("人员重复清单只对审计人员开放。"))


def may_settle(person: Person, application: Application) -> Answer:
    """Settle a collision: auditors; once the later application is decided also its lead bureau. Before that, settling
    lets a grant through, and nobody who grants lets themselves through.
    """
    if person.has_role(Role.AUDITOR):
        return no_conflict(person, application)
    if not STATES[application.state].final:
        return No(_("决定之前，人员重复只能由审计人员核实处理。"))
    if application.programme.office_id in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return no_conflict(person, application)
    return No(_("只有审计人员或牵头部门可以处理。"))
