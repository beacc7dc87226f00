"""Who may appeal, look again, and correct."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.appeals.models import Appeal
from district.cases.approving.permissions import steps_aside
from district.cases.core.models import Decision
from district.cases.core.permissions import judges
from district.enterprises.mandates.permissions import Scope, may_act
from district.ground.people.permissions import Answer, No
from district.ground.people.queries import Person, Role


def may_appeal(person: Person, decision: Decision) -> Answer:
    why = _("只有提出申报的企业可以申请复核。")
    return may_act(person, decision.application.enterprise, Scope.APPEALS, why=why)


def may_correct(person: Person, decision: Decision) -> Answer:
    """Sign a decision that replaces another: a leader of the lead bureau who did not sign it, where there is one."""
    if decision.office_id not in person.bureau_ids(Role.LEADER):
        return No(_("只有牵头部门的负责人可以用新的决定替代原决定。"))
    if steps_aside(person, decision, (Role.LEADER,)):
        return No(_("原决定是您签批的，请由另一位负责人处理。"))
    return judges(person, decision.application)


def may_admit(person: Person, appeal: Appeal) -> Answer:
    """Take an appeal up or turn it away: officers and leaders of the lead bureau who did not sign."""
    if appeal.decision.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有牵头部门可以受理复核。"))
    if steps_aside(person, appeal.decision, (Role.OFFICER, Role.LEADER)):
        return No(_("原决定是您签批的，应当回避，请由同事受理。"))
    return judges(person, appeal.decision.application)
