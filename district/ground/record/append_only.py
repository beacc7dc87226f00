"""A migration operation: the database itself refuses to change or delete rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class Installs(Operation):
    """What puts something up in the database beside Django's models: no state changes, so none is rendered anew."""

    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._install(schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._remove(schema_editor)

    def _install(self, schema_editor: Any) -> None:
        raise NotImplementedError

    def _remove(self, schema_editor: Any) -> None:
        raise NotImplementedError


class AppendOnly(Installs):
    """Triggers named `<table>_never_updated` / `<table>_never_deleted`, on SQLite and PostgreSQL alike.

    With `columns`, only those are frozen (a fact's `known_until` is set once, when a later value comes). SQLite forgets
    triggers when a later migration alters the table: name it again then, what is there is put up anew.
    `deletable`: an SQL condition on `OLD` under which a row may be deleted after all. `sealed`: columns that are frozen
    too, but may be sealed anew under another key, as `huiqi rotate-keys` does; the rest of a row is compared then.
    """

    def __init__(
        self, table: str, columns: Sequence[str] = (), deletable: str = "", sealed: Sequence[str] = ()
    ) -> None:
        self.table, self.columns, self.deletable, self.sealed = table, tuple(columns), deletable, tuple(sealed)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        said = {"columns": self.columns, "deletable": self.deletable, "sealed": self.sealed}
        return self.__class__.__name__, [self.table], said

    def _install(self, schema_editor: Any) -> None:
        # `UPDATE OF a, b` names the columns that may not change; without any, no update is allowed at all.
        columns = self._compared(schema_editor.connection)
        of = f" OF {', '.join((*columns, *self.sealed))}" if columns else ""
        for statement in self._statements(schema_editor.connection.vendor, of, columns):
            schema_editor.execute(statement, params=None)

    def _compared(self, connection: Any) -> tuple[str, ...]:
        if self.columns or not self.sealed:
            return self.columns
        with connection.cursor() as cursor:
            every = [each.name for each in connection.introspection.get_table_description(cursor, self.table)]
        return tuple(f'"{name}"' for name in every if name not in self.sealed)

    def _statements(self, vendor: str, of: str, columns: Sequence[str]) -> list[str]:
        kept = f"WHEN NOT ({self.deletable}) " if self.deletable and vendor == "sqlite" else ""
        kinds = [("updated", f"UPDATE{of}", self._differs(vendor, columns)), ("deleted", "DELETE", kept)]
        if vendor == "sqlite":
            return [
                statement
                for kind, event, when in kinds
                for statement in (
                    f"DROP TRIGGER IF EXISTS {self.table}_never_{kind}",
                    f"CREATE TRIGGER {self.table}_never_{kind} BEFORE {event} ON {self.table} {when}"
                    f"BEGIN SELECT RAISE(ABORT, '{self.table}_never_{kind}'); END",
                )
            ]
        statements = []
        for kind, event, when in kinds:
            name = f"{self.table}_never_{kind}"
            # PostgreSQL lets no WHEN look into another table; the function may
            let = f"IF {self.deletable} THEN RETURN OLD; END IF; " if self.deletable and kind == "deleted" else ""
            statements += [
                f"DROP TRIGGER IF EXISTS {name} ON {self.table}",
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {let}RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {name} BEFORE {event} ON {self.table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()",
            ]
        return statements

    def _differs(self, vendor: str, columns: Sequence[str]) -> str:
        """WHEN a frozen column gets another value: writing a row back as it was is no change."""
        if not columns:
            return ""
        other = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        differs = " OR ".join(
            [
                *(f"OLD.{column} {other} NEW.{column}" for column in columns),
                *(f"(OLD.{column} {other} NEW.{column} AND NOT {anew(column)})" for column in self.sealed),
            ]
        )
        return f"WHEN {differs} " if vendor == "sqlite" else f"WHEN ({differs}) "

    def _remove(self, schema_editor: Any) -> None:
        for kind in ("updated", "deleted"):
            name = f"{self.table}_never_{kind}"
            on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
            schema_editor.execute(f"DROP TRIGGER {name}{on}", params=None)
            if on:
                schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


def anew(column: str) -> str:
    """SQL: what is written is sealed, under another key than what stood there (see `secrets.py`)."""
    mark = "substr({0}.{1}, 1, 9)"
    old, new = mark.format("OLD", column), mark.format("NEW", column)
    return f"(OLD.{column} <> '' AND {new} LIKE '________:' AND {new} <> {old})"


class SetOnce(Installs):
    """A trigger named `<table>_<column>_set_once`: what is empty may be filled in, what is filled in stays."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table, self.column], {}

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}_set_once"

    def _install(self, schema_editor: Any) -> None:
        old, new = f"OLD.{self.column}", f"NEW.{self.column}"
        if schema_editor.connection.vendor == "sqlite":
            statements = [
                f"DROP TRIGGER IF EXISTS {self.name}",
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OF {self.column} ON {self.table} "
                f"WHEN {old} IS NOT NULL AND {old} IS NOT {new} BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
            ]
        else:
            statements = [
                f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{self.name}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OF {self.column} ON {self.table} FOR EACH ROW "
                f"WHEN ({old} IS NOT NULL AND {old} IS DISTINCT FROM {new}) EXECUTE FUNCTION {self.name}()",
            ]
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def _remove(self, schema_editor: Any) -> None:
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        schema_editor.execute(f"DROP TRIGGER {self.name}{on}", params=None)
        if on:
            schema_editor.execute(f"DROP FUNCTION {self.name}()", params=None)


class Refuses(Installs):
    """A trigger of this name: no row comes into the table, or is written anew, for which an SQL condition on `NEW`
    holds; it may look into other tables. `events`: "INSERT", "UPDATE"; the condition of an update may look at `OLD`.
    """

    def __init__(self, table: str, name: str, condition: str, events: Sequence[str] = ("INSERT",)) -> None:
        self.table, self.name, self.condition, self.events = table, name, condition, tuple(events)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.table, self.name, self.condition], {"events": self.events}

    def _install(self, schema_editor: Any) -> None:
        for event in self.events:
            name = f"{self.name}_{event.lower()}"
            if schema_editor.connection.vendor == "sqlite":
                made = [
                    f"DROP TRIGGER IF EXISTS {name}",
                    f"CREATE TRIGGER {name} BEFORE {event} ON {self.table} WHEN {self.condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
                ]
            else:
                made = [
                    f"DROP TRIGGER IF EXISTS {name} ON {self.table}",
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF {self.condition} THEN RAISE EXCEPTION '{self.name}' "
                    f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
                    f"CREATE TRIGGER {name} BEFORE {event} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {name}()",
                ]
            for statement in made:
                schema_editor.execute(statement, params=None)

    def _remove(self, schema_editor: Any) -> None:
        for event in self.events:
            name = f"{self.name}_{event.lower()}"
            on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
            schema_editor.execute(f"DROP TRIGGER {name}{on}", params=None)
            if on:
                schema_editor.execute(f"DROP FUNCTION {name}()", params=None)
