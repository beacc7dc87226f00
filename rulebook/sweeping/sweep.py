"""The sweep: verdict rows for every subject and programme, written beside and renamed when whole."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Programme, Version
from rulebook.columns.derived import Derivation
from rulebook.columns.programme import VersionColumns, VersionCompiler
from rulebook.judging.bench import bench
from rulebook.judging.judge import check_parameters, judge_version
from rulebook.plan.exact import rounded
from rulebook.plan.types import Value
from rulebook.sweeping.facts_file import FactsFile, open_facts, quoted

Progress = Callable[[float], object]
OUTPUT = "key VARCHAR, programme VARCHAR, version VARCHAR, eligible BOOLEAN, amount DECIMAL(18, 2), missing VARCHAR[]"
BATCH = 10_000


class SweepError(ValueError):
    """The sweep cannot be done with these rules and facts."""


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
    facts: FactsFile
    totals: tuple[Total, ...]


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
    report: Callable[[str], object] = lambda line: None,
    progress: Progress = lambda share: None,
) -> Swept:
    """Judge all rows of `facts` for all programmes in force; write verdict rows to `out` (totals only without it).

    Raises FactsFileError, NoValueYet, CannotCompile and SweepError; `out` stays as it was unless the run ends well.
    """
    with tempfile.TemporaryDirectory(prefix="sweep-", dir=out.parent if out else None) as scratch:
        connection = connected(Path(scratch), memory)
        opened = open_facts(connection, catalogue, facts, key, Path(scratch))
        for line in opened.reports:
            report(line)
        if strict and any("按未知处理" in line for line in opened.reports):
            from rulebook.sweeping.facts_file import FactsFileError

            raise FactsFileError("有值不合类型（--strict）。")
        chosen = list(catalogue.in_force(as_of))
        for _, version in chosen:
            check_parameters(bench(catalogue), version, bench(catalogue).environment({}, as_of))
        try:
            if engine == "python":
                parts = [_by_rows(connection, catalogue, chosen, as_of, opened, progress)]
            else:
                parts = [_select(catalogue, chosen, as_of, opened)] if chosen else []
            totals = _write(connection, parts, out, everything, progress)
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise SweepError("有金额超出 16 位整数（元），请检查金额公式和金额类事实的单位。") from error
        return Swept(opened, _in_order(totals, chosen))


def connected(scratch: Path, memory: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET temp_directory = '{scratch}'")
    return connection


def _select(catalogue: Catalogue, chosen: list[tuple[Programme, Version]], as_of: dt.date, facts: FactsFile) -> str:
    """SELECT of all verdict rows: one pass over the facts, one list of verdicts a subject, opened into rows."""
    derivation = Derivation(catalogue, {name for _, version in chosen for name in version.uses}, as_of)
    made = [(version, VersionCompiler(derivation, version).compiled()) for _, version in chosen]
    absent = [name for name in derivation.facts if name not in facts.columns]
    source = f"(SELECT *{''.join(f', {_null(name)}' for name in absent)} FROM {facts.typed})"  # noqa: S608
    eligible = [(each.eligible_name, each.eligible) for _, each in made]
    amounts = [(each.amount_name, each.amount) for _, each in made if each.amount is not None]
    for level in [*derivation.levels, eligible, amounts]:
        if level:
            added = ", ".join(f"{sql.sql('duckdb')} AS {quoted(name)}" for name, sql in level)
            source = f"(SELECT *, {added} FROM {source})"  # noqa: S608
    verdicts = ", ".join(_verdict(version, each) for version, each in made)
    return (
        "SELECT key, v.programme AS programme, v.version AS version, v.eligible AS eligible, v.amount AS amount, "  # noqa: S608
        f"v.missing AS missing FROM (SELECT __key AS key, unnest([{verdicts}]) AS v FROM {source})"
    )


def _verdict(version: Version, columns: VersionColumns) -> str:
    """One verdict as a struct."""
    eligible = quoted(columns.eligible_name)
    priced = columns.amount is not None
    amount = f"CASE WHEN {eligible} THEN {quoted(columns.amount_name)} END" if priced else "NULL"
    lacking = [f"CASE WHEN {sql.sql('duckdb')} THEN '{_escaped(name)}' END" for name, sql in columns.missing.items()]
    missing = f"list_filter([{', '.join(lacking)}], lambda x: x IS NOT NULL)" if lacking else "CAST([] AS VARCHAR[])"
    return (
        f"{{'programme': '{_escaped(version.slug)}', 'version': '{version.since}', 'eligible': {eligible}, "
        f"'amount': CAST({amount} AS DECIMAL(18, 2)), 'missing': {missing}}}"
    )


def _null(name: str) -> str:
    return f"NULL AS {quoted(name)}"


def _escaped(text: str) -> str:
    return text.replace("'", "''")


def _write(
    connection: duckdb.DuckDBPyConnection, parts: list[str], out: Path | None, everything: bool, progress: Progress
) -> list[tuple[Any, ...]]:
    """Write the rows if wanted, and count them: (programme, eligible, undecided, amount)."""
    if not parts:
        parts = [f"SELECT * FROM (SELECT {_empty()}) WHERE false"]  # noqa: S608
    if out is None:
        rows = []
        for done, part in enumerate(parts):
            rows += connection.execute(_count(part)).fetchall()
            progress((done + 1) / len(parts))
        return rows
    kept = "" if everything else " WHERE eligible IS NOT FALSE"
    union = " UNION ALL ".join(f"SELECT * FROM ({part}){kept}" for part in parts)  # noqa: S608
    beside = out.with_name(f".{out.name}.part")
    try:
        path = str(beside).replace("'", "''")
        _watched(connection, f"COPY ({union}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)", progress)
        rows = connection.execute(_count(f"SELECT * FROM read_parquet('{path}')")).fetchall()  # noqa: S608
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return rows


def _count(select: str) -> str:
    return (
        "SELECT programme, count(*) FILTER (eligible), count(*) FILTER (eligible IS NULL), coalesce(sum(amount), 0) "  # noqa: S608
        f"FROM ({select}) GROUP BY programme"
    )


def _empty() -> str:
    return ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in (each.split(" ", 1) for each in _columns()))


def _columns() -> list[str]:
    return ["key VARCHAR", "programme VARCHAR", "version VARCHAR", "eligible BOOLEAN", "amount DECIMAL(18, 2)",
            "missing VARCHAR[]"]  # fmt: skip


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


# the reference engine: one closure call a row


def _by_rows(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    chosen: list[tuple[Programme, Version]],
    as_of: dt.date,
    facts: FactsFile,
    progress: Progress,
) -> str:
    """Judge row by row with the closures into a table; slow, and what the columns are compared with."""
    connection.execute(f"CREATE TEMP TABLE verdicts ({OUTPUT})")
    reader = connection.cursor()
    cursor = reader.execute(f"SELECT * FROM {facts.typed}")  # noqa: S608
    done = 0
    while rows := cursor.fetchmany(BATCH):
        verdicts = [each for row in rows for each in verdict_rows(catalogue, chosen, as_of, facts.columns, row)]
        connection.executemany("INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?)", verdicts)
        done += len(rows)
        progress(done / facts.rows)
    return "SELECT * FROM verdicts"


def verdict_rows(
    catalogue: Catalogue,
    chosen: list[tuple[Programme, Version]],
    as_of: dt.date,
    columns: tuple[str, ...],
    row: tuple[Any, ...],
) -> Iterator[tuple[Any, ...]]:
    ready = bench(catalogue)
    order = list(catalogue.facts)
    facts: dict[str, Value] = {name: value for name, value in zip(columns, row[1:], strict=True) if value is not None}
    env = ready.environment(facts, as_of)
    for programme, version in chosen:
        verdict = judge_version(ready, programme, version, env, {}, explain=False)
        amount = verdict.amount if verdict.eligible else None
        fen = None if amount is None else rounded(amount, 2, ROUND_HALF_UP)
        missing = sorted((name for name in verdict.missing if name in catalogue.facts), key=order.index)
        yield row[0], programme.slug, str(version.since), verdict.eligible, fen, missing
