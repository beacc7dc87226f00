"""A migration operation: the database itself keeps to the lists. Who waits is called in order, and nobody takes a place
that the list he stands on does not give him."""

from __future__ import annotations

from typing import Any

from django.db import migrations

AHEAD = """
EXISTS (
    SELECT 1 FROM applications_listed l
    JOIN applications_application a ON a.id = l.application_id
    JOIN applications_allocation k ON k.id = l.allocation_id
    WHERE l.outcome = 'waiting' AND l.called_at IS NULL AND a.state = 'waiting' AND l.id != NEW.id
    AND k.programme_id = (SELECT programme_id FROM applications_allocation WHERE id = NEW.allocation_id)
    AND (l.allocation_id < NEW.allocation_id OR (l.allocation_id = NEW.allocation_id AND l."order" < NEW."order"))
)
"""
AGAINST = """
EXISTS (SELECT 1 FROM applications_listed l WHERE l.application_id = NEW.application_id)
AND NOT EXISTS (
    SELECT 1 FROM applications_listed l WHERE l.application_id = NEW.application_id
    AND (l.outcome = 'place' OR (l.outcome = 'waiting' AND l.called_at IS NOT NULL))
)
"""
CALLED = "OLD.called_at IS NULL AND NEW.called_at IS NOT NULL"
HELD = (
    ("waiting_is_called_in_order", "applications_listed", "UPDATE OF called_at", CALLED, AHEAD),
    ("no_place_against_the_list", "applications_place", "INSERT", "", AGAINST),
)


class KeepsToLists(migrations.RunPython):
    """Installs both triggers, on SQLite and PostgreSQL alike."""

    def __init__(self) -> None:
        super().__init__(self._install, self._remove)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {}

    def _install(self, apps: Any, schema_editor: Any) -> None:
        for held in HELD:
            for statement in _statements(schema_editor.connection.vendor, *held):
                schema_editor.execute(statement, params=None)

    def _remove(self, apps: Any, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        for name, table, *_rest in HELD:
            schema_editor.execute(f"DROP TRIGGER {name}{'' if sqlite else f' ON {table}'}", params=None)
            if not sqlite:
                schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


def _statements(vendor: str, name: str, table: str, event: str, when: str, wrong: str) -> list[str]:
    if vendor == "sqlite":
        conditions = f"WHEN {when} AND {wrong}" if when else f"WHEN {wrong}"
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {conditions} BEGIN SELECT RAISE(ABORT, '{name}'); END",
        ]
    body = f"""
    BEGIN
        IF {wrong} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
        RETURN NEW;
    END
    """
    condition = f"WHEN ({when}) " if when else ""
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION {name}()",
    ]
