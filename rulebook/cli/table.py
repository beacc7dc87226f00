"""`rulebook table`: a decision table, from a .dmn editor or in YAML, over every row of a file."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from rulebook.catalogue.sheets import decision_table
from rulebook.catalogue.source import Faults, Item, read_yaml
from rulebook.catalogue.tables import column_of
from rulebook.cli.sweep import Bar
from rulebook.dmn import DmnError, Model, TableError, compile_table
from rulebook.feel.values import text as feel_text
from rulebook.sweeping.facts_file import FactsFileError, quoted, source_of

Cell = str | bool | Decimal | dt.date | None
NUMBER, DATE = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORDS = {"true": True, "false": False, "是": True, "否": False}
BATCH = 1000


class TableFileError(ValueError):
    """The table cannot be run; the message names file and line."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", type=Path, metavar="TABLE", help=".dmn 或 .yaml")
    parser.add_argument("--facts", type=Path, required=True, help="Parquet、CSV 或 XLSX，列名同表的输入")
    parser.add_argument("--out", type=Path, required=True, help="写出 .csv 或 .parquet：原有各列，加上结果各列")
    parser.add_argument("--decision", help=".dmn 里的哪个决策，默认唯一的或最后一个")


def run(args: argparse.Namespace) -> int:
    try:
        if args.out.suffix.lower() not in (".csv", ".parquet"):
            raise TableFileError(f"{args.out}: 只写 .csv 或 .parquet。")
        outputs, types, decide = read_table(args.table, args.decision)
        rows, wrong = decided(args.facts, args.out, outputs, types, decide)
    except (TableFileError, FactsFileError, TableError, DmnError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{rows} 行，{len(outputs)} 个结果，写在 {args.out}")
    return 0


Decide = Callable[[Mapping[str, object]], tuple[Mapping[str, Any], list[str]]]


def read_table(path: Path, decision: str | None) -> tuple[list[str], dict[str, str], Decide]:
    """(output names, input types by name where the file says them, what decides one row)."""
    if path.suffix.lower() == ".dmn":
        return _dmn(path, decision)
    try:
        written = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise TableFileError(f"{path}: 不是 UTF-8 文本。") from None
    faults = Faults()
    item = read_yaml(written, str(path), faults)
    if item is None or faults.found:
        raise TableFileError("\n".join(str(each) for each in faults.found) or f"{path}: 是空的。")
    return _yaml(item, path)


def _dmn(path: Path, decision: str | None) -> tuple[list[str], dict[str, str], Decide]:
    model = Model(path)
    if not model.decisions:
        raise TableFileError(f"{path}: 里面没有决策。")
    name = decision or model.decisions[-1]
    if name not in model.decisions:
        raise TableFileError(f"{path}: 没有决策“{name}”，有：{'、'.join(model.decisions)}。")

    def decide(row: Mapping[str, object]) -> tuple[Mapping[str, Any], list[str]]:
        result = model.decide(name, row)
        said = [each.message for each in result.diagnostics]
        return (result.value if isinstance(result.value, dict) else {name: result.value}), said

    return [name], {each.name: each.type_ref for each in model.inputs}, decide


def _yaml(item: Item, path: Path) -> tuple[list[str], dict[str, str], Decide]:
    faults = Faults()
    sheet = decision_table(item, faults)
    if sheet is None:
        raise TableFileError("\n".join(str(each) for each in faults.found))
    outputs = item.get("outputs")
    names = [column_of(each).name for each in (outputs.list() if outputs else [])]
    table = compile_table(sheet)

    def decide(row: Mapping[str, object]) -> tuple[Mapping[str, Any], list[str]]:
        result = table.decide(row)
        said = [each.message for each in result.diagnostics]
        return (result.value if len(names) > 1 and isinstance(result.value, dict) else {names[0]: result.value}), said

    return names, {}, decide


def decided(
    facts: Path, out: Path, outputs: list[str], types: Mapping[str, str], decide: Decide
) -> tuple[int, list[str]]:
    """Write every row with its results, beside and renamed; the number of rows, and the first results that failed."""
    with tempfile.TemporaryDirectory(prefix="table-", dir=out.parent) as scratch, duckdb.connect() as connection:
        try:
            connection.execute(f"CREATE VIEW raw AS SELECT * FROM {source_of(facts, Path(scratch))}")  # noqa: S608
            columns = [row[0] for row in connection.execute("DESCRIBE raw").fetchall()]
            (count,) = connection.execute("SELECT count(*) FROM raw").fetchone() or (0,)
            chosen = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in columns)
            cursor = connection.cursor().execute(f"SELECT {chosen} FROM raw")  # noqa: S608 - quoted names
        except duckdb.Error as error:
            raise FactsFileError(f"{facts}: 读不出来：{str(error).splitlines()[0]}") from None
        beside, wrong = Path(scratch) / "out.csv", [""] * 0
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            names = [*columns, *(f"{name}（结果）" if name in columns else name for name in outputs)]
            writer.writerow(names)
            for number, (cells, answers) in enumerate(_rows(cursor, columns, types, decide), start=1):
                values, said = answers
                if said and len(wrong) < 20:
                    wrong.append(f"{facts}: 第 {number} 行：{said[0]}")
                writer.writerow([*cells, *(_said(values.get(name)) for name in outputs)])
                if number % BATCH == 0:
                    Bar().show(number / count)
        _kept(connection, beside, out)
    return int(count), wrong


def _rows(cursor: Any, columns: list[str], types: Mapping[str, str], decide: Decide) -> Iterator[tuple[Any, Any]]:
    while rows := cursor.fetchmany(BATCH):
        for cells in rows:
            given = {name: value(text, types.get(name, "")) for name, text in zip(columns, cells, strict=True)}
            yield cells, decide(given)


def value(text: str | None, type_: str = "") -> Cell:
    """A cell as the input's type says, else as it looks: number, date, yes or no, text. Empty is null."""
    plain = (text or "").strip()
    if not plain:
        return None
    if type_ != "string":
        if NUMBER.fullmatch(plain):
            return Decimal(plain)
        if plain.lower() in WORDS:
            return WORDS[plain.lower()]
        if DATE.fullmatch(plain):
            try:
                return dt.date.fromisoformat(plain)
            except ValueError:
                return plain
    return plain


def _said(found: Any) -> str:
    """A result as a cell: a plain value as itself, anything else as FEEL writes it; null is empty."""
    if found is None:
        return ""
    return found if isinstance(found, str) else feel_text(found)


def _kept(connection: duckdb.DuckDBPyConnection, beside: Path, out: Path) -> None:
    """The finished CSV put in place, as Parquet if asked for."""
    if out.suffix.lower() == ".parquet":
        made = beside.with_suffix(".parquet")
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{beside}', header = true)) TO '{made}' (FORMAT parquet)"  # noqa: S608
        )
        beside = made
    beside.replace(out)
