"""A migration operation: the database itself lets nobody approve a draft who wrote, edited or proposed it."""

from __future__ import annotations

from district.ground.record.refusing import Refuses, Rule

WROTE = """
EXISTS (SELECT 1 FROM authoring_drafthand h WHERE h.draft_id = NEW.id AND h.person_id = NEW.approver_id)
"""


class ApprovedByAnother(Refuses):
    """Who approves a draft had no hand in it."""

    rules = (
        Rule("draft_approved_by_no_hand_in_it", "authoring_draft", "UPDATE OF approver_id", WROTE,
             "NEW.approver_id IS NOT NULL"),
    )  # fmt: skip
