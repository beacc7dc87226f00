"""What the case page shows of its proposal."""

from __future__ import annotations

from typing import Any

from district.cases.approving.models import Proposal
from district.cases.approving.permissions import may_sign, may_turn_back
from district.cases.approving.queries import shown, waiting_of
from district.cases.core.models import Application
from district.ground.papers.money import capital
from district.ground.people.queries import Person


def on_case(case: Application, person: Person) -> dict[str, Any]:
    """The proposal that waits, its levels, what this person may do; the one last sent back where none waits."""
    proposal = waiting_of(case)
    if proposal is None:
        last = Proposal.objects.filter(application=case).select_related("returned_by").last()
        back = last if last is not None and last.state == Proposal.State.RETURNED else None
        return {"proposal": None, "sent_back": back}
    return {
        "proposal": proposal, "proposal_levels": shown(proposal), "signs": may_sign(person, proposal),
        "turns_back": may_turn_back(person, proposal), "takes_back": proposal.by_id == person.pk,
        "last_level": proposal.signatures.count() + 1 == proposal.steps,
        "proposal_words": "" if proposal.amount is None else capital(proposal.amount),
    }  # fmt: skip
