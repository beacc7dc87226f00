"""Bounds that many just miss, and programmes that many would have together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue, rested_on
from rulebook.catalogue.model import Condition, Version, flat
from rulebook.columns.derived import Derivation
from rulebook.columns.numbers import CannotCompile
from rulebook.plan import nodes as p
from rulebook.plan.types import NUMBER, Maybe
from rulebook.sweeping.facts_file import open_facts, quoted
from rulebook.sweeping.selects import lacking, leveled

NEAR = Decimal("0.05")  # within a twentieth of the bound, or one unit of a whole number
SHORT = {  # what fails a bound by little: from where to where
    ">=": "{v} >= {low} AND {v} < {bound}", ">": "{v} >= {low} AND {v} <= {bound}",
    "<=": "{v} > {bound} AND {v} <= {high}", "<": "{v} >= {bound} AND {v} <= {high}",
}  # fmt: skip


def cliffs(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, slugs: tuple[str, ...], facts: Path, as_of: dt.date,
    key: str, folder: Path, subject: str = "enterprise",
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows {programme, condition, say, fact, bound, near}: subjects who fail a bound by little."""
    opened = open_facts(connection, catalogue, facts, key, folder, subject=subject)
    found = []
    for slug in slugs:
        programme = catalogue.programmes.get(slug)
        version = programme.version_on(as_of) if programme else None
        for condition, name, bound, op in _bounds(catalogue, version, as_of) if version else ():
            count = _near(connection, catalogue, opened.columns, as_of, name, bound, op)
            if count is not None:
                found.append({"programme": slug, "condition": condition.id, "say": condition.say, "fact": name,
                              "bound": f"{bound:f}", "near": count})  # fmt: skip
    return found


def _bounds(catalogue: Catalogue, version: Version, as_of: dt.date) -> Iterator[tuple[Condition, str, Decimal, str]]:
    """Comparisons of one numeric fact with a constant or a parameter: (condition, fact, bound, comparison)."""
    for condition in flat(version.conditions):
        if condition.plan is None:
            continue
        for node in p.walk(condition.plan):
            if not isinstance(node, p.Compare) or node.left.type != NUMBER or node.op in ("=", "!="):
                continue
            left, right, op = node.left, node.right, node.op
            if isinstance(right, p.Ref) and right.kind != "parameter":
                left, right, op = right, left, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}[op]
            bound = _constant(catalogue, right, as_of)
            if isinstance(left, p.Ref) and left.kind in ("fact", "derived") and isinstance(bound, Decimal):
                yield condition, left.name, bound, op


def _constant(catalogue: Catalogue, plan: p.Plan, as_of: dt.date) -> Maybe:
    if isinstance(plan, p.Const):
        return plan.value
    if isinstance(plan, p.Ref) and plan.kind == "parameter":
        return catalogue.parameters[plan.name].on(as_of)
    return None


def _near(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, held: tuple[str, ...], as_of: dt.date, name: str,
    bound: Decimal, op: str,
) -> int | None:  # fmt: skip
    """How many lie on the wrong side of a bound, but near it."""
    uses = {name}
    if name in catalogue.derived:
        uses |= rested_on([catalogue.derived[name].plan], catalogue.derived)
    try:
        derivation = Derivation(catalogue, uses, as_of)
    except CannotCompile:
        return None
    source = leveled(derivation, lacking(catalogue, derivation.facts, held))
    step = max(abs(bound) * NEAR, Decimal(1) if abs(bound) < 1000 else Decimal(0))
    value = f"CAST({quoted(name)} AS DOUBLE)"
    column = derivation.known[name]
    over = getattr(column, "over", None)
    if over is not None:  # a derived fact that is a quotient: near is near enough in floats
        value += f" / CAST({over.sql.sql('duckdb')} AS DOUBLE)"
    ends = SHORT[op].format(v=value, low=f"{bound - step:f}", bound=f"{bound:f}", high=f"{bound + step:f}")
    row = connection.execute(f"SELECT count(*) FROM {source} WHERE {ends}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def overlaps(connection: duckdb.DuckDBPyConnection, slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows {programme, other, both, share}: of those eligible after the change, how many are so for another too."""
    found = []
    for slug in slugs:
        rows = connection.execute(
            "SELECT o.programme, count(*), count(*) / max(t.n) FROM compared c JOIN compared o ON o.key = c.key AND "
            "o.after_yes AND o.programme <> c.programme JOIN (SELECT count(*) AS n FROM compared WHERE programme = $1 "
            "AND after_yes) t ON true WHERE c.programme = $1 AND c.after_yes GROUP BY 1 ORDER BY 2 DESC, 1",
            [slug],
        ).fetchall()
        found += [
            {"programme": slug, "other": row[0], "both": row[1], "share": round(float(row[2]), 4)} for row in rows
        ]
    return found
