"""`rulebook table`: a decision table, from a .dmn editor or in YAML, over every row of a file."""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from rulebook.cli.files import FileFault, room_for
from rulebook.cli.speaking import complain
from rulebook.cli.sweep import Bar
from rulebook.cli.tablefiles import Answer, Decider, TableFileError, read_table
from rulebook.dmn import DmnError, TableError
from rulebook.feel.values import Value
from rulebook.feel.values import text as feel_text
from rulebook.saying import say, told
from rulebook.sweeping.facts_file import FactsFileError, quoted, source_of

BATCH = 1000
MOST_NAMED = 20  # faults named one by one; the rest are counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", type=Path, metavar="TABLE", help=".dmn 或 .yaml")
    parser.add_argument("--facts", type=Path, required=True, help="Parquet、CSV 或 XLSX，列名同表的输入（名字或标题）")
    parser.add_argument("--out", type=Path, required=True, help="写出 .csv 或 .parquet：原有各列，加上结果各列")
    parser.add_argument("--decision", help=".dmn 里的哪个决策（名字、标题或 id），默认没有别的决策要用的那个")


def run(args: argparse.Namespace) -> int:
    try:
        if args.out.suffix.lower() not in (".csv", ".parquet"):
            raise TableFileError(f"{args.out}: 只写 .csv 或 .parquet。")
        room_for(args.out)
        with opened(args.facts, args.out.parent) as facts:
            decider = read_table(args.table, args.decision, facts.columns)
            if decider.note:
                print(decider.note, file=sys.stderr)
            faults = decided(facts, args.out, decider)
    except (TableFileError, FactsFileError, FileFault, TableError, DmnError, OSError) as error:
        complain(error)
        return 1
    for line in faults.named:
        print(line, file=sys.stderr)
    if faults.count > len(faults.named):
        print(told(say("……还有 {count} 处", count=faults.count - len(faults.named))), file=sys.stderr)
    unknown = say("；{count} 行没有结果", count=faults.rows) if faults.rows else ""
    print(told(say("{rows} 行，{count} 个结果，写在 {out}{unknown}", rows=facts.rows, count=len(decider.outputs),
                   out=args.out, unknown=unknown)))  # fmt: skip
    return 0


@dataclass(frozen=True)
class FactsTable:
    """The rows to decide: `columns` by name, every cell read as text."""

    path: Path
    columns: list[str]
    rows: int
    scratch: Path
    connection: duckdb.DuckDBPyConnection

    def cells(self) -> Iterator[tuple[str | None, ...]]:
        chosen = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in self.columns)
        cursor = self.connection.cursor().execute(f"SELECT {chosen} FROM raw")  # noqa: S608 - quoted names
        while rows := cursor.fetchmany(BATCH):
            yield from rows


@contextmanager
def opened(facts: Path, beside: Path) -> Iterator[FactsTable]:
    """The facts file, with a scratch folder beside the result. Raises FactsFileError."""
    with tempfile.TemporaryDirectory(prefix="table-", dir=beside) as folder, duckdb.connect() as connection:
        scratch = Path(folder)
        try:
            connection.execute(f"CREATE VIEW raw AS SELECT * FROM {source_of(facts, scratch)}")  # noqa: S608
            columns = [row[0] for row in connection.execute("DESCRIBE raw").fetchall()]
            (count,) = connection.execute("SELECT count(*) FROM raw").fetchone() or (0,)
        except duckdb.Error as error:
            raise FactsFileError(f"{facts}: 读不出来：{str(error).splitlines()[0]}") from None
        yield FactsTable(facts, columns, int(count), scratch, connection)


class Faults:
    """What went wrong row by row: the first few by name, all of them counted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.named: list[str] = []
        self.count = 0
        self.rows = 0

    def add(self, row: int, messages: Sequence[str], *, unknown: bool) -> None:
        self.rows += unknown
        self.count += len(messages)
        room = MOST_NAMED - len(self.named)
        for message in messages[: max(room, 0)]:
            said = say("{path}: 第 {row} 行：{message}", path=self.path, row=row, message=told(message))
            self.named.append(told(said))


def decided(facts: FactsTable, out: Path, decider: Decider) -> Faults:
    """Write every row with its results, beside and renamed; what could not be decided."""
    beside, faults = facts.scratch / "out.csv", Faults(facts.path)
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        taken = set(facts.columns)
        writer.writerow([*facts.columns, *(f"{name}（结果）" if name in taken else name for name in decider.outputs)])
        for number, cells in enumerate(facts.cells(), start=1):
            answer = decider.decide(cells)
            if answer.messages:
                faults.add(number, answer.messages, unknown=_nothing(answer))
            writer.writerow([*cells, *(_said(each) for each in answer.values)])
            if number % BATCH == 0:
                Bar().show(number / facts.rows)
    _kept(facts.connection, beside, out)
    return faults


def _nothing(answer: Answer) -> bool:
    return all(each is None for each in answer.values)


def _said(found: Value) -> str:
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
