"""A migration operation: the database itself refuses to change or delete rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations


class AppendOnly(migrations.RunPython):
    """Triggers named `<table>_never_updated` / `<table>_never_deleted`, on SQLite and PostgreSQL alike.

    With `columns`, only those are frozen (a fact's `known_until` is set once, when a later value comes).
    """

    def __init__(self, table: str, columns: Sequence[str] = ()) -> None:
        self.table, self.columns = table, tuple(columns)
        super().__init__(self._install, self._remove)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table], {"columns": self.columns}

    def _install(self, apps: Any, schema_editor: Any) -> None:
        # `UPDATE OF a, b` names the columns that may not change; without any, no update is allowed at all.
        of = f" OF {', '.join(self.columns)}" if self.columns else ""
        for statement in self._statements(schema_editor.connection.vendor, of):
            schema_editor.execute(statement, params=None)

    def _statements(self, vendor: str, of: str) -> list[str]:
        kinds = [("updated", f"UPDATE{of}"), ("deleted", "DELETE")]
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {self.table}_never_{kind} BEFORE {event} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, '{self.table}_never_{kind}'); END"
                for kind, event in kinds
            ]
        statements = []
        for kind, event in kinds:
            name = f"{self.table}_never_{kind}"
            statements += [
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {name} BEFORE {event} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ]
        return statements

    def _remove(self, apps: Any, schema_editor: Any) -> None:
        for kind in ("updated", "deleted"):
            name = f"{self.table}_never_{kind}"
            on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
            schema_editor.execute(f"DROP TRIGGER {name}{on}", params=None)
            if on:
                schema_editor.execute(f"DROP FUNCTION {name}()", params=None)
