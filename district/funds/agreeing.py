"""A migration operation: the database itself compares each award with its instalments and its money.

Triggers keep the sums of an award on one row (`Agreement`); where two that should be equal differ, the row refers to
something that does not exist, which the database lets pass until the transaction ends and not longer. So whoever
writes, on SQLite and PostgreSQL alike, nothing is committed by which promise, payment plan and money part ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from district.funds.models.awards import PAYABLE
from district.ground.record.append_only import Installs

SUMS = ("promised", "planned", "unpaid", "money", "settled", "kept")
PAIRS = (("promise_off_id", "promised", "planned"), ("unpaid_off_id", "unpaid", "money"),
         ("paid_off_id", "settled", "kept"))  # fmt: skip
Rows = Mapping[str, str]  # a sum → SQL of what one row adds to it, with `r.` for the row

PAYABLE_SQL = "(" + ", ".join(f"'{state}'" for state in PAYABLE) + ")"
PROMISE = "CASE WHEN r.committed_at IS NULL THEN 0 ELSE r.fen - r.fallen - r.withdrawn + r.beyond END"
AWARD: Rows = {"promised": PROMISE}
INSTALMENT: Rows = {
    "planned": "CASE WHEN r.state <> 'stopped' THEN r.fen ELSE 0 END",
    "unpaid": f"CASE WHEN r.state IN {PAYABLE_SQL} THEN r.fen ELSE 0 END",
    "settled": "CASE WHEN r.state = 'paid' THEN r.fen ELSE 0 END",
}
TALLY: Rows = {"money": "r.committed + r.sent", "kept": "r.paid"}
BACK: Rows = {"kept": "CASE WHEN r.verb = 'claw-back' THEN r.fen ELSE 0 END"}


def _adds(rows: Rows, award: str, *, new: bool = True, old: bool = False) -> str:
    """The statement that moves an award's sums by what a row adds now less what it added before."""
    delta = {
        name: " ".join(
            part for part in ((f"+ ({sql.replace('r.', 'NEW.')})" if new else ""),
                              (f"- ({sql.replace('r.', 'OLD.')})" if old else "")) if part
        )
        for name, sql in rows.items()
    }  # fmt: skip
    now = {name: f"({name} {delta[name]})" if name in delta else name for name in SUMS}
    sets = [f"{name} = {now[name]}" for name in delta]
    sets += [f"{off} = NULLIF({now[a]} - {now[b]}, 0)" for off, a, b in PAIRS if a in delta or b in delta]
    return f"UPDATE funds_agreement SET {', '.join(sets)} WHERE award_id = {award};"  # noqa: S608 - names of ours


BEGIN = (
    "INSERT INTO funds_agreement (award_id, promised, planned, unpaid, money, settled, kept) "
    "VALUES (NEW.id, 0, 0, 0, 0, 0, 0);"
)
CHANGED = "OF fen, fallen, withdrawn, beyond, committed_at"
# each: its name, its event, its table, what it does
TRIGGERS = (
    ("award_made", "INSERT", "funds_award", BEGIN + _adds(AWARD, "NEW.id")),
    ("award_changed", f"UPDATE {CHANGED}", "funds_award", _adds(AWARD, "NEW.id", old=True)),
    ("instalment_made", "INSERT", "funds_instalment", _adds(INSTALMENT, "NEW.award_id")),
    ("instalment_changed", "UPDATE OF fen, state", "funds_instalment", _adds(INSTALMENT, "NEW.award_id", old=True)),
    ("instalment_gone", "DELETE", "funds_instalment", _adds(INSTALMENT, "OLD.award_id", new=False, old=True)),
    ("tally_made", "INSERT", "funds_tally", _adds(TALLY, "NEW.award_id")),
    ("tally_changed", "UPDATE OF committed, sent, paid", "funds_tally", _adds(TALLY, "NEW.award_id", old=True)),
    ("asked_back", "INSERT", "funds_transfer", _adds(BACK, "NEW.award_id")),
)
BACKFILL = f"""
INSERT INTO funds_agreement (award_id, promised, planned, unpaid, money, settled, kept)
SELECT r.id, {PROMISE},
  COALESCE((SELECT SUM(i.fen) FROM funds_instalment i WHERE i.award_id = r.id AND i.state <> 'stopped'), 0),
  COALESCE((SELECT SUM(i.fen) FROM funds_instalment i WHERE i.award_id = r.id
            AND i.state IN {PAYABLE_SQL}), 0),
  COALESCE((SELECT SUM(t.committed + t.sent) FROM funds_tally t WHERE t.award_id = r.id), 0),
  COALESCE((SELECT SUM(i.fen) FROM funds_instalment i WHERE i.award_id = r.id AND i.state = 'paid'), 0),
  COALESCE((SELECT SUM(t.paid) FROM funds_tally t WHERE t.award_id = r.id), 0)
    + COALESCE((SELECT SUM(x.fen) FROM funds_transfer x WHERE x.award_id = r.id AND x.verb = 'claw-back'), 0)
FROM funds_award r
"""  # noqa: S608 - no value from outside is in it
OFF = ", ".join(f"{off} = NULLIF({a} - {b}, 0)" for off, a, b in PAIRS)
COMPARE = f"UPDATE funds_agreement SET {OFF}"  # noqa: S608 - names of ours


class KeepsAgreement(Installs):
    """Fills the sums in for what there is and installs the triggers `funds_agrees_*`."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {}

    def _install(self, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        self._remove(schema_editor)
        schema_editor.execute("DELETE FROM funds_agreement", params=None)
        schema_editor.execute(BACKFILL, params=None)
        schema_editor.execute(COMPARE, params=None)
        for name, event, table, statements in TRIGGERS:
            when = "WHEN (NEW.award_id IS NOT NULL)" if table == "funds_transfer" else ""
            if sqlite:
                made = [f"CREATE TRIGGER funds_agrees_{name} AFTER {event} ON {table} {when} BEGIN {statements} END"]
            else:
                made = [
                    f"CREATE OR REPLACE FUNCTION funds_agrees_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN {statements} RETURN NULL; END $$",
                    f"CREATE TRIGGER funds_agrees_{name} AFTER {event} ON {table} FOR EACH ROW {when} "
                    f"EXECUTE FUNCTION funds_agrees_{name}()",
                ]
            for statement in made:
                schema_editor.execute(statement, params=None)

    def _remove(self, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        for name, _event, table, _statements in TRIGGERS:
            on = "" if sqlite else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS funds_agrees_{name}{on}", params=None)
