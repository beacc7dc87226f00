"""Batches of rows as whole numbers, read by DuckDB: of Parquet by row number, else from a table made once."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from rulebook.sweeping.cells.domains import Array, Column
from rulebook.sweeping.facts_file import FactsFile

BATCH = 8 * 122_880  # rows; whole row groups as DuckDB writes them


class Reader:
    """Reads `columns` of a facts file; every batch through a cursor of its own, so that threads may share it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, facts: FactsFile, columns: Sequence[Column]) -> None:
        self.connection, self.facts, self.columns = connection, facts, columns
        chosen = ", ".join(f"{each.sql} AS c{place}" for place, each in enumerate(columns))
        if facts.numbered:
            self.select, self.number = f"SELECT {chosen} FROM {facts.numbered}", "file_row_number"  # noqa: S608
        elif columns:
            connection.execute(f"CREATE OR REPLACE TABLE cells AS SELECT {chosen} FROM {facts.typed}")  # noqa: S608
            self.select, self.number = "SELECT * FROM cells", "rowid"

    def batches(self) -> range:
        """Where batches begin."""
        return range(0, self.facts.rows, BATCH)

    def read(self, start: int) -> dict[str, Array] | int:
        """Fact → its numbers in the rows from `start`; only how many rows there are when nothing is read."""
        stop = min(start + BATCH, self.facts.rows)
        if not self.columns:
            return stop - start
        sql = f"{self.select} WHERE {self.number} >= {start} AND {self.number} < {stop}"
        with self.connection.cursor() as cursor:
            found = cursor.execute(sql).fetchnumpy()
        return {each.fact: each.units(found[f"c{place}"]) for place, each in enumerate(self.columns)}
