"""The register swept under both catalogues, and what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.sweeping.sweep import connected, sweep

GAINS = "after_yes AND NOT before_yes OR after_yes AND before_yes AND after_amount > before_amount"
LOSES = "before_yes AND NOT after_yes OR after_yes AND before_yes AND after_amount < before_amount"
JOINED = """
CREATE TABLE compared AS SELECT
  coalesce(b.key, a.key) AS key, coalesce(b.programme, a.programme) AS programme,
  coalesce(b.eligible, false) AS before_yes, coalesce(a.eligible, false) AS after_yes,
  b.key IS NOT NULL AND b.eligible IS NULL AS before_open, a.key IS NOT NULL AND a.eligible IS NULL AS after_open,
  coalesce(b.amount, 0) AS before_amount, coalesce(a.amount, 0) AS after_amount
FROM before b FULL OUTER JOIN after a ON a.key = b.key AND a.programme = b.programme
"""


@dataclass(frozen=True)
class Change:
    """One programme under both catalogues; money in yuan."""

    programme: str
    before: int
    after: int
    gains: int
    loses: int
    keeps: int
    cost_before: Decimal
    cost_after: Decimal

    def as_json(self) -> dict[str, Any]:
        return {
            "programme": self.programme, "before": self.before, "after": self.after, "gains": self.gains,
            "loses": self.loses, "keeps": self.keeps, "cost_before": str(self.cost_before),
            "cost_after": str(self.cost_after),
        }  # fmt: skip


def changed_programmes(base: Catalogue, reform: Catalogue, as_of: dt.date) -> tuple[str, ...]:
    """Slugs whose version in force on `as_of` differs, appears or goes."""
    before = {programme.slug: version.hash for programme, version in base.in_force(as_of)}
    after = {programme.slug: version.hash for programme, version in reform.in_force(as_of)}
    return tuple(slug for slug in {**before, **after} if before.get(slug) != after.get(slug))


def compared(
    base: Catalogue,
    reform: Catalogue,
    facts: Path,
    as_of: dt.date,
    folder: Path,
    *,
    key: str = "统一社会信用代码",
    progress: Callable[[float], object] = lambda share: None,
    report: Callable[[str], object] = lambda line: None,
) -> duckdb.DuckDBPyConnection:
    """A connection with the table `compared`: one row per subject and programme that either catalogue grants or leaves
    open. `folder` holds what does not fit into memory. Raises as `sweep` does.
    """
    sweep(base, facts, folder / "before.parquet", as_of, key=key, report=report,
          progress=lambda share: progress(share * 0.45))  # fmt: skip
    sweep(reform, facts, folder / "after.parquet", as_of, key=key, progress=lambda share: progress(0.45 + share * 0.45))
    connection = connected(folder, "1.5GB")
    for name in ("before", "after"):
        path = str(folder / f"{name}.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608 - our own path
    connection.execute(JOINED)
    progress(1.0)
    return connection


def changes(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Totals per programme, those that change first."""
    rows = connection.execute(
        "SELECT programme, count_if(before_yes), count_if(after_yes), "  # noqa: S608 - constants
        f"count_if({GAINS}), count_if({LOSES}), "
        "count_if(before_yes AND after_yes AND before_amount = after_amount), "
        "sum(before_amount), sum(after_amount) FROM compared GROUP BY programme ORDER BY programme"
    ).fetchall()
    found = [Change(*row) for row in rows]
    return sorted(found, key=lambda each: (not (each.gains or each.loses), each.programme))


def winners(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Subjects, not pairs: how many gain, lose, and neither, over all programmes together."""
    row = connection.execute(
        "SELECT count_if(after > before), count_if(after < before), count_if(after = before) FROM "
        "(SELECT key, sum(before_amount) AS before, sum(after_amount) AS after FROM compared GROUP BY key)"
    ).fetchone() or (0, 0, 0)
    return {"gain": int(row[0]), "lose": int(row[1]), "same": int(row[2])}
