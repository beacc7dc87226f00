"""Who may do what with an application, each answer with its reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.models import Application
from district.cases.core.states import DRAFT, RETURNED
from district.enterprises.claims.permissions import may_judge
from district.enterprises.mandates.permissions import Scope, may_act
from district.enterprises.permissions import is_member, tied
from district.enterprises.persons.permissions import may_keep
from district.enterprises.queries import Enterprise
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role

APPLICANT_ROLES = frozenset({"申请人", "申报人", "申报企业", "企业"})
LEADER_ROLES = frozenset({"负责人", "分管领导", "局领导"})


_NOT_YOURS = _("只有已确认的企业成员可以代表企业申报。请先认领企业。")


def may_apply(person: Person, enterprise: Enterprise) -> Answer:
    if enterprise.is_person and not (kept := may_keep(enterprise)):
        return kept
    return may_act(person, enterprise, Scope.FILLS, why=_NOT_YOURS)


def may_edit(person: Person, application: Application) -> Answer:
    """Fill in a draft, correct what came back, and what else the applicant does while the case runs."""
    scopes = {DRAFT: (Scope.FILLS,), RETURNED: (Scope.CORRECTS,)}.get(application.state, (Scope.FILLS, Scope.CORRECTS))
    return may_act(person, application.enterprise, *scopes, why=_NOT_YOURS)


def may_be_heard(person: Person, application: Application) -> Answer:
    """State an opinion on what others say against the case."""
    return may_act(person, application.enterprise, Scope.APPEALS, why=_("只有企业自己可以陈述意见。"))


def may_supply(person: Person, application: Application) -> Answer:
    """Hand in a paper that was to come later, until the case is decided."""
    if application.stage.final:
        return No(_("这件已经办结，不能再补交。"))
    return may_act(person, application.enterprise, Scope.CORRECTS, why=_NOT_YOURS)


def may_withdraw(person: Person, application: Application) -> Answer:
    if is_member(person, application.enterprise):
        return Yes
    return No(_("只有提出申报的企业可以撤回。"))


def no_conflict(person: Person, application: Application) -> Answer:
    """Nobody works on a case of an enterprise they are tied to: belong to, have asked to belong to, or act for."""
    if tied(person, application.enterprise):
        return No(_("您是这家企业的成员，应当回避，请由同事办理。"))
    return Yes


def judges(person: Person, application: Application) -> Answer:
    """Who decides, signs, or looks at a decision again: nobody tied, nor who confirmed whom the enterprise sends."""
    return may_judge(person, application.enterprise)


def may_work(person: Person, application: Application) -> Answer:
    """Accept, send back, read facts anew: officers of the lead bureau."""
    if application.programme.office_id not in person.bureau_ids(Role.OFFICER):
        return No(_("只有牵头部门的经办人可以办理这一步。"))
    return no_conflict(person, application)


def may_decide(person: Person, application: Application) -> Answer:
    if application.programme.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有牵头部门的经办人或负责人可以作出决定。"))
    return judges(person, application)


def may_answer(person: Person, application: Application, role: str) -> Answer:
    """Answer a person's condition: the lead bureau records what the named role found; a leader's is a leader's own."""
    if role in APPLICANT_ROLES:
        return No(_("这一条由申报人在申报时回答。"))
    if role in LEADER_ROLES and application.programme.office_id not in person.bureau_ids(Role.LEADER):
        return No(_("这一条由牵头部门的负责人判断。"))
    return may_decide(person, application)


def may_take_bundle(person: Person) -> Answer:
    """An audit bundle holds the facts of every case of a programme: auditors only, who may see them all anyway."""
    return Yes if person.has_role(Role.AUDITOR) else No(_("审计包只对审计人员开放。"))


def withdraws_of(case: Application, person: Person) -> Answer:
    """Whether the person may withdraw, as the row says that was read as their own (`own`); else asked for."""
    return Yes if getattr(case, "own", False) else may_withdraw(person, case)
