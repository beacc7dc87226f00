"""A facts file as a typed DuckDB view: Parquet, CSV or XLSX, one row a subject, one column a fact.

What does not fit its type or is none of the words its fact may be is unknown and reported with row and column; a column
nobody knows is reported and ignored.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import near
from rulebook.catalogue.model import FactKind
from rulebook.catalogue.source import NO, YES
from rulebook.catalogue.subjects import WORDS, other_facts
from rulebook.columns.derived import places
from rulebook.extras import need
from rulebook.plan.types import BOOLEAN, DATE, NUMBER, STRING, TYPE_NAMES
from rulebook.saying import Parts, Said, say
from rulebook.sweeping.keys import keys_apart

NUMBER_PATTERN = r"^[+-]?[0-9]+(\.[0-9]+)?$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOST_REPORTED = 20  # cells named one by one; the rest are counted
MOST_WORDS = 8  # of those a fact may be, said with a cell that is none of them


class FactsFileError(Exception):
    """The facts cannot be swept; the message says file, row, column, what was expected."""


@dataclass(frozen=True)
class FactsFile:
    """`typed` is the view's name; `columns` the facts it holds; `reports` what was wrong but not fatal. `key` and
    `key_type`: the column that names a subject, and how it is stored.

    `digits`: how many digits the longest value of each number fact has, its places included. `whole`: the facts that
    no row lacks. `spans`: the least and greatest of each number and date, where any row has it. `numbered`: a view as
    `typed` with `file_row_number`, where the file can be read from the middle. `misfits`: cells that are taken for
    unknown because their fact cannot be that.
    """

    path: Path
    typed: str
    key: str
    key_type: str
    columns: tuple[str, ...]
    rows: int
    reports: tuple[str, ...]
    digits: Mapping[str, int]
    whole: frozenset[str]
    spans: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    numbered: str = ""
    misfits: int = 0


def open_facts(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, path: Path, key: str, scratch: Path, *,
    keys_later: bool = False, subject: str = "enterprise",
) -> FactsFile:  # fmt: skip
    """Make views `raw` and `typed` over the file. Raises FactsFileError.

    Columns of another subject's facts are left out. With `keys_later` whoever asks calls `check_keys` himself, beside
    other work, before anything is told of the rows.
    """
    source = source_of(path, scratch)
    try:
        connection.execute(f"CREATE OR REPLACE VIEW raw AS SELECT * FROM {source}")  # noqa: S608 - a quoted path
        described = connection.execute("DESCRIBE raw").fetchall()
    except duckdb.Error as error:
        raise FactsFileError(f"{path}: 读不出来：{first_line(error)}") from None
    types = {row[0]: row[1].replace(", ", ",") for row in described}
    if key not in types:
        raise FactsFileError(f"{path}: 没有键列“{key}”{near(key, types)}用 --key 指定。")
    foreign = other_facts(catalogue.facts, subject)
    known = {name: each.type for name, each in catalogue.facts.items() if name not in foreign}
    reports = [_left_out(catalogue, name, subject, known) for name in types if name not in known and name != key]
    columns = tuple(name for name in types if name in known and name != key)
    chosen = [_typed(catalogue, name, known[name], types[name]) for name in columns]
    select = ", ".join([f"{_text(key, types[key])} AS __key", *chosen])
    try:
        connection.execute(f"CREATE OR REPLACE VIEW typed AS SELECT {select} FROM raw")  # noqa: S608 - quoted names
        numbered = _numbered(connection, path, chosen, types)
        rows, digits, whole, spans = _counted(connection, catalogue, columns, types)
        file = FactsFile(path, "typed", key, types[key], columns, rows, (), digits, whole, spans, numbered)
        if not keys_later:
            check_keys(connection, file)
        misfits = 0
        for name in columns:
            count, lines = _misfits(connection, catalogue, path, name, types[name])
            misfits += count
            reports += lines
    except duckdb.Error as error:
        raise FactsFileError(f"{path}: 读不出来：{first_line(error)}") from None
    return replace(file, reports=tuple(reports), misfits=misfits)


def _left_out(catalogue: Catalogue, name: str, subject: str, known: Collection[str]) -> str:
    if name in catalogue.facts:
        theirs, ours = say(WORDS[catalogue.facts[name].subject]), say(WORDS[subject])
        return say(
            "列“{name}”说的是{theirs}，这里一行是一个{subject}，已忽略。", name=name, theirs=theirs, subject=ours
        )
    return f"列“{name}”不在词表里，已忽略{near(name, known)}"


def first_line(error: Exception) -> str:
    """What DuckDB says, short; of a CSV the line and the beginning of what stands there."""
    text = str(error)
    placed = re.search(r"CSV Error on Line: (\d+)\s+Original Line:([^\n]*)", text)
    if placed is None:
        return text.split("\n\n")[0].replace("\n", " ")[:400]
    why = ""
    if "unterminated quote" in text:
        why = "（引号没有成对）"
    elif counted := re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text):
        why = f"（应有 {counted[1]} 列，有 {counted[2]} 列）"
    return f"文件第 {placed[1]} 行{why}：{placed[2].strip()[:80]}"


def source_of(path: Path, scratch: Path) -> str:
    """A FROM item for a Parquet, CSV or XLSX file; a workbook goes through `scratch`. Raises FactsFileError."""
    if not path.is_file():
        raise FactsFileError(f"{path}: 没有这个文件。")
    kind = path.suffix.lower()
    quoted = str(path).replace("'", "''")
    if kind == ".parquet":
        return f"read_parquet('{quoted}')"
    if kind in (".csv", ".txt"):
        # the quote is said, or a sniffer that saw none in the first rows would take one for a letter
        strict = """quote='"', escape='"', null_padding=false, strict_mode=true"""
        return f"read_csv('{quoted}', all_varchar=true, header=true, {strict})"
    if kind in (".xlsx", ".xls", ".xlsm", ".ods"):
        converted = str(_workbook_as_csv(path, scratch)).replace("'", "''")
        return f"read_csv('{converted}', all_varchar=true, header=true)"
    raise FactsFileError(f"{path}: 只认 Parquet、CSV 和 XLSX。")


def _workbook_as_csv(path: Path, scratch: Path) -> Path:
    need("python_calamine")
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (CalamineError, OSError, ValueError) as error:
        raise FactsFileError(f"{path}: 不是能读的工作簿：{error}") from None
    out = scratch / "facts.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_cell(cell) for cell in row] for row in rows)
    return out


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)[:10] if hasattr(value, "hour") else str(value)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(name: str, type_: str) -> str:
    """A column as trimmed text; empty is null."""
    column = quoted(name)
    return f"nullif(trim({column if type_ == 'VARCHAR' else f'CAST({column} AS VARCHAR)'}), '')"


def _typed(catalogue: Catalogue, name: str, type_: str, stored: str) -> str:
    return f"{typed_expression(catalogue, name, type_, stored)} AS {quoted(name)}"


def typed_expression(catalogue: Catalogue, name: str, type_: str, stored: str) -> str:
    """SQL that gives the fact's value, or null where it does not fit."""
    column, text = quoted(name), _text(name, stored)
    if type_ == STRING:
        words = catalogue.facts[name].choices
        # said once: where the text stands twice, a plan of many layers over it doubles with each of them
        return f"CAST(TRY_CAST({text} AS ENUM({_listed(words)})) AS VARCHAR)" if words else text
    if type_ == DATE:
        if stored == "DATE":
            return column
        return f"CASE WHEN regexp_matches({text}, '{DATE_PATTERN}') THEN TRY_CAST({text} AS DATE) END"
    if type_ == BOOLEAN:
        if stored == "BOOLEAN":
            return column
        yes, no = (
            ", ".join(f"'{word}'" for word in sorted(words | extra)) for words, extra in ((YES, {"1"}), (NO, {"0"}))
        )
        return f"CASE WHEN lower({text}) IN ({yes}) THEN true WHEN lower({text}) IN ({no}) THEN false END"
    scale = places(catalogue, name)
    wanted = f"DECIMAL(18,{scale})"
    if stored == wanted:
        return column
    if stored.startswith(("DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")):
        return f"CASE WHEN TRY_CAST({column} AS {wanted}) = {column} THEN TRY_CAST({column} AS {wanted}) END"
    if stored in ("DOUBLE", "FLOAT"):
        cast = f"TRY_CAST({column} AS {wanted})"
        return f"CASE WHEN CAST({cast} AS {stored}) = {column} THEN {cast} END"
    exact = f"TRY_CAST({text} AS {wanted}) = TRY_CAST({text} AS DECIMAL(38, 12))"
    return f"CASE WHEN regexp_matches({text}, '{NUMBER_PATTERN}') AND {exact} THEN TRY_CAST({text} AS {wanted}) END"


def _listed(words: Iterable[str]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def _numbered(connection: duckdb.DuckDBPyConnection, path: Path, chosen: list[str], types: Mapping[str, str]) -> str:
    """A view with row numbers over a Parquet file, whose row groups can be read apart."""
    if path.suffix.lower() != ".parquet" or "file_row_number" in types:
        return ""
    source = f"read_parquet('{_escaped(path)}', file_row_number = true)"
    select = ", ".join(["file_row_number", *chosen])
    connection.execute(f"CREATE OR REPLACE VIEW numbered AS SELECT {select} FROM {source}")  # noqa: S608
    return "numbered"


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


def _counted(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, columns: tuple[str, ...], types: Mapping[str, str]
) -> tuple[int, dict[str, int], frozenset[str], dict[str, tuple[Any, Any]]]:
    """The number of rows, the digits of number facts, the facts that no row lacks, the span of numbers and dates.

    Of a column that is stored as its fact wants it, the file's own statistics tell, and nothing is read.
    """
    rows = int(_one(connection, "SELECT count(*) FROM raw")[0])
    spans: dict[str, tuple[Any, Any]] = {}
    whole: set[str] = set()
    stored = {name for name in columns if _as_stored(catalogue, name, types[name])}
    for view, names in (("raw", stored), ("typed", set(columns) - stored)):
        ranged = [name for name in columns if name in names and catalogue.facts[name].type in (NUMBER, DATE)]
        counted = [name for name in columns if name in names]
        asked = [f"{end}({quoted(name)})" for name in ranged for end in ("min", "max")]
        asked += [f"count({quoted(name)})" for name in counted]
        found = _one(connection, f"SELECT {', '.join(asked)} FROM {view}") if asked else ()  # noqa: S608 - quoted names
        ends, counts = found[: 2 * len(ranged)], found[2 * len(ranged) :]
        spans |= {name: (ends[2 * n], ends[2 * n + 1]) for n, name in enumerate(ranged) if ends[2 * n] is not None}
        whole |= {name for name, count in zip(counted, counts, strict=True) if count == rows}
    digits = {}
    for name in columns:
        if catalogue.facts[name].type == NUMBER:
            most = max(abs(int(each)) for each in spans.get(name, (0,)))
            digits[name] = max(places(catalogue, name) + 1, len(str(most)) + places(catalogue, name))
    return rows, digits, frozenset(whole), spans


def _as_stored(catalogue: Catalogue, name: str, stored: str) -> bool:
    """Whether a column's values are the fact's as they stand."""
    return typed_expression(catalogue, name, catalogue.facts[name].type, stored) == quoted(name)


def check_keys(connection: duckdb.DuckDBPyConnection, file: FactsFile) -> None:
    """Every row has a key and no two the same. Raises FactsFileError."""
    try:
        keys, apart = keys_apart(connection, file.key, file.key_type, file.rows)
        if keys < file.rows:
            row = _one(
                connection,
                "SELECT min(n) FROM (SELECT row_number() OVER () AS n, __key FROM typed) WHERE __key IS NULL",
            )
            raise FactsFileError(f"{file.path}: 第 {row[0]} 行没有“{file.key}”。")
        if not apart:
            _refuse_twins(connection, file.path, file.key)
    except duckdb.Error as error:
        raise FactsFileError(f"{file.path}: 读不出来：{first_line(error)}") from None


def _refuse_twins(connection: duckdb.DuckDBPyConnection, path: Path, key: str) -> None:
    found = connection.execute(
        "SELECT __key, list(n)[1:3] FROM (SELECT row_number() OVER () AS n, __key FROM typed) "
        "GROUP BY __key HAVING count(*) > 1 ORDER BY min(n) LIMIT 1",
    ).fetchone()
    if found is not None:
        rows, twice = Parts("、", list(found[1])), "{path}: “{name}”有重复：{value}，在第 {rows} 行。"
        raise FactsFileError(say(twice, path=path, name=key, value=found[0], rows=rows))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def _misfits(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, path: Path, name: str, stored: str
) -> tuple[int, list[str]]:
    """How many cells hold something their fact cannot be; the first few by row and column, and the count."""
    fact = catalogue.facts[name]
    if (fact.type == STRING and not fact.choices) or _as_stored(catalogue, name, stored):
        return 0, []  # everything fits
    typed, text = typed_expression(catalogue, name, fact.type, stored), _text(name, stored)
    where = f"{text} IS NOT NULL AND ({typed}) IS NULL"
    count = int(_one(connection, f"SELECT count(*) FROM raw WHERE {where}")[0])  # noqa: S608 - quoted names
    if not count:
        return 0, []
    shown = connection.execute(
        f"SELECT n, v FROM (SELECT row_number() OVER () AS n, {text} AS v, ({typed}) AS t FROM raw) "  # noqa: S608
        f"WHERE v IS NOT NULL AND t IS NULL ORDER BY n LIMIT {MOST_REPORTED}"
    ).fetchall()
    line = "{path}: 第 {row} 行“{name}”{wanted}按未知处理。"
    lines = [say(line, path=path, row=row, name=name, wanted=_wanted(fact, value)) for row, value in shown]
    unfit, unknown = (
        "{path}: “{name}”共有 {count} 个值不合类型，按未知处理。",
        "{path}: “{name}”共有 {count} 个值不是词表里的取值，按未知处理。",
    )
    return count, [*lines, say(unknown if fact.choices else unfit, path=path, name=name, count=count)]


def _wanted(fact: FactKind, value: str) -> Said:
    """What a cell should have been."""
    if not fact.choices:
        type_ = say(TYPE_NAMES[fact.type])
        if fact.places is None:
            return say("应是{type}，写的是“{value}”，", type=type_, value=value)
        return say("应是{type}（至多 {places} 位小数），写的是“{value}”，", type=type_, places=fact.places, value=value)
    among = Parts("、", [f"“{each}”" for each in fact.choices[:MOST_WORDS]])
    hint = near(value, fact.choices)
    given = {"among": among, "value": value, "hint": say("，") if str(hint) == "。" else hint}
    if len(fact.choices) > MOST_WORDS:
        return say("应是{among}等 {count} 个词之一，写的是“{value}”{hint}", count=len(fact.choices), **given)
    return say("应是{among}之一，写的是“{value}”{hint}", **given)
