"""A demonstration decision through all its levels: proposed by one, signed by the bureau's others."""

from __future__ import annotations

from typing import Any

from district.cases.approving.permissions import may_sign
from district.cases.decisions import signing as actions
from district.ground.people import actions as people_actions
from district.ground.people.queries import Person, Role, leaders_of, officers_of


def decide(case: Any, by: Person, outcome: str, note: str) -> Any:
    """The decision; whoever is lacking in the bureau is made up."""
    proposal = put_up(case, by, outcome, note)
    decision = None
    while decision is None:
        decision = actions.sign(proposal=proposal, by=_signer(proposal))
    return decision


def put_up(case: Any, by: Person, outcome: str, note: str) -> Any:
    """Proposed, and waiting for who signs next."""
    office = case.programme.office
    if not leaders_of(office).exclude(pk=by.pk).exists():
        people_actions.create_person(username=f"leader-{office.pk}", name=f"示例负责人（{office.name}）",
                                     password=None, duties=[(office, Role.LEADER)])  # fmt: skip
    return actions.propose(application=case, by=by, outcome=outcome, note=note)


def _signer(proposal: Any) -> Person:
    """A leader where one signs; else a colleague, or the leader where there is none."""
    leaders, officers = leaders_of(proposal.office).order_by("pk"), officers_of(proposal.office).order_by("pk")
    for person in [*leaders] if proposal.turn == "leader" else [*officers, *leaders]:
        if may_sign(person, proposal):
            return person
    raise LookupError(f"{proposal.office}: nobody signs as {proposal.turn}")
