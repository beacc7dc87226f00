"""A migration operation: triggers by which the database itself refuses what a rule forbids, by the rule's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from district.ground.record.append_only import Installs


@dataclass(frozen=True)
class Rule:
    """Before `event` on `table`, `when` it concerns the rule (OLD and NEW only; "" always), `wrong` is refused.

    `on_sqlite`: how SQLite says `wrong`, where that is not the same.
    """

    name: str
    table: str
    event: str
    wrong: str
    when: str = ""
    on_sqlite: str = ""


class Refuses(Installs):
    """Installs the rules' triggers, on SQLite and PostgreSQL alike; SQLite forgets them when a table is altered."""

    rules: Sequence[Rule] = ()

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {}

    def _install(self, schema_editor: Any) -> None:
        for rule in self.rules:
            for statement in _statements(schema_editor.connection.vendor, rule):
                schema_editor.execute(statement, params=None)

    def _remove(self, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        for rule in self.rules:
            on = "" if sqlite else f" ON {rule.table}"
            schema_editor.execute(f"DROP TRIGGER {rule.name}{on}", params=None)
            if not sqlite:
                schema_editor.execute(f"DROP FUNCTION {rule.name}()", params=None)


def _statements(vendor: str, rule: Rule) -> list[str]:
    name, table, event = rule.name, rule.table, rule.event
    if vendor == "sqlite":
        conditions = " AND ".join(f"({each})" for each in (rule.when, rule.on_sqlite or rule.wrong) if each)
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {conditions} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END",
        ]
    body = (
        f"BEGIN IF {rule.wrong} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END"
    )
    condition = f"WHEN ({rule.when}) " if rule.when else ""
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION {name}()",
    ]
