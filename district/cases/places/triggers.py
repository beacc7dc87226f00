"""A migration operation: the database itself keeps to the lists. Who waits is called in order, and nobody takes a place
that the list he stands on does not give him."""

from __future__ import annotations

from district.ground.record.refusing import Refuses, Rule

AHEAD = """
EXISTS (
    SELECT 1 FROM places_listed l
    JOIN cases_application a ON a.id = l.application_id
    JOIN places_allocation k ON k.id = l.allocation_id
    WHERE l.outcome = 'waiting' AND l.called_at IS NULL AND a.state = 'waiting' AND l.id != NEW.id
    AND (k.programme_id, k.period) = (SELECT programme_id, period FROM places_allocation
                                      WHERE id = NEW.allocation_id)
    AND (l.allocation_id < NEW.allocation_id OR (l.allocation_id = NEW.allocation_id AND l."order" < NEW."order"))
)
"""
AGAINST = """
NOT NEW.above AND EXISTS (SELECT 1 FROM places_listed l WHERE l.application_id = NEW.application_id)
AND NOT EXISTS (
    SELECT 1 FROM places_listed l WHERE l.application_id = NEW.application_id
    AND (l.outcome = 'place' OR (l.outcome = 'waiting' AND l.called_at IS NOT NULL))
)
"""
LEFT_OUT = """
NOT EXISTS (SELECT 1 FROM places_abovequota q WHERE q.application_id = NEW.application_id)
"""
CALLED = "OLD.called_at IS NULL AND NEW.called_at IS NOT NULL"


class KeepsToLists(Refuses):
    """Who waits for a period's places is called up in the order of the lists; no place is taken against the list one
    stands on, and none above the quota without leave."""

    rules = (
        Rule("waiting_is_called_in_order", "places_listed", "UPDATE OF called_at", AHEAD, CALLED),
        Rule("no_place_against_the_list", "places_place", "INSERT", AGAINST),
        Rule("no_place_above_the_quota_without_leave", "places_place", "INSERT", LEFT_OUT, "NEW.above"),
    )
