"""The sweep: verdict rows for every subject and programme, written beside and renamed when whole."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Programme, Version
from rulebook.columns.derived import Derivation, places
from rulebook.columns.programme import VersionColumns, VersionCompiler
from rulebook.judging.bench import bench
from rulebook.judging.judge import check_parameters, judge_version
from rulebook.plan.exact import rounded
from rulebook.plan.types import Value
from rulebook.sweeping.cells.totals import Totals
from rulebook.sweeping.facts_file import FactsFile, FactsFileError, check_keys, first_line, open_facts, quoted
from rulebook.sweeping.spark import spark_rows

Progress = Callable[[float], object]
Chosen = list[tuple[Programme, Version]]
COLUMNS = {"key": "VARCHAR", "programme": "VARCHAR", "version": "VARCHAR", "eligible": "BOOLEAN",
           "amount": "DECIMAL(18, 2)", "missing": "VARCHAR[]"}  # fmt: skip
OUTPUT = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
BATCH = 10_000
MANY_ROWS = 200_000  # from here on cells are quicker than columns, though they must be made first
SPARK_TYPES = {"string": "STRING", "boolean": "BOOLEAN", "date": "DATE"}


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
        opened = open_facts(connection, catalogue, facts, key, Path(scratch), keys_later=True)
        for line in opened.reports:
            report(line)
        if strict and any("按未知处理" in line for line in opened.reports):
            raise FactsFileError("有值不合类型（--strict）。")
        chosen = list(catalogue.in_force(as_of))
        for _, version in chosen:
            check_parameters(bench(catalogue), version, bench(catalogue).environment({}, as_of))
        with ThreadPoolExecutor(1) as beside:
            checked = beside.submit(check_keys, connection.cursor(), opened)
            if out is not None or engine not in ("duckdb", "cells"):
                checked.result()  # nothing is begun with keys that are wrong; sums alone may be begun meanwhile
            try:
                totals = _swept(
                    connection, catalogue, chosen, as_of, opened, Path(scratch), out,
                    engine=engine, everything=everything, progress=progress,
                )  # fmt: skip
            except (duckdb.IOException, duckdb.InvalidInputException) as error:
                raise FactsFileError(f"{facts}: 读不出来：{first_line(error)}") from None
            except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
                checked.result()
                raise SweepError("有金额超出 16 位整数（元），请检查金额公式和金额类事实的单位。") from error
            checked.result()
        return Swept(opened, _in_order(totals, chosen))


def _swept(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, chosen: Chosen, as_of: dt.date, opened: FactsFile,
    scratch: Path, out: Path | None, *, engine: str, everything: bool, progress: Progress,
) -> list[tuple[Any, ...]]:  # fmt: skip
    """Totals by the engine that was asked for; rows are written where they are wanted."""
    if engine == "python":
        part = _by_rows(connection, catalogue, chosen, as_of, opened, progress)
        return _write(connection, part, out, everything, progress)
    if engine == "spark" and chosen:
        part = _on_spark(connection, catalogue, chosen, as_of, opened, scratch, everything=everything)
        return _write(connection, part, out, everything, progress)
    if out is None and chosen:
        return _totals(connection, catalogue, chosen, as_of, opened, cells=engine == "cells")
    part = _select(catalogue, chosen, as_of, opened, everything=everything) if chosen else _empty()
    return _write(connection, part, out, everything, progress)


def connected(scratch: Path, memory: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET temp_directory = '{scratch}'")
    connection.execute("SET enable_progress_bar = true")  # to be asked how far it is, not to print it
    connection.execute("SET enable_progress_bar_print = false")
    return connection


def _compiled(
    catalogue: Catalogue, chosen: Chosen, as_of: dt.date, facts: FactsFile, *, wants_missing: bool
) -> tuple[list[tuple[Version, VersionColumns]], Derivation]:
    """Each version's columns, and the levels they stand on."""
    uses = {name for _, version in chosen for name in version.uses}
    derivation = Derivation(catalogue, uses, as_of, facts.digits, facts.whole, facts.spans)
    made = [(version, VersionCompiler(derivation, version, wants_missing=wants_missing).compiled())
            for _, version in chosen]  # fmt: skip
    return made, derivation


def _made(
    catalogue: Catalogue, chosen: Chosen, as_of: dt.date, facts: FactsFile, *, wants_missing: bool
) -> tuple[list[tuple[Version, VersionColumns]], str]:
    """Each version's columns, and the source they stand in: the facts, level upon level."""
    made, derivation = _compiled(catalogue, chosen, as_of, facts, wants_missing=wants_missing)
    absent = [name for name in derivation.facts if name not in facts.columns]
    source = f"(SELECT *{''.join(f', {_null(name)}' for name in absent)} FROM {facts.typed})"  # noqa: S608
    for level in derivation.levels:
        added = ", ".join(f"{sql.sql('duckdb')} AS {quoted(name)}" for name, sql in level)
        source = f"(SELECT *, {added} FROM {source})"  # noqa: S608
    return made, source


def _on_spark(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, chosen: Chosen, as_of: dt.date, facts: FactsFile,
    scratch: Path, *, everything: bool,
) -> str:  # fmt: skip
    made, derivation = _compiled(catalogue, chosen, as_of, facts, wants_missing=True)
    absent = {
        name: SPARK_TYPES.get(catalogue.facts[name].type, f"DECIMAL(18, {places(catalogue, name)})")
        for name in derivation.facts
        if name not in facts.columns
    }
    return spark_rows(connection, made, derivation.levels, absent, everything=everything, folder=scratch)


def _totals(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, chosen: Chosen, as_of: dt.date, facts: FactsFile, *,
    cells: bool,
) -> list[tuple[Any, ...]]:  # fmt: skip
    """(programme, eligible, undecided, amount): by cells where there are many rows, by columns what cells cannot do."""
    found: dict[str, tuple[Any, ...]] = {}
    if cells or facts.rows >= MANY_ROWS:
        found |= Totals(connection, catalogue, [version for _, version in chosen], as_of, facts).run()
    left = [pair for pair in chosen if pair[0].slug not in found]
    if left:
        row = connection.execute(_totals_select(catalogue, left, as_of, facts)).fetchone() or ()
        found |= {pair[0].slug: row[3 * n : 3 * n + 3] for n, pair in enumerate(left)}
    return [(slug, *each) for slug, each in found.items()]


def _totals_select(catalogue: Catalogue, chosen: Chosen, as_of: dt.date, facts: FactsFile) -> str:
    """SELECT of one row: count, undecided and sum of every programme, in one pass over the facts."""
    made, source = _made(catalogue, chosen, as_of, facts, wants_missing=False)
    columns: list[str] = []
    for _, each in made:
        eligible = each.eligible.sql("duckdb")
        amount = "0"
        if each.amount is not None:  # DuckDB counts and adds whole vectors faster than rows chosen by FILTER
            amount = f"coalesce(sum(CASE WHEN {eligible} THEN {each.amount.sql('duckdb')} END), 0)"
        undecided = "0" if each.undecided is None else f"count(*) - count({eligible})"
        columns += [f"coalesce(count_if({eligible}), 0)", undecided, amount]  # null where it is null for all
    return f"SELECT {', '.join(columns)} FROM {source}"  # noqa: S608 - quoted names


def _select(catalogue: Catalogue, chosen: Chosen, as_of: dt.date, facts: FactsFile, *, everything: bool) -> str:
    """SELECT of all verdict rows, in one pass: a subject's verdicts as lists, opened by the places that are wanted.

    Lists of plain values are several times faster to open than structs, and lists of missing facts are made only
    for subjects of whom something is undecided.
    """
    made, source = _made(catalogue, chosen, as_of, facts, wants_missing=True)
    eligible = [each.eligible.sql("duckdb") for _, each in made]
    none = "CAST(NULL AS DECIMAL(18, 2))"
    amounts = [each.amount.sql("duckdb") if each.amount is not None else none for _, each in made]
    doubts = [sql for _, each in made for sql in (each.undecided, each.unpriced) if sql is not None]
    open_ = " OR ".join(sql.sql("duckdb") for sql in doubts)
    lacks = "CAST(NULL AS VARCHAR[][])"
    if doubts:
        lacks = f"CASE WHEN {open_} THEN [{', '.join(_lacking(each) for _, each in made)}] END"
    wanted = [str(n) if everything else f"CASE WHEN {yes} IS NOT FALSE THEN {n} END" for n, yes in
              enumerate(eligible, start=1)]  # fmt: skip
    places = f"[{', '.join(wanted)}]"
    if not everything:
        places = f"list_filter({places}, lambda x: x IS NOT NULL)"
    lists = (
        f"SELECT __key AS key, unnest({places}) AS n, [{', '.join(eligible)}] AS yes, [{', '.join(amounts)}] AS yuan, "  # noqa: S608
        f"{lacks} AS lacks FROM {source}"
    )
    slugs = ", ".join(f"'{_escaped(version.slug)}'" for version, _ in made)
    days = ", ".join(f"'{version.since}'" for version, _ in made)
    return (
        f"SELECT key, [{slugs}][n] AS programme, [{days}][n] AS version, yes[n] AS eligible, "  # noqa: S608
        "CASE WHEN yes[n] THEN CAST(yuan[n] AS DECIMAL(18, 2)) END AS amount, "
        f"coalesce(lacks[n], CAST([] AS VARCHAR[])) AS missing FROM ({lists})"
    )


def _lacking(columns: VersionColumns) -> str:
    """The list of facts one verdict lacks; empty where it is decided."""
    if not columns.missing:
        return "CAST([] AS VARCHAR[])"
    named = [f"CASE WHEN {sql.sql('duckdb')} THEN '{_escaped(name)}' END" for name, sql in columns.missing.items()]
    return f"list_filter([{', '.join(named)}], lambda x: x IS NOT NULL)"


def _null(name: str) -> str:
    return f"NULL AS {quoted(name)}"


def _escaped(text: str) -> str:
    return text.replace("'", "''")


def _write(
    connection: duckdb.DuckDBPyConnection, part: str, out: Path | None, everything: bool, progress: Progress
) -> list[tuple[Any, ...]]:
    """Write the rows if wanted, and count them: (programme, eligible, undecided, amount)."""
    if out is None:
        rows = connection.execute(_count(part)).fetchall()
        progress(1.0)
        return rows
    kept = "" if everything else " WHERE eligible IS NOT FALSE"
    beside = out.with_name(f".{out.name}.part")
    try:
        path = str(beside).replace("'", "''")
        select = f"SELECT * FROM ({part}){kept}"  # noqa: S608
        _watched(connection, f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)", progress)
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
    """SELECT of no verdict rows, for a day on which nothing is in force."""
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in COLUMNS.items())
    return f"SELECT * FROM (SELECT {columns}) WHERE false"  # noqa: S608


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
