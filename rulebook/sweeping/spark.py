"""The sweep on Spark: the same trees in Spark's words, the same rows. Needs the extra `spark` and Java.

DuckDB reads and types the facts, as for every engine, and hands them on as Parquet; Spark judges and writes parts,
which DuckDB joins into the one file that was asked for. On a cluster the folder between must be one that all workers
see.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from sqlglot import exp

from rulebook.columns.lookups import EXTRACT, LISTED
from rulebook.columns.programme import VersionColumns
from rulebook.extras import MissingExtra, need

if TYPE_CHECKING:
    from rulebook.catalogue.model import Version
    from rulebook.sweeping.selects import Compiled

SETTINGS = {
    "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4", "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # what does not fit fails, as in DuckDB, and is not silently null
    "spark.sql.decimalOperations.allowPrecisionLoss": "false", "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1", "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.log.level": "ERROR", "spark.sql.codegen.maxFields": "400",
    # projections stay apart: merged, a derived fact would be written out wherever it is used
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
}  # fmt: skip
EMPTY = "CAST(array() AS ARRAY<STRING>)"
NAMES = {EXTRACT: "element_at", LISTED: "array"}
Level = list[tuple[str, exp.Expr]]


class NoSpark(RuntimeError):
    """PySpark is not installed, or Java is not there."""


def session() -> Any:
    """The Spark session in use, else one of our own; `SPARK_MASTER` names the cluster, by default local[2]."""
    try:
        need("pyspark")
    except MissingExtra as error:
        raise NoSpark(str(error)) from None
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    logging.getLogger("py4j").setLevel(logging.ERROR)  # it talks of every connection it closes
    builder = SparkSession.builder.appName("rulebook sweep").master(os.environ.get("SPARK_MASTER", "local[2]"))
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # py4j gives no narrower class when Java does not start
        raise NoSpark(f"Spark 启动不了，请检查 Java：{error}") from None


def spark_rows(connection: duckdb.DuckDBPyConnection, compiled: Compiled, *, everything: bool, folder: Path) -> str:
    """Judge `typed` on Spark; returns a DuckDB SELECT over the verdict rows."""
    facts, parts = folder / "typed.parquet", folder / "verdicts"
    connection.execute(f"COPY (SELECT * FROM typed) TO '{facts}' (FORMAT parquet)")  # noqa: S608 - our own path
    spark = session()
    spark.read.parquet(str(facts)).createOrReplaceTempView("typed")
    absent = {name: kind.replace("VARCHAR", "STRING") for name, kind in compiled.absent.items()}
    query = rows_sql(compiled.made, compiled.derivation.levels, absent, everything=everything)
    spark.sql(query).write.mode("overwrite").parquet(str(parts))
    return f"SELECT * FROM read_parquet('{parts}/*.parquet')"  # noqa: S608


def rows_sql(
    made: list[tuple[Version, VersionColumns]], levels: list[Level], absent: dict[str, str], *, everything: bool
) -> str:
    """All verdict rows in Spark's SQL: one struct a programme, opened by `inline`."""
    missing = "".join(f", CAST(NULL AS {kind}) AS {_quoted(name)}" for name, kind in absent.items())
    source = f"(SELECT *{missing} FROM typed)"  # noqa: S608 - quoted names
    for level in levels:
        added = ", ".join(f"{_spark(sql)} AS {_quoted(name)}" for name, sql in level)
        source = f"(SELECT *, {added} FROM {source})"  # noqa: S608
    structs = ", ".join(_struct(version, each) for version, each in made)
    kept = "" if everything else " WHERE eligible IS NULL OR eligible"
    return (
        "SELECT __key AS key, v.programme AS programme, v.version AS version, v.eligible AS eligible, "  # noqa: S608
        f"v.amount AS amount, v.missing AS missing, v.notes AS notes "
        f"FROM (SELECT __key, explode(array({structs})) AS v FROM {source})" + kept.replace("eligible", "v.eligible")
    )


def _struct(version: Version, columns: VersionColumns) -> str:
    eligible = _spark(columns.eligible)
    amount = f"CASE WHEN {eligible} THEN {_spark(columns.amount)} END" if columns.amount is not None else "NULL"
    named = [f"CASE WHEN {_spark(sql)} THEN {_text(name)} END" for name, sql in columns.missing.items()]
    said = [f"CASE WHEN {_spark(sql)} THEN {_spark(words)} END" for sql, words in columns.notes]
    lacking = f"array_compact(array({', '.join(named)}))" if named else EMPTY
    noted = f"sort_array(array_distinct(array_compact(array({', '.join(said)}))))" if said else EMPTY
    return (
        f"named_struct('programme', {_text(version.slug)}, 'version', '{version.since}', 'eligible', {eligible}, "
        f"'amount', CAST({amount} AS DECIMAL(18, 2)), 'missing', {lacking}, "
        f"'notes', {noted})"
    )


def _spark(sql: exp.Expr) -> str:
    """Spark's words; its widest whole numbers are decimals of 38 digits."""
    made = sql.copy()
    for each in made.find_all(exp.DataType):
        if each.this == exp.DataType.Type.INT128:
            each.replace(exp.DataType.build("DECIMAL(38, 0)"))
    for found in made.find_all(exp.Anonymous):
        found.set("this", NAMES.get(found.this, found.this))
    made = exp.Paren(this=made)
    for cast in reversed(list(made.find_all(exp.TryCast))):  # the deepest first; sqlglot writes a cast that fails
        inner, kind = cast.this.sql("spark"), cast.args["to"].sql("spark")
        cast.replace(exp.Var(this=f"TRY_CAST({inner} AS {kind})"))
    written: str = made.this.sql("spark")
    return written


def _text(text: str) -> str:
    return exp.Literal.string(text).sql("spark")


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
