"""The register swept under both catalogues, and what differs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.simulating.terms import TERMS, in_all, terms, year
from rulebook.sweeping.faults import Fault
from rulebook.sweeping.sweep import connected, sweep

OUTCOMES = ("gains", "loses", "same", "unknown")  # of one subject; the rest of the register is untouched

# One row a subject and programme that either catalogue grants or leaves open. An amount is what a year brings, with the
# programme's ceiling; 0 where nothing is due, null where it is not known.
_SIDES = f"""
SELECT coalesce(b.key, a.key) AS key, coalesce(b.programme, a.programme) AS programme,
  coalesce(b.eligible, false) AS before_yes, coalesce(a.eligible, false) AS after_yes,
  b.key IS NOT NULL AND b.eligible IS NULL AS before_open, a.key IS NOT NULL AND a.eligible IS NULL AS after_open,
  before_yes AND b.amount IS NULL AND t0.money AS before_unpriced,
  after_yes AND a.amount IS NULL AND t1.money AS after_unpriced,
  {year("b", "t0")} AS before_amount, {year("a", "t1")} AS after_amount,
  {in_all("b", "t0")} AS before_in_all, {in_all("a", "t1")} AS after_in_all
FROM before b FULL OUTER JOIN after a ON a.key = b.key AND a.programme = b.programme
LEFT JOIN before_terms t0 ON t0.programme = b.programme LEFT JOIN after_terms t1 ON t1.programme = a.programme
"""  # noqa: S608 - constants
# Certain is what holds whatever the unknown facts turn out to be: who becomes eligible gains, whatever the amount.
_COMPARED = f"""
CREATE OR REPLACE TABLE compared AS SELECT *, list_contains($1, programme) AS turned,
  after_amount - before_amount AS more, coalesce(after_in_all, 0) - coalesce(before_in_all, 0) AS more_in_all,
  CASE WHEN NOT turned THEN 'same' WHEN before_open OR after_open THEN 'unknown'
    WHEN after_yes AND NOT before_yes THEN 'gains' WHEN before_yes AND NOT after_yes THEN 'loses'
    WHEN before_unpriced OR after_unpriced THEN 'unknown'
    WHEN more > 0 OR more = 0 AND more_in_all > 0 THEN 'gains'
    WHEN more < 0 OR more = 0 AND more_in_all < 0 THEN 'loses' ELSE 'same' END AS outcome
FROM ({_SIDES})
"""  # noqa: S608
# A subject gains where some programmes give more and none less; where both happen the yuan decide, if they are known.
_SUBJECTS = """
CREATE OR REPLACE TABLE subjects AS SELECT key, cost_before, cost_after, unpriced_before, unpriced_after,
  CASE WHEN doubts > 0 THEN 'unknown' WHEN gains = 0 AND loses = 0 THEN 'same' WHEN loses = 0 THEN 'gains'
    WHEN gains = 0 THEN 'loses' WHEN unsure > 0 THEN 'unknown'
    WHEN more > 0 OR more = 0 AND more_in_all > 0 THEN 'gains'
    WHEN more < 0 OR more = 0 AND more_in_all < 0 THEN 'loses' ELSE 'same' END AS outcome
FROM (SELECT key, count_if(outcome = 'unknown') AS doubts, count_if(outcome = 'gains') AS gains,
  count_if(outcome = 'loses') AS loses, count_if(turned AND more IS NULL) AS unsure,
  sum(more) FILTER (turned) AS more, sum(more_in_all) FILTER (turned) AS more_in_all,
  coalesce(sum(before_amount) FILTER (turned), 0) AS cost_before,
  coalesce(sum(after_amount) FILTER (turned), 0) AS cost_after,
  count_if(turned AND before_unpriced) AS unpriced_before, count_if(turned AND after_unpriced) AS unpriced_after
  FROM compared GROUP BY key)
"""


@dataclass(frozen=True)
class Change:
    """One programme under both catalogues, money in yuan over a year; the five counts add up to all subjects.

    `cost_…` is the least it can be: `unpriced_…` subjects are eligible with an amount that is not known.
    """

    programme: str
    before: int
    after: int
    gains: int
    loses: int
    same: int
    unknown: int
    untouched: int
    undecided_before: int
    undecided_after: int
    cost_before: Decimal
    cost_after: Decimal
    unpriced_before: int
    unpriced_after: int

    def as_json(self) -> dict[str, Any]:
        """`keeps` is `same` under its older name."""
        found = dataclasses.asdict(self) | {"keeps": self.same}
        return found | {"cost_before": str(self.cost_before), "cost_after": str(self.cost_after)}


@dataclass(frozen=True)
class Compared:
    """A connection with `compared` (a row a subject and programme) and `subjects`; `rows` subjects in the register."""

    connection: duckdb.DuckDBPyConnection
    rows: int
    changed: tuple[str, ...]


def changed_programmes(base: Catalogue, reform: Catalogue, as_of: dt.date) -> tuple[str, ...]:
    """Slugs whose version in force on `as_of` differs, appears or goes."""
    before = {programme.slug: version.hash for programme, version in base.in_force(as_of)}
    after = {programme.slug: version.hash for programme, version in reform.in_force(as_of)}
    return tuple(slug for slug in {**before, **after} if before.get(slug) != after.get(slug))


class Sides:
    """A register swept under a catalogue, and beside it under others. `folder` holds what does not fit into memory.
    `faults` and `misfits`: what could not be judged, and how many cells were taken for unknown.

    A context: the connection is closed at its end. Raises as `sweep` does.
    """

    def __init__(
        self,
        base: Catalogue,
        facts: Path,
        as_of: dt.date,
        folder: Path,
        *,
        key: str = "统一社会信用代码",
        subject: str = "enterprise",
        progress: Callable[[float], object] = lambda share: None,
        report: Callable[[str], object] = lambda line: None,
    ) -> None:
        self.base, self.facts, self.as_of, self.folder, self.key, self.report = base, facts, as_of, folder, key, report
        self.subject = subject
        self.said: set[str] = set()
        self.faults: dict[tuple[str, str], Fault] = {}
        self.misfits = 0
        self.connection = connected(folder, "1.5GB")
        self.rows = self._side("before", base, progress)

    def __enter__(self) -> Sides:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def beside(self, reform: Catalogue, progress: Callable[[float], object] = lambda share: None) -> Compared:
        """The tables anew, for another reform."""
        changed = changed_programmes(self.base, reform, self.as_of)
        if reform.hash == self.base.hash:
            self._register("after", self.folder / "before.parquet", reform)
        else:
            self._side("after", reform, progress)
        self.connection.execute(_COMPARED, [list(changed)])
        self.connection.execute(_SUBJECTS)
        return Compared(self.connection, self.rows, changed)

    def _side(self, name: str, catalogue: Catalogue, progress: Callable[[float], object]) -> int:
        path = self.folder / f"{name}.parquet"
        swept = sweep(catalogue, self.facts, path, self.as_of, key=self.key, subject=self.subject, progress=progress,
                      report=self._say)  # fmt: skip
        self._register(name, path, catalogue)
        self.faults |= {(each.programme, each.message): each for each in swept.faults}
        self.misfits = max(self.misfits, swept.facts.misfits)
        return swept.facts.rows

    def _register(self, name: str, path: Path, catalogue: Catalogue) -> None:
        """The view of a side's rows and the table of its terms."""
        quoted = str(path).replace("'", "''")
        self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{quoted}')")  # noqa: S608
        self.connection.execute(f"CREATE OR REPLACE TABLE {name}_terms ({TERMS})")
        if rows := terms(catalogue, self.as_of):
            self.connection.executemany(f"INSERT INTO {name}_terms VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608

    def _say(self, line: str) -> None:
        """Both sweeps read the same file: what is wrong with it is said once."""
        if line not in self.said:
            self.said.add(line)
            self.report(line)


def changes(found: Compared) -> list[Change]:
    """Totals per programme, those that change first."""
    counts = ", ".join(f"count_if(outcome = '{each}')" for each in OUTCOMES)
    rows = found.connection.execute(
        f"SELECT programme, count_if(before_yes), count_if(after_yes), {counts}, $1 - count(*), "  # noqa: S608
        "count_if(before_open), count_if(after_open), coalesce(sum(before_amount), 0), coalesce(sum(after_amount), 0), "
        "count_if(before_unpriced), count_if(after_unpriced) FROM compared GROUP BY programme ORDER BY programme",
        [found.rows],
    ).fetchall()
    made = [Change(*row) for row in rows]
    return sorted(made, key=lambda each: (not (each.gains or each.loses or each.unknown), each.programme))


def winners(found: Compared) -> dict[str, int]:
    """Subjects, not pairs, over all programmes together; the five counts add up to the register."""
    counts = ", ".join(f"count_if(outcome = '{each}')" for each in OUTCOMES)
    row = found.connection.execute(f"SELECT {counts}, count(*) FROM subjects").fetchone() or (0, 0, 0, 0, 0)  # noqa: S608
    gain, lose, same, unknown, touched = (int(each or 0) for each in row)
    return {"gain": gain, "lose": lose, "same": same, "unknown": unknown, "untouched": found.rows - touched}


def costs(made: Iterable[Change]) -> dict[str, Any]:
    """What all programmes together cost in a year; the least, where amounts are unknown."""
    every = list(made)
    return {
        "before": str(sum((each.cost_before for each in every), Decimal(0))),
        "after": str(sum((each.cost_after for each in every), Decimal(0))),
        "unpriced_before": sum(each.unpriced_before for each in every),
        "unpriced_after": sum(each.unpriced_after for each in every),
    }
