"""A migration operation: what the year's end rests on is held by the database, whoever writes."""

from __future__ import annotations

from district.ground.record.refusing import Refuses, Rule

CLOSES = "NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL"
INTO_CLOSED = """
EXISTS (SELECT 1 FROM funds_account a JOIN funds_line l ON l.id = a.line_id
        WHERE a.id = NEW.debit_id AND a.kind = 'available' AND l.closed_at IS NOT NULL)
"""
LEFT_OVER = "EXISTS (SELECT 1 FROM funds_account a WHERE a.line_id = NEW.id AND a.kind = 'available' AND a.fen != 0)"


class HoldsTheYearsEnd(Refuses):
    """A closed line has nothing available and stays closed; a line closes empty, and not before its year."""

    rules = (
        Rule("closed_line_has_nothing_available", "funds_transfer", "INSERT", INTO_CLOSED),
        Rule("line_closes_empty", "funds_line", "UPDATE OF closed_at", LEFT_OVER, CLOSES),
        Rule(
            "line_closes_not_before_its_year", "funds_line", "UPDATE OF closed_at",
            "EXTRACT(YEAR FROM NEW.closed_at AT TIME ZONE 'UTC') < NEW.year", CLOSES,
            on_sqlite="CAST(substr(NEW.closed_at, 1, 4) AS INTEGER) < NEW.year",
        ),
        Rule("closed_line_stays_closed", "funds_line", "UPDATE OF closed_at", "NEW.closed_at IS NULL",
             "OLD.closed_at IS NOT NULL"),
    )  # fmt: skip
