"""The sweep: verdict rows for every subject and programme, written beside and renamed when whole."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Programme, Version
from rulebook.catalogue.subjects import elsewhere
from rulebook.judging.bench import bench
from rulebook.judging.judge import NoValueYet, check_parameters
from rulebook.plan.tables import tables
from rulebook.sweeping.cells.totals import Totals
from rulebook.sweeping.facts_file import FactsFile, FactsFileError, check_keys, first_line, open_facts
from rulebook.sweeping.faults import Fault, Faults
from rulebook.sweeping.rows import Chosen, Rows
from rulebook.sweeping.selects import (
    Compiled,
    Left,
    compiled,
    count_select,
    empty_select,
    faults_selects,
    rows_select,
    totals_select,
)
from rulebook.sweeping.spark import NoSpark, spark_rows

Progress = Callable[[float], object]
MANY_ROWS = 200_000  # from here on cells are quicker than columns, though they must be made first


class SweepError(ValueError):
    """The sweep cannot be done with these rules and facts."""


class Broken(Exception):
    """The statement for all programmes failed while it ran."""


@dataclass(frozen=True)
class Total:
    """One programme over all subjects."""

    programme: str
    version: dt.date
    eligible: int
    undecided: int
    amount: Decimal


@dataclass(frozen=True)
class Swept:
    """`faults`: what could not be judged, by programme; everything else was. `elsewhere`: how many programmes are for
    other subjects, in words."""

    facts: FactsFile
    totals: tuple[Total, ...]
    faults: tuple[Fault, ...] = ()
    elsewhere: str = ""


def sweep(
    catalogue: Catalogue,
    facts: Path,
    out: Path | None,
    as_of: dt.date,
    *,
    engine: str = "duckdb",
    key: str = "统一社会信用代码",
    everything: bool = False,
    strict: bool = False,
    memory: str = "1.5GB",
    subject: str = "enterprise",
    report: Callable[[str], object] = lambda line: None,
    progress: Progress = lambda share: None,
) -> Swept:
    """Judge all rows of `facts`, each a `subject`, for all programmes in force that are for one; write verdict rows
    to `out` (totals only without it).

    What one programme or one subject does wrong stops nobody else: it is in `faults`, and `report` tells of it. Raises
    FactsFileError and SweepError; then `out` stays as it was.
    """
    with tempfile.TemporaryDirectory(prefix="sweep-", dir=out.parent if out else None) as scratch:
        connection = connected(Path(scratch), memory)
        opened = open_facts(connection, catalogue, facts, key, Path(scratch), keys_later=True, subject=subject)
        for line in opened.reports:
            report(line)
        if strict and opened.misfits:
            raise FactsFileError("有值不合类型，或不是词表里的取值（--strict）。")
        run = Run(connection, catalogue, as_of, opened, Path(scratch), engine, everything, report, progress, subject)
        with ThreadPoolExecutor(1) as beside:
            checked = beside.submit(check_keys, connection.cursor(), opened)
            if out is not None or engine not in ("duckdb", "cells"):
                checked.result()  # nothing is begun with keys that are wrong; sums alone may be begun meanwhile
            try:
                totals = run.totals(out)
            except duckdb.Error as error:
                checked.result()
                raise FactsFileError(f"{facts}: 读不出来：{first_line(error)}") from None
            checked.result()
        for fault in run.faults:
            for line in fault.lines():
                report(line)
        return Swept(opened, totals, tuple(run.faults), elsewhere(catalogue.in_force(as_of), subject))


def connected(scratch: Path, memory: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET temp_directory = '{scratch}'")
    connection.execute("SET enable_progress_bar = true")  # to be asked how far it is, not to print it
    connection.execute("SET enable_progress_bar_print = false")
    return connection


@dataclass
class Run:
    """One sweep under way. What columns cannot hold, or what breaks while they run, is judged row by row instead."""

    connection: duckdb.DuckDBPyConnection
    catalogue: Catalogue
    as_of: dt.date
    facts: FactsFile
    scratch: Path
    engine: str
    everything: bool
    report: Callable[[str], object]
    progress: Progress
    subject: str = "enterprise"

    def __post_init__(self) -> None:
        self.faults = Faults()
        self.rows = Rows(self.connection, self.catalogue, self.as_of, self.facts, self.faults)
        self.told: set[str] = set()

    def totals(self, out: Path | None) -> tuple[Total, ...]:
        chosen = self._valued()
        by_rows: Chosen = list(chosen) if self.engine == "python" else []
        by_columns: Chosen = [] if by_rows else list(chosen)
        try:
            found = self._judged(by_columns, by_rows, out)
        except Broken as broken:
            guilty = self._guilty(by_columns, broken)
            self.faults.forget_subjects()
            by_rows = [pair for pair in by_columns if pair[1].slug in guilty]
            found = self._judged([pair for pair in by_columns if pair[1].slug not in guilty], by_rows, out)
        return _in_order(found, chosen)

    def _valued(self) -> Chosen:
        """The programmes in force whose parameters have values on the day; the others are faults."""
        chosen: Chosen = []
        ready = bench(self.catalogue)
        env = ready.environment({}, self.as_of)
        for programme, version in self.catalogue.in_force(self.as_of):
            if programme.subject != self.subject:
                continue
            try:
                check_parameters(ready, version, env)
            except NoValueYet as error:
                self.faults.add(version, str(error).rstrip("。"))
            else:
                chosen.append((programme, version))
        return chosen

    def _judged(self, by_columns: Chosen, by_rows: Chosen, out: Path | None) -> list[tuple[Any, ...]]:
        """(programme, eligible, undecided, amount); the rows are written where they are wanted. Raises Broken."""
        if out is None and by_columns and self.engine != "spark":
            return self._summed(by_columns, by_rows)
        parts: list[str] = []
        made: Compiled | None = None
        if by_columns:
            made, left = compiled(self.catalogue, by_columns, self.as_of, self.facts, wants_missing=True)
            by_rows = by_rows + self._left(left)
            if made.made:
                parts.append(self._select(made))
        if by_rows:
            parts.append(self.rows.judged(by_rows, self.progress, everything=self.everything))
        part = " UNION ALL ".join(f"({each})" for each in parts) or empty_select()
        found = self._written(part, out)
        if made is not None:
            self._faults_in(made)
        return found

    def _select(self, made: Compiled) -> str:
        if self.engine != "spark":
            return rows_select(made, everything=self.everything)
        try:
            return spark_rows(self.connection, made, everything=self.everything, folder=self.scratch)
        except NoSpark:
            raise
        except Exception as error:  # whatever Java says of a statement that fails while it runs
            raise Broken(str(error)) from error

    def _left(self, left: Left) -> Chosen:
        """What columns cannot hold, told of once."""
        for programme, version, why in left:
            if programme.slug not in self.told:
                self.told.add(programme.slug)
                at = f"{version.place.file}:{version.place.line}"
                self.report(f"{at}: {programme.slug}：{why.rstrip('。')}；这个项目逐行判断，较慢。")
        return [(programme, version) for programme, version, _ in left]

    def _summed(self, by_columns: Chosen, by_rows: Chosen) -> list[tuple[Any, ...]]:
        """By cells where there are many rows, by columns what cells cannot do, row by row what columns cannot."""
        found: dict[str, tuple[Any, ...]] = {}
        if self.engine == "cells" or self.facts.rows >= MANY_ROWS:
            versions = [version for _, version in by_columns]
            found |= Totals(self.connection, self.catalogue, versions, self.as_of, self.facts).run()
        rest = [pair for pair in by_columns if pair[0].slug not in found or self._may_clash(pair[1])]
        if rest:
            made, left = compiled(self.catalogue, rest, self.as_of, self.facts, wants_missing=False)
            by_rows = by_rows + self._left([each for each in left if each[0].slug not in found])
            if made.made:
                try:
                    row = self.connection.execute(totals_select(made)).fetchone() or ()
                    self._faults_in(made)
                except duckdb.Error as error:
                    raise Broken(str(error)) from error
                found |= {version.slug: row[3 * n : 3 * n + 3] for n, (version, _) in enumerate(made.made)}
        totals = [(slug, *each) for slug, each in found.items()]
        if by_rows:
            totals += self._written(self.rows.judged(by_rows, self.progress, everything=False), None)
        self.progress(1.0)
        return totals

    def _may_clash(self, version: Version) -> bool:
        """Whether a table of the version forbids rows to hold together: columns name the subjects where they do."""
        derived = self.catalogue.derived
        plans = [derived[name].plan for name in version.uses if name in derived]
        return any(each.policy in ("U", "A") for plan in plans for each in tables(plan))

    def _faults_in(self, made: Compiled) -> None:
        for version, select in faults_selects(made):
            for words, count, keys in self.connection.execute(select).fetchall():
                self.faults.add(version, words, keys, count)

    def _guilty(self, chosen: Chosen, broken: Broken) -> set[str]:
        """The programmes whose columns fail over these facts, each tried alone. Raises FactsFileError or SweepError."""
        self.connection.execute(f"SELECT count(COLUMNS(*)) FROM {self.facts.typed}").fetchall()  # noqa: S608
        guilty: set[str] = set()
        for programme, version in chosen:
            made, _ = compiled(self.catalogue, [(programme, version)], self.as_of, self.facts, wants_missing=True)
            select = rows_select(made, everything=True) if made.made else empty_select()
            try:
                self.connection.execute(
                    f"SELECT count(eligible), sum(amount), sum(len(missing)) FROM ({select})"  # noqa: S608
                ).fetchall()
            except duckdb.Error as error:
                guilty.add(programme.slug)
                self._left([(programme, version, f"按列算时出错（{first_line(error)[:120]}）")])
        if not guilty and self.engine != "spark":
            raise SweepError(f"普查中断：{str(broken)[:300]}") from broken
        return guilty or {programme.slug for programme, _ in chosen}

    def _written(self, part: str, out: Path | None) -> list[tuple[Any, ...]]:
        """Write the rows if wanted, and count them."""
        if out is None:
            try:
                return self.connection.execute(count_select(part)).fetchall()
            except duckdb.Error as error:
                raise Broken(str(error)) from error
        kept = "" if self.everything else " WHERE eligible IS NOT FALSE"
        beside = out.with_name(f".{out.name}.part")
        try:
            path = str(beside).replace("'", "''")
            select = f"SELECT * FROM ({part}){kept}"  # noqa: S608
            try:
                _watched(
                    self.connection, f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)", self.progress
                )
            except duckdb.Error as error:
                raise Broken(str(error)) from error
            rows = self.connection.execute(
                count_select(f"SELECT * FROM read_parquet('{path}')")  # noqa: S608
            ).fetchall()
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
        return rows


def _watched(connection: duckdb.DuckDBPyConnection, sql: str, progress: Progress) -> None:
    """Run a long statement, telling how far it is."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            share = connection.query_progress()
            if share >= 0:
                progress(share / 100)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        connection.execute(sql)
    finally:
        done.set()
        watcher.join()
    progress(1.0)


def _in_order(rows: list[tuple[Any, ...]], chosen: list[tuple[Programme, Version]]) -> tuple[Total, ...]:
    found = {row[0]: row for row in rows}
    none = (None, 0, 0, Decimal(0))
    return tuple(
        Total(programme.slug, version.since, *found.get(programme.slug, none)[1:]) for programme, version in chosen
    )
