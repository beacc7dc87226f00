"""A decision through all its levels, as tests need one: proposed by one, signed by as many others as the rule asks.

`decided(case)` needs nobody named; `decide` and `correct` take who proposes and find, or invent, who signs.
"""

from __future__ import annotations

import uuid
from typing import Any

from district.cases.appeals.models import Appeal
from district.cases.approving.models import Proposal
from district.cases.approving.permissions import may_sign
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import signing as actions
from district.ground.people.actions import create_person
from district.ground.people.models import Duty, Person, Role
from district.ground.people.queries import with_duty
from tests.remembering import remembered


@remembered
def decided(case: Application, grant: bool = True, note: str = "说明") -> Decision:
    """Granted or refused at every level; the case must be past the steps before the decision."""
    office = case.programme.office
    by = case.officer or invented(office, Role.OFFICER)
    outcome = "granted" if grant else "refused"
    return decide(application=Application.objects.get(pk=case.pk), by=by, outcome=outcome, note=note)


@remembered
def decide(*, application: Application, by: Person, outcome: str, note: str = "") -> Decision:
    """Proposed by `by`, signed by whoever is due."""
    _somebody_else(application, by)
    decision = signed(actions.propose(application=application, by=by, outcome=outcome, note=note))
    application.refresh_from_db()
    return decision


def correct(
    *, decision: Decision, by: Person, outcome: str, note: str, anew: bool, request_key: uuid.UUID,
    appeal: Appeal | None = None,
) -> Decision:  # fmt: skip
    """A decision in place of another, proposed by `by`, signed by a leader."""
    _somebody_else(decision.application, by, Role.LEADER)
    proposal = actions.propose_again(decision=decision, by=by, outcome=outcome, note=note, anew=anew,
                                     request_key=request_key, appeal=appeal)  # fmt: skip
    return signed(proposal)


def uphold(*, appeal: Appeal, by: Person, outcome: str, reply: str, anew: bool, request_key: uuid.UUID) -> Appeal:
    """The appeal upheld by a decision that a leader signed."""
    correct(decision=appeal.decision, by=by, outcome=outcome, note=reply, anew=anew, request_key=request_key,
            appeal=appeal)  # fmt: skip
    appeal.refresh_from_db()
    return appeal


def sign_all() -> list[Decision | str]:
    """Everything that waits, signed: the decision of each, or why there is none."""
    made: list[Decision | str] = []
    for proposal in Proposal.objects.filter(state="waiting").order_by("pk"):
        try:
            made.append(signed(proposal))
        except NotPossible as no:
            made.append(str(no))
    return made


@remembered
def signed(proposal: Proposal) -> Decision:
    """Every level that is left, signed."""
    proposal.refresh_from_db()
    decision = proposal.decision
    while decision is None:
        decision = actions.sign(proposal=proposal, by=signer(proposal))
    return decision


def signer(proposal: Proposal) -> Person:
    """Somebody who may give the next signature: of the bureau, else invented."""
    role = Role.LEADER if proposal.turn == "leader" else Role.OFFICER
    for each in with_duty(role, offices=[proposal.office_id]).order_by("-pk"):
        if may_sign(each, proposal):
            return Person.objects.get(pk=each.pk)
    return invented(proposal.office, role)


def invented(office: Any, role: Role) -> Person:
    name = f"signer-{uuid.uuid4().hex[:8]}"
    return create_person(username=name, name="示例签批人", password=uuid.uuid4().hex, duties=[(office, role)])


def _somebody_else(case: Application, by: Person, *roles: Role) -> None:
    """Small districts of tests have one person a bureau: a second officer, a leader where one is due, are invented."""
    office = case.programme.office
    wanted = {Role.OFFICER, *roles, *([Role.LEADER] if case.version.description.get("approval") else [])}
    for role in sorted(wanted):
        if not Duty.objects.filter(organisation=office, role=role).exclude(person=by).exists():
            invented(office, role)
