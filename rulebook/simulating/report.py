"""A simulation's results as files: summary.json, changes.parquet, and a CSV a table."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.subjects import elsewhere, of_subject
from rulebook.judging.examples import coverage, fair_competition
from rulebook.simulating.cliffs import cliffs, overlaps
from rulebook.simulating.compare import Compared, Sides, changes, costs, winners
from rulebook.simulating.groups import by_group
from rulebook.simulating.vary import Vary, as_rows, only, touched, variations

ROWS = (  # what changes.parquet holds of a subject and a programme; amounts are of a year, null where not known
    "key, programme, outcome, before_yes, after_yes, before_open, after_open, before_unpriced, after_unpriced, "
    "before_amount, after_amount"
)
TABLES = ("programmes", "groups", "cliffs", "overlaps")


def simulate(
    base: Catalogue, reform: Catalogue, facts: Path, out: Path, as_of: dt.date, *, key: str = "统一社会信用代码",
    subject: str = "enterprise",
    budgets: Mapping[str, Decimal] | None = None,
    varies: Sequence[Vary] = (),
    progress: Callable[[float], object] = lambda share: None,
    report: Callable[[str], object] = lambda line: None,
) -> dict[str, Any]:  # fmt: skip
    """Compare two catalogues over a register and write `out` (a folder, replaced as a whole when all went well).

    Every row is a `subject`; programmes for others are no part of it: `elsewhere` says how many.
    `budgets`: yuan a year by programme; then the day is told on which the money runs out if claims come evenly.
    `varies`: parameters of the reform to try at several values, every combination.
    Returns what summary.json holds. Raises as `sweep` does.
    """
    share = 0.4 if varies else 1.0
    others = elsewhere(reform.in_force(as_of), subject)
    hashes = base.hash, reform.hash
    base, reform = of_subject(base, subject), of_subject(reform, subject)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="simulate-", dir=out.parent) as name:
        folder, made = Path(name), Path(name) / "made"
        made.mkdir()
        with Sides(base, facts, as_of, folder, key=key, subject=subject, report=report,
                   progress=lambda done: progress(done * 0.45 * share)) as sides:  # fmt: skip
            found = sides.beside(reform, lambda done: progress((0.45 + done * 0.45) * share))
            summary = _summary(base, reform, found, facts, as_of, key, folder, subject)
            summary |= {"base": hashes[0], "reform": hashes[1], "elsewhere": str(others)}
            summary["budgets"] = list(_budgets(summary["programmes"], budgets or {}, as_of))
            summary["misfits"], summary["faults"] = (
                sides.misfits,
                sum(each.count or 1 for each in sides.faults.values()),
            )
            _write_changes(found.connection, made)
        if varies:
            slugs = touched(base, reform, varies, as_of)
            with Sides(only(base, slugs), facts, as_of, folder, key=key, subject=subject) as sides:
                summary["variations"] = variations(
                    sides, reform, varies, slugs, lambda done: progress(share + done * (1 - share))
                )
        progress(1.0)
        _write(made, summary)
        if out.exists():
            shutil.rmtree(out)
        made.rename(out)
    return summary


def _summary(
    base: Catalogue,
    reform: Catalogue,
    found: Compared,
    facts: Path,
    as_of: dt.date,
    key: str,
    folder: Path,
    subject: str,
) -> dict[str, Any]:
    made, connection, changed = changes(found), found.connection, found.changed
    return {
        "as_of": str(as_of), "base": base.hash, "reform": reform.hash, "changed": list(changed),
        "rows": found.rows, "subjects": winners(found), "cost": costs(made),
        "programmes": [each.as_json() for each in made],
        "groups": by_group(connection, reform, facts, as_of, key, folder, subject),
        "cliffs": cliffs(connection, reform, changed, facts, as_of, key, folder, subject),
        "overlaps": overlaps(connection, changed), "checks": _checks(reform, changed, as_of),
    }  # fmt: skip


def _checks(reform: Catalogue, changed: Sequence[str], as_of: dt.date) -> list[dict[str, Any]]:
    """Per changed programme: how much a machine judges, and what a fair-competition review will ask."""
    found = []
    for slug in changed:
        programme = reform.programmes.get(slug)
        version = programme.version_on(as_of) if programme else None
        if version is None:
            continue
        by_machine, clauses = coverage(version)
        asked = [str(each.message) for each in fair_competition(reform) if f"/{slug}/" in each.file]
        found.append({"programme": slug, "by_machine": by_machine, "clauses": clauses, "fair_competition": asked})
    return found


def _budgets(programmes: Sequence[Mapping[str, Any]], budgets: Mapping[str, Decimal], as_of: dt.date) -> Any:
    """The day on which a year's budget is used up if claims come evenly over the year; None if it lasts, and where that
    day is not after `as_of`: `used_up` then says that it is gone already.

    Earlier still where amounts are unknown: of `unpriced` subjects.
    """
    start = dt.date(as_of.year, 1, 1)
    days = (dt.date(as_of.year + 1, 1, 1) - start).days
    for each in programmes:
        budget, cost = budgets.get(each["programme"]), Decimal(each["cost_after"])
        if budget is None:
            continue
        out_on = start + dt.timedelta(days=int(days * budget / cost)) if cost > budget else None
        used_up = out_on is not None and out_on <= as_of
        day = str(out_on) if out_on and not used_up else None
        yield {"programme": each["programme"], "budget": str(budget), "cost": str(cost), "used_up": used_up,
               "runs_out_on": day, "unpriced": each["unpriced_after"]}  # fmt: skip


def _write_changes(connection: duckdb.DuckDBPyConnection, made: Path) -> None:
    path = str(made / "changes.parquet").replace("'", "''")
    connection.execute(
        f"COPY (SELECT {ROWS} FROM compared WHERE outcome <> 'same' ORDER BY programme, key) TO '{path}' "  # noqa: S608
        "(FORMAT parquet)"
    )


def _write(made: Path, summary: Mapping[str, Any]) -> None:
    (made / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    tables = {name: summary[name] for name in TABLES}
    if "variations" in summary:
        tables["variations"] = as_rows(summary["variations"])
    for name, rows in tables.items():
        with (made / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            if rows:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
