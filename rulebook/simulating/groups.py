"""What changes for whom: by size, trade, street and age of enterprise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.columns.derived import Derivation
from rulebook.columns.numbers import CannotCompile
from rulebook.simulating.compare import OUTCOMES
from rulebook.sweeping.facts_file import open_facts, quoted
from rulebook.sweeping.selects import lacking, leveled

GROUPS = ("企业规模", "行业门类", "所属街道")
ORDER = ("大型", "中型", "小型", "微型", "不满 1 年", "1–3 年", "3–5 年", "5–10 年", "10 年以上")
FOUNDED, AGE = "成立日期", "企业年龄"
SUMS = ("cost_before", "cost_after", "unpriced_before", "unpriced_after")
BANDS = ((1, "不满 1 年"), (3, "1–3 年"), (5, "3–5 年"), (10, "5–10 年"))


def by_group(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, facts: Path, as_of: dt.date, key: str, folder: Path,
    subject: str = "enterprise",
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows {group, value, the five counts of subjects, costs of a year of the programmes that changed, unpriced_…}.

    Groups whose fact the register lacks are left out; known orders (sizes, ages) are kept, others are by cost.
    """
    opened = open_facts(connection, catalogue, facts, key, folder, subject=subject)
    counts = ", ".join(f"count_if(outcome = '{each}')" for each in OUTCOMES)
    sums = ", ".join(f"coalesce(sum({each}), 0)" for each in SUMS)
    found: list[dict[str, Any]] = []
    for name, source, sql in _columns(catalogue, opened.columns, as_of):
        rows = connection.execute(
            f"SELECT coalesce(CAST(g.value AS VARCHAR), '未知'), {counts}, count_if(outcome IS NULL), {sums} "  # noqa: S608
            f"FROM (SELECT __key, {sql} AS value FROM {source}) AS g LEFT JOIN subjects ON g.__key = subjects.key "
            "GROUP BY 1"
        ).fetchall()
        heads = ("value", *OUTCOMES, "untouched", *SUMS)
        made = [{"group": name, **dict(zip(heads, row, strict=True))} for row in rows]
        made.sort(key=_order)
        found += [{**each, "cost_before": str(each["cost_before"]), "cost_after": str(each["cost_after"])}
                  for each in made]  # fmt: skip
    return found


def _order(row: Mapping[str, Any]) -> tuple[int, Decimal, str]:
    value = row["value"]
    return ORDER.index(value) if value in ORDER else len(ORDER), -row["cost_after"], value


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
