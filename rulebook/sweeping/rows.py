"""The reference engine: one closure call a row. Slow, exact, and what columns are compared with and fall back on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Programme, Version, flat
from rulebook.columns.programme import TOO_LARGE, asked
from rulebook.judging.bench import bench
from rulebook.judging.judge import BELOW_NOUGHT, judge_version
from rulebook.judging.verdict import Verdict
from rulebook.plan.exact import rounded
from rulebook.plan.tables import is_overlap
from rulebook.plan.types import Value
from rulebook.sweeping.facts_file import FactsFile
from rulebook.sweeping.faults import Faults

BATCH = 10_000
BEYOND = Decimal(10) ** 16  # yuan that DECIMAL(18, 2) cannot hold
COLUMNS = {"key": "VARCHAR", "programme": "VARCHAR", "version": "VARCHAR", "eligible": "BOOLEAN",
           "amount": "DECIMAL(18, 2)", "missing": "VARCHAR[]", "notes": "VARCHAR[]"}  # fmt: skip
OUTPUT = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
INSERT = f"INSERT INTO verdicts VALUES ({', '.join('?' for _ in COLUMNS)})"  # noqa: S608 - question marks
Chosen = list[tuple[Programme, Version]]


class Rows:
    """Judges the subjects of one facts file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, as_of: dt.date, facts: FactsFile,
                 faults: Faults) -> None:  # fmt: skip
        self.connection, self.catalogue, self.as_of, self.facts, self.faults = (
            connection, catalogue, as_of, facts, faults,
        )  # fmt: skip
        self.ready, self.order = bench(catalogue), {name: n for n, name in enumerate(catalogue.facts)}

    def judged(self, chosen: Chosen, progress: Any, *, everything: bool) -> str:
        """Judge row by row into a table; returns a SELECT of it."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE verdicts ({OUTPUT})")
        cursor = self.connection.cursor().execute(f"SELECT * FROM {self.facts.typed}")  # noqa: S608
        done = 0
        while rows := cursor.fetchmany(BATCH):
            verdicts = [each for row in rows for each in self.verdicts(chosen, row)
                        if everything or each[3] is not False]  # fmt: skip
            if verdicts:
                self.connection.executemany(INSERT, verdicts)
            done += len(rows)
            progress(done / self.facts.rows)
        return "SELECT * FROM verdicts"

    def verdicts(self, chosen: Chosen, row: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        facts: dict[str, Value] = {
            name: value for name, value in zip(self.facts.columns, row[1:], strict=True) if value is not None
        }
        env = self.ready.environment(facts, self.as_of)
        for programme, version in chosen:
            try:
                verdict = judge_version(self.ready, programme, version, env, {}, explain=False)
            except (ArithmeticError, ValueError, TypeError, RecursionError) as error:
                broken = f"判断时出错：{type(error).__name__} {error}"[:200]
                self.faults.add(version, broken, [row[0]])
                yield row[0], programme.slug, str(version.since), None, None, [], [broken]
                continue
            yield self._row(row[0], version, verdict)

    def _row(self, key: str, version: Version, verdict: Verdict) -> tuple[Any, ...]:
        notes = {*verdict.notes, *(asked(each) for each in flat(version.conditions) if each.id in verdict.waiting)}
        amount = verdict.amount if verdict.eligible else None
        fen = None if amount is None else rounded(amount, 2, ROUND_HALF_UP)
        if fen is not None and abs(fen) >= BEYOND:
            self.faults.add(version, TOO_LARGE, [key])
            fen, notes = None, {*notes, TOO_LARGE}
        for note in verdict.notes:
            if is_overlap(note) or note == BELOW_NOUGHT:
                self.faults.add(version, note, [key])
        missing = sorted((name for name in verdict.missing if name in self.order), key=self.order.__getitem__)
        return key, version.slug, str(version.since), verdict.eligible, fen, missing, sorted(notes)
