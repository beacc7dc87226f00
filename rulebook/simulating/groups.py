"""What changes for whom: by size, trade, street and age of enterprise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.columns.derived import Derivation
from rulebook.columns.numbers import CannotCompile
from rulebook.simulating.compare import GAINS, LOSES
from rulebook.sweeping.facts_file import open_facts, quoted
from rulebook.sweeping.selects import lacking, leveled

GROUPS = ("企业规模", "行业门类", "所属街道")
ORDER = ("大型", "中型", "小型", "微型", "不满 1 年", "1–3 年", "3–5 年", "5–10 年", "10 年以上")
FOUNDED, AGE = "成立日期", "企业年龄"
BANDS = ((1, "不满 1 年"), (3, "1–3 年"), (5, "3–5 年"), (10, "5–10 年"))


def by_group(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, slugs: Sequence[str], facts: Path, as_of: dt.date,
    key: str, folder: Path,
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows {group, value, gains, loses, cost_before, cost_after} over the programmes that changed.

    Groups whose fact the register lacks are left out; known orders (sizes, ages) are kept, others are by cost.
    """
    opened = open_facts(connection, catalogue, facts, key, folder)
    columns = _columns(catalogue, opened.columns, as_of)
    found: list[dict[str, Any]] = []
    for name, source, sql in columns:
        rows = connection.execute(
            f"SELECT coalesce(CAST(g.value AS VARCHAR), '未知'), count_if({GAINS}), count_if({LOSES}), "  # noqa: S608
            "sum(before_amount), sum(after_amount) FROM compared JOIN "
            f"(SELECT __key, {sql} AS value FROM {source}) AS g ON g.__key = compared.key "
            "WHERE compared.programme IN (SELECT unnest($1)) GROUP BY 1 ORDER BY 5 DESC, 1",
            [list(slugs)],
        ).fetchall()
        rows.sort(key=lambda row: ORDER.index(row[0]) if row[0] in ORDER else len(ORDER))
        found += [
            {"group": name, "value": row[0], "gains": row[1], "loses": row[2], "cost_before": str(row[3]),
             "cost_after": str(row[4])}
            for row in rows
        ]  # fmt: skip
    return found


def _columns(catalogue: Catalogue, held: Sequence[str], as_of: dt.date) -> list[tuple[str, str, str]]:
    """(group, source, expression) of what can be told from the facts held."""
    found = []
    for name in GROUPS:
        if name in held:
            found.append((name, "typed", quoted(name)))
        elif name in catalogue.derived and (source := derived_source(catalogue, name, held, as_of)):
            found.append((name, source, quoted(name)))
    if FOUNDED in held:
        cases = " ".join(
            f"WHEN {quoted(FOUNDED)} > DATE '{_years_before(as_of, years)}' THEN '{label}'" for years, label in BANDS
        )
        found.append((AGE, "typed", f"CASE WHEN {quoted(FOUNDED)} IS NULL THEN NULL {cases} ELSE '10 年以上' END"))
    return found


def derived_source(catalogue: Catalogue, name: str, held: Sequence[str], as_of: dt.date) -> str | None:
    """A FROM item that has the derived fact as a column, or None where it cannot be computed in columns."""
    from rulebook.catalogue.catalogue import rested_on

    derived = catalogue.derived
    uses = {name, *rested_on([derived[name].plan], derived)}
    try:
        derivation = Derivation(catalogue, uses, as_of)
    except CannotCompile:
        return None
    return leveled(derivation, lacking(catalogue, derivation.facts, held))


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
