"""Whom a proposal is told to: who signs next, and who proposed it when it comes back."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.approving.levels import LEADER
from district.cases.approving.models import Proposal
from district.cases.approving.permissions import signers
from district.cases.core.telling import ROOM
from district.ground.messages.posting import post
from district.ground.people.queries import leaders_of, officers_of
from district.ground.record.actions import official


def to_sign(proposal: Proposal) -> None:
    """To whoever may give the next signature. Many at once are told by their job alone."""
    if proposal.job_id:
        return
    case, office = proposal.application, proposal.office
    people = leaders_of(office) if proposal.turn == LEADER else (officers_of(office) | leaders_of(office)).distinct()
    with official():
        title = _("待审批：%(enterprise)s “%(programme)s”%(outcome)s") % _words(proposal)
        post(to=people.exclude(pk__in=signers(proposal)), title=title[:200], body=proposal.note,
             link=reverse("cases:case", args=[case.reference]), room=ROOM, subject=case.reference,
             needs_action=True, office=office)  # fmt: skip


def returned(proposal: Proposal) -> None:
    if proposal.returned_by_id == proposal.by_id:
        return
    case = proposal.application
    with official():
        title = _("拟办意见退回：%(enterprise)s “%(programme)s”%(outcome)s") % _words(proposal)
        post(to=[proposal.by], title=title[:200], body=proposal.why, room=ROOM, subject=case.reference,
             link=reverse("cases:case", args=[case.reference]), needs_action=True,
             office=proposal.office)  # fmt: skip


def _words(proposal: Proposal) -> dict[str, str]:
    case = proposal.application
    return {"enterprise": case.enterprise.name, "programme": case.programme.name,
            "outcome": proposal.outcome_words}  # fmt: skip
