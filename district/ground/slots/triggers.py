"""Migration operations: the database itself lets no two holds overlap, counts seats, and keeps to the waiting list."""

from __future__ import annotations

from itertools import product
from typing import Any

from district.ground.record.append_only import Installs
from district.ground.record.refusing import Refuses, Rule
from district.ground.slots import overlaps
from district.ground.slots.states import OCCUPIES

ALONE, UNLIKE = "no_two_holds_at_once", "no_two_kinds_of_hold_at_once"
COUNTED = "seats_are_counted"


def words(these: Any) -> str:
    return ", ".join(f"'{each}'" for each in sorted(these))


class NeverOverlap(Installs):
    """`no_two_holds_at_once`: a resource has one appointment, session or journey at a time.
    `no_two_kinds_of_hold_at_once`: nor two holds of different kinds. On PostgreSQL exclusion constraints over half-open
    ranges, on SQLite triggers; both made of overlaps.py.
    """

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {}

    def _install(self, schema_editor: Any) -> None:
        assert overlaps.only_like_meets_like(), "two kinds that may overlap need another constraint than <>"
        made = _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql()
        for statement in made:
            schema_editor.execute(statement, params=None)

    def _remove(self, schema_editor: Any) -> None:
        for name in (ALONE, UNLIKE):
            if schema_editor.connection.vendor == "sqlite":
                for when in ("made", "changed"):
                    schema_editor.execute(f"DROP TRIGGER {name}_{when}", params=None)
            else:
                schema_editor.execute(f"ALTER TABLE slots_hold DROP CONSTRAINT {name}", params=None)


def _postgresql() -> list[str]:
    both = "resource_id WITH =, tstzrange(starts, ends, '[)') WITH &&"
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        f"ALTER TABLE slots_hold ADD CONSTRAINT {ALONE} EXCLUDE USING gist ({both}) "
        f"WHERE (state = 'stands' AND kind IN ({words(overlaps.alone())}))",
        f"ALTER TABLE slots_hold ADD CONSTRAINT {UNLIKE} EXCLUDE USING gist ({both}, (kind::text) WITH <>) "
        "WHERE (state = 'stands')",
    ]


def _sqlite() -> list[str]:
    alone = words(overlaps.alone())
    clash = (
        "NEW.state = 'stands' AND EXISTS (SELECT 1 FROM slots_hold h WHERE h.resource_id = NEW.resource_id "
        "AND h.ends > NEW.starts AND h.starts < NEW.ends AND h.state = 'stands' AND h.id IS NOT NEW.id AND {which})"
    )
    rules = ((ALONE, f"h.kind IN ({alone}) AND NEW.kind IN ({alone})"), (UNLIKE, "h.kind <> NEW.kind"))
    events = (("made", "INSERT"), ("changed", "UPDATE OF resource_id, kind, starts, ends, state"))
    return [
        f"CREATE TRIGGER {name}_{when} BEFORE {event} ON slots_hold WHEN {clash.format(which=which)} "
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        for (name, which), (when, event) in product(rules, events)
    ]


class CountsSeats(Installs):
    """A session's `taken` follows its seats whoever writes them; above the capacity its own constraint refuses."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {}

    def _install(self, schema_editor: Any) -> None:
        sqlite, sits = schema_editor.connection.vendor == "sqlite", words(OCCUPIES)
        new, old = f"NEW.state IN ({sits})", f"OLD.state IN ({sits})"
        steps = (
            ("made", "INSERT", new, "+ 1"), ("gained", "UPDATE OF state", f"{new} AND NOT {old}", "+ 1"),
            ("lost", "UPDATE OF state", f"{old} AND NOT {new}", "- 1"),
        )  # fmt: skip
        for name, event, when, step in steps:
            act = f"UPDATE slots_session SET taken = taken {step} WHERE id = NEW.session_id"  # noqa: S608 - names alone
            if sqlite:
                made = [f"CREATE TRIGGER {COUNTED}_{name} AFTER {event} ON slots_seat WHEN {when} BEGIN {act}; END"]
            else:
                function = f"{COUNTED}_{name}"
                made = [
                    f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN {act}; RETURN NEW; END $$",
                    f"CREATE TRIGGER {function} AFTER {event} ON slots_seat FOR EACH ROW WHEN ({when}) "
                    f"EXECUTE FUNCTION {function}()",
                ]
            for statement in made:
                schema_editor.execute(statement, params=None)

    def _remove(self, schema_editor: Any) -> None:
        for name in ("made", "gained", "lost"):
            on = "" if schema_editor.connection.vendor == "sqlite" else " ON slots_seat"
            schema_editor.execute(f"DROP TRIGGER {COUNTED}_{name}{on}", params=None)
            if on:
                schema_editor.execute(f"DROP FUNCTION {COUNTED}_{name}()", params=None)


IN_LINE = """
EXISTS (SELECT 1 FROM slots_seat s WHERE s.session_id = NEW.session_id AND s.state = 'waiting'
        AND s."order" < NEW."order")
"""
CANCELLED = "EXISTS (SELECT 1 FROM slots_session s WHERE s.id = NEW.session_id AND s.state = 'cancelled')"


class KeepsTheLine(Refuses):
    """Who waits is moved up in order, nobody sits down past them, and a cancelled session takes nobody."""

    rules = (
        Rule("waiting_list_moves_in_order", "slots_seat", "UPDATE OF state", IN_LINE,
             f"OLD.state = 'waiting' AND NEW.state IN ({words(OCCUPIES)})"),
        Rule("nobody_passes_the_waiting_list", "slots_seat", "INSERT", IN_LINE, f"NEW.state IN ({words(OCCUPIES)})"),
        Rule("no_seat_in_a_cancelled_session", "slots_seat", "INSERT", CANCELLED),
    )  # fmt: skip
