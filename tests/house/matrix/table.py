"""The table as a file: a row an address, a list or an act; a column a role."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

from tests import turns
from tests.house.matrix import acting, listing, reading
from tests.house.matrix.roles import COLUMNS

FILE = Path(__file__).with_name("matrix.csv")
TURNS = 4
HEAD = ("what", "which", "of", *COLUMNS)
Row = tuple[str, str, str]
Table = dict[Row, dict[str, str]]


def made(known: Table) -> Table:
    """The table as the house is: lists, what is new, and of what is known the acts and addresses whose turn it is."""
    keys = {(what, key) for what, key, _of in known}

    def asked(what: str) -> Callable[[str], bool]:
        return lambda key: (what, key) not in keys or has_turn(what, key)

    reads = reading.rows(about(known), asked("read"))
    parts = (("act", acting.rows(asked("act"))), ("list", listing.rows()), ("read", reads))
    return {(what, key, about): cells for what, rows in parts for key, about, cells in rows}


def of_turn(known: Table) -> Table:
    """Of the table as it was agreed, what a run asks again."""
    return {(what, key, of): cells for (what, key, of), cells in known.items() if has_turn(what, key)}


def has_turn(what: str, key: str) -> bool:
    return what == "list" or turns.has_turn(f"{what} {key}", TURNS)


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
