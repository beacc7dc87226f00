"""A migration operation: the database itself posts every transfer to its two accounts and to the award's tally.

So a balance cannot differ from its entries, and the CHECK on the balance stops an entry that would overdraw it.
"""

from __future__ import annotations

from typing import Any

from district.ground.record.append_only import Installs

KINDS = ("held", "committed", "sent", "paid", "receivable", "overpaid")


def _changes(debit: str, credit: str) -> str:
    """`held = held + …` for each kind a tally counts; `debit` and `credit` are SQL for the two accounts' kinds."""
    return ", ".join(
        f"{kind} = {kind} + CASE WHEN {debit} = '{kind}' THEN NEW.fen ELSE 0 END"
        f" - CASE WHEN {credit} = '{kind}' THEN NEW.fen ELSE 0 END"
        for kind in KINDS
    )


def _of(column: str, side: str) -> str:
    return f"(SELECT {column} FROM funds_account WHERE id = NEW.{side}_id)"  # noqa: S608 - no value from outside is in it


MAKE_TALLY = f"""
INSERT INTO funds_tally (award_id, line_id, level, held, committed, sent, paid, receivable, overpaid)
SELECT NEW.award_id, a.line_id, a.level, 0, 0, 0, 0, 0, 0 FROM funds_account a
WHERE a.id = NEW.credit_id AND NEW.award_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM funds_tally t WHERE t.award_id = NEW.award_id AND t.line_id = a.line_id AND t.level = a.level);
UPDATE funds_tally SET {_changes(_of("kind", "debit"), _of("kind", "credit"))}
WHERE award_id = NEW.award_id AND line_id = {_of("line_id", "credit")} AND level = {_of("level", "credit")};
"""  # noqa: S608 - no value from outside is in it
MOVE_FEN = """
UPDATE funds_account SET fen = fen - NEW.fen WHERE id = NEW.credit_id;
UPDATE funds_account SET fen = fen + NEW.fen WHERE id = NEW.debit_id;
"""
SQLITE = (
    "DROP TRIGGER IF EXISTS funds_transfer_posts",
    f"CREATE TRIGGER funds_transfer_posts AFTER INSERT ON funds_transfer BEGIN {MOVE_FEN} {MAKE_TALLY} END",
)
# The same for PostgreSQL, which can keep in variables what a statement found: everybody on a line waits for this.
NEW_TALLY = ", ".join(
    f"CASE WHEN takes = '{kind}' THEN NEW.fen ELSE 0 END - CASE WHEN gives = '{kind}' THEN NEW.fen ELSE 0 END"
    for kind in KINDS
)
BODY = f"""
DECLARE
    gives text;
    takes text;
    of_line bigint;
    of_level text;
BEGIN
    PERFORM 1 FROM funds_account WHERE id IN (NEW.credit_id, NEW.debit_id) ORDER BY id FOR UPDATE;
    UPDATE funds_account SET fen = fen - NEW.fen WHERE id = NEW.credit_id
        RETURNING kind, line_id, level INTO gives, of_line, of_level;
    UPDATE funds_account SET fen = fen + NEW.fen WHERE id = NEW.debit_id RETURNING kind INTO takes;
    IF NEW.award_id IS NOT NULL THEN
        UPDATE funds_tally SET {_changes("takes", "gives")}
            WHERE award_id = NEW.award_id AND line_id = of_line AND level = of_level;
        IF NOT FOUND THEN
            INSERT INTO funds_tally (award_id, line_id, level, {", ".join(KINDS)})
            VALUES (NEW.award_id, of_line, of_level, {NEW_TALLY});
        END IF;
    END IF;
    RETURN NULL;
END
"""  # noqa: S608 - no value from outside is in it
POSTGRESQL = (
    f"CREATE OR REPLACE FUNCTION funds_transfer_posts() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$",
    "DROP TRIGGER IF EXISTS funds_transfer_posts ON funds_transfer",
    "CREATE TRIGGER funds_transfer_posts AFTER INSERT ON funds_transfer "
    "FOR EACH ROW EXECUTE FUNCTION funds_transfer_posts()",
)


class PostsTransfers(Installs):
    """Installs the trigger `funds_transfer_posts`, on SQLite and PostgreSQL alike."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {}

    def _install(self, schema_editor: Any) -> None:
        for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
            schema_editor.execute(statement, params=None)

    def _remove(self, schema_editor: Any) -> None:
        on = "" if schema_editor.connection.vendor == "sqlite" else " ON funds_transfer"
        schema_editor.execute(f"DROP TRIGGER funds_transfer_posts{on}", params=None)
        if on:
            schema_editor.execute("DROP FUNCTION funds_transfer_posts()", params=None)
