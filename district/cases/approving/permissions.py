"""Who may propose, sign and send back, each answer with its reason."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from district.cases.approving.levels import LEADER, SIGNS
from district.cases.approving.models import Proposal, Signature
from district.cases.core.models import Application, Decision
from district.cases.core.permissions import judges, may_decide
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Duty, Person, Role, duties_in


def duty_at(person: Person, office: int, role: str, signed: Collection[int] = ()) -> Duty | None:
    """The duty by which a person signs a level: their own before a colleague's they stand in for.

    Who stands in for somebody who signed already (`signed`) is no further person.
    """
    here = [each for each in person.duties if each.bureau_id == office and each.role in SIGNS[role]]
    own = (each for each in here if each.person_id == person.pk)
    return next(own, next((each for each in here if each.person_id not in signed), None))


def signers(proposal: Proposal) -> set[int]:
    """Everybody who has signed, and those they stood in for."""
    rows = proposal.signatures.values_list("by", "instead_of")
    return {pk for row in rows for pk in row if pk is not None}


def may_propose(person: Person, application: Application) -> Answer:
    return may_decide(person, application)


def may_sign(person: Person, proposal: Proposal) -> Answer:
    """The next level's: another person of the lead bureau than all who signed before, a leader where one is due."""
    if proposal.state != Proposal.State.WAITING:
        return No(_("这份拟办意见已经办结。"))
    done = signers(proposal)
    if person.pk in done:
        return No(_("您已签过这份拟办意见，下一级由另一个人签。"))
    if duty_at(person, proposal.office_id, proposal.turn, done) is None:
        if duty_at(person, proposal.office_id, proposal.turn) is not None:
            return No(_("您代理的同事已签过这份拟办意见，下一级由另一个人签。"))
        if proposal.turn == LEADER:
            return No(_("这一级由牵头部门的负责人审批。"))
        return No(_("这一级由牵头部门的另一位经办人或负责人复核。"))
    if proposal.replaces is not None and steps_aside(person, proposal.replaces, SIGNS[proposal.turn]):
        return No(_("原决定是您签批的，请由另一位同事处理。"))
    return judges(person, proposal.application)


def may_turn_back(person: Person, proposal: Proposal) -> Answer:
    """Whoever may sign now; and who proposed it takes it back."""
    if proposal.state == Proposal.State.WAITING and proposal.by_id == person.pk:
        return Yes
    return may_sign(person, proposal)


def steps_aside(person: Person, decision: Decision, roles: Collection[str]) -> bool:
    """Whether another person of the bureau looks at a decision again instead of one who signed it.

    Those who did not sign it come first; where the bureau has nobody else, those who did not sign it last.
    """
    rows = Signature.objects.filter(proposal__decision=decision).values_list("by", "instead_of")
    signed = {pk for row in rows for pk in row if pk is not None}
    if person.pk not in signed:
        return False
    here = set(duties_in([decision.office_id], *roles).values_list("person", flat=True))
    return bool(here - signed) or (person.pk == decision.by_id and bool(here - {person.pk}))


def may_replace(person: Person, decision: Decision) -> Answer:
    """Propose a decision in place of another: the lead bureau, not by who signed it where it has somebody else."""
    roles = (Role.OFFICER, Role.LEADER)
    if decision.office_id not in person.bureau_ids(*roles):
        return No(_("只有牵头部门的经办人和负责人可以提出用新的决定替代原决定。"))
    if steps_aside(person, decision, roles):
        return No(_("原决定是您签批的，请由另一位同事处理。"))
    return judges(person, decision.application)
