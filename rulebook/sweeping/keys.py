"""Whether all keys differ. Hashes are compared, sorted in memory; only where two are alike the keys themselves are."""

from __future__ import annotations

import duckdb
import numpy as np

MOST_SORTED = 60_000_000  # hashes of eight bytes; above, DuckDB counts them, spilling where it must


def keys_apart(connection: duckdb.DuckDBPyConnection, key: str, type_: str, rows: int) -> tuple[int, bool]:
    """(rows with a key, whether the keys' hashes are all different) of the views `raw` and `typed`."""
    if rows > MOST_SORTED:
        keys, distinct = _one(connection, "SELECT count(__key), count(DISTINCT hash(__key)) FROM typed")
        return keys, distinct == keys
    if type_ == "VARCHAR":
        # a plain key needs no trimming: letters of one byte only, none of them a space, and at least one
        name = '"' + key.replace('"', '""') + '"'
        plain = f"strlen({name}) = length({name}) AND NOT contains({name}, ' ') AND {name} >= '!'"
        hashes = connection.execute(
            f"SELECT CASE WHEN {plain} THEN hash({name}) END AS h FROM raw"  # noqa: S608 - a quoted name
        ).fetchnumpy()["h"]
        if not np.ma.is_masked(hashes):
            return rows, _all_differ(np.asarray(hashes))
    keys = int(_one(connection, "SELECT count(__key), 0 FROM typed")[0])
    if keys < rows:
        return keys, True
    return keys, _all_differ(np.asarray(connection.execute("SELECT hash(__key) AS h FROM typed").fetchnumpy()["h"]))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, int]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def _all_differ(hashes: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> bool:
    hashes.sort()  # where they are: a copy of many takes longer than sorting them
    return not bool((hashes[1:] == hashes[:-1]).any())
