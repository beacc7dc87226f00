"""A migration operation: the database itself makes no decision that was not signed at every level."""

from __future__ import annotations

from district.ground.record.refusing import Refuses, Rule

# A proposal that replaces nothing also ends a case that was taken up again, whose decision replaces the first one.
UNSIGNED = """
NOT EXISTS (
    SELECT 1 FROM approving_proposal p
    WHERE p.application_id = NEW.application_id AND p.state = 'waiting' AND p.outcome = NEW.outcome
    AND (p.replaces_id IS NULL OR p.replaces_id = NEW.replaces_id)
    AND (SELECT count(*) FROM approving_signature s WHERE s.proposal_id = p.id) = p.steps
    AND EXISTS (
        SELECT 1 FROM approving_signature s
        WHERE s.proposal_id = p.id AND s.place = p.steps AND s.by_id = NEW.by_id
    )
)
"""
OVER = """
NOT EXISTS (
    SELECT 1 FROM approving_proposal p
    WHERE p.id = NEW.proposal_id AND p.state = 'waiting' AND NEW.place <= p.steps
    AND NEW.place = 1 + (SELECT count(*) FROM approving_signature s WHERE s.proposal_id = p.id)
)
"""


class SignedAtEveryLevel(Refuses):
    """A decision rests on a proposal signed by as many persons as it has levels, the last being who decides."""

    rules = (
        Rule("decision_is_signed_at_every_level", "cases_decision", "INSERT", UNSIGNED),
        Rule("signed_in_order", "approving_signature", "INSERT", OVER),
    )
