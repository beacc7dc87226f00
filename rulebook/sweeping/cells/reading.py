"""Batches of rows as whole numbers, read by DuckDB: of Parquet by row number, else from a table made once.

Fetching a column costs more than reading it. So columns travel together, each in some bits of a 64-bit whole number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from rulebook.sweeping.cells.domains import Array, Column
from rulebook.sweeping.facts_file import FactsFile

BATCH = 8 * 122_880  # rows; whole row groups as DuckDB writes them
BITS = 62  # of a BIGINT, never negative


@dataclass(frozen=True)
class Place:
    """Where a column stands in a pack: its number less `low`, times 2^`shift`."""

    column: Column
    low: int
    bits: int
    shift: int

    @property
    def sql(self) -> str:
        return self.column.sql(self.low, 1 << self.shift)

    def of(self, packed: Array) -> Array:
        number = packed >> self.shift if self.shift else packed
        number = number & ((1 << self.bits) - 1)
        return number + self.low if self.low else number


def packs(columns: Sequence[Column]) -> list[list[Place]]:
    """Columns put together, the widest first."""
    made: list[list[Place]] = []
    for column in sorted(columns, key=lambda each: -_bits(each)):
        low, bits = min(column.low, 0), _bits(column)
        pack = next((each for each in made if _end(each) + bits <= BITS), None)
        if pack is None:
            made.append(pack := [])
        pack.append(Place(column, low, bits, _end(pack)))
    return made


def _bits(column: Column) -> int:
    """At most 52: no column has more than fifteen digits and a sign."""
    return max(1, (column.last - min(column.low, 0)).bit_length())


def _end(pack: Sequence[Place]) -> int:
    return pack[-1].shift + pack[-1].bits if pack else 0


class Reader:
    """Reads `columns` of a facts file; every batch through a cursor of its own, so that threads may share it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, facts: FactsFile, columns: Sequence[Column]) -> None:
        self.connection, self.facts, self.columns = connection, facts, columns
        self.packs = packs(columns)
        sums = [" | ".join(f"({place.sql})" for place in pack) for pack in self.packs]
        chosen = ", ".join(f"{sql} AS c{n}" for n, sql in enumerate(sums))
        if facts.numbered:
            self.select, self.number = f"SELECT {chosen} FROM {facts.numbered}", "file_row_number"  # noqa: S608
        elif columns:
            connection.execute(f"CREATE OR REPLACE TABLE cells AS SELECT {chosen} FROM {facts.typed}")  # noqa: S608
            self.select, self.number = "SELECT * FROM cells", "rowid"

    def batches(self) -> range:
        """Where batches begin."""
        return range(0, self.facts.rows, BATCH)

    def read(self, start: int) -> dict[str, Array] | int:
        """The rows from `start` as packed numbers, for `units`; only how many there are when nothing is read."""
        stop = min(start + BATCH, self.facts.rows)
        if not self.columns:
            return stop - start
        sql = f"{self.select} WHERE {self.number} >= {start} AND {self.number} < {stop}"
        with self.connection.cursor() as cursor:
            found: dict[str, Array] = cursor.execute(sql).fetchnumpy()
        return found

    def units(self, packed: dict[str, Array], start: int, stop: int) -> dict[str, Array]:
        """Fact → its whole numbers, in some rows of what was read: few enough to stay near the processor."""
        made: dict[str, Array] = {}
        for n, pack in enumerate(self.packs):
            numbers = np.asarray(packed[f"c{n}"][start:stop])
            made |= {place.column.fact: place.of(numbers) for place in pack}
        return made
