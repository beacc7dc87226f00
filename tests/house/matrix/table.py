"""The table as a file: a row an address, a list or an act; a column a role."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from tests.house.matrix import acting, listing, reading
from tests.house.matrix.roles import COLUMNS

FILE = Path(__file__).with_name("matrix.csv")
HEAD = ("what", "which", "of", *COLUMNS)
Row = tuple[str, str, str]
Table = dict[Row, dict[str, str]]


def made(of: dict[str, str]) -> Table:
    """The table as the house is. `of`: what each address is about, where that is known."""
    parts = (("act", acting.rows()), ("list", listing.rows()), ("read", reading.rows(of)))
    return {(what, key, about): cells for what, rows in parts for key, about, cells in rows}


def known() -> Table:
    """The table as it was agreed."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["what"], row["which"], row["of"]): {c: row[c] for c in COLUMNS if row[c]} for row in rows}


def about(table: Table) -> dict[str, str]:
    """Address → what it is about."""
    return {key: of for (what, key, of) in table if what == "read" and "." in of}


def write(table: Table) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for row, cells in sorted(table.items()):
        writer.writerow([*row, *(cells.get(column, "") for column in COLUMNS)])
    FILE.write_text(out.getvalue(), encoding="utf-8")


def drift(was: Table, now: Table) -> list[str]:
    """What changed, a cell a line."""
    found = [f"gone: {' '.join(row)}" for row in sorted(was.keys() - now.keys())]
    found += [f"new: {' '.join(row)}: {said(now[row].items())}" for row in sorted(now.keys() - was.keys())]
    for row in sorted(was.keys() & now.keys()):
        for column in COLUMNS:
            before, after = was[row].get(column, ""), now[row].get(column, "")
            if before != after:
                found.append(f"{' '.join(row)} · {column}: was {before or '(nobody)'}, is {after or '(nobody)'}")
    return found


def said(cells: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{column} {value}" for column, value in cells if value not in ("·", "no", "404", "login"))
