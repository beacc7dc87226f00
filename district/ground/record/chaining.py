"""A migration operation: the database itself moves the chain's head on with each line of the log, or refuses it."""

from __future__ import annotations

from typing import Any

from district.ground.record.append_only import Installs

NAME = "record_log_goes_on"
MOVE = """UPDATE record_chainhead SET number = NEW.number, seal = NEW.seal
    WHERE id = 1 AND number = NEW.number - 1 AND seal = NEW.previous"""
SQLITE = (
    f"DROP TRIGGER IF EXISTS {NAME}",
    f"""CREATE TRIGGER {NAME} AFTER INSERT ON record_logentry BEGIN {MOVE};
    SELECT RAISE(ABORT, '{NAME}') WHERE NOT EXISTS (
        SELECT 1 FROM record_chainhead WHERE id = 1 AND number = NEW.number AND seal = NEW.seal); END""",  # noqa: S608 - no value from outside is in it
)
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {MOVE};
    IF NOT FOUND THEN RAISE EXCEPTION '{NAME}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
    RETURN NULL; END $$""",
    f"DROP TRIGGER IF EXISTS {NAME} ON record_logentry",
    f"CREATE TRIGGER {NAME} AFTER INSERT ON record_logentry FOR EACH ROW EXECUTE FUNCTION {NAME}()",
)


class LogGoesOn(Installs):
    """Installs the trigger `record_log_goes_on`, on both databases: number and previous seal must follow the last."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {}

    def _install(self, schema_editor: Any) -> None:
        for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
            schema_editor.execute(statement, params=None)

    def _remove(self, schema_editor: Any) -> None:
        on = "" if schema_editor.connection.vendor == "sqlite" else " ON record_logentry"
        schema_editor.execute(f"DROP TRIGGER {NAME}{on}", params=None)
        if on:
            schema_editor.execute(f"DROP FUNCTION {NAME}()", params=None)
