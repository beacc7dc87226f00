"""Facts of plainly synthetic enterprises, made by DuckDB from row numbers: the same for every run."""

from __future__ import annotations

from pathlib import Path

import duckdb


def write_facts(path: Path, rows: int) -> Path:
    """A Parquet file of nine facts a row, none unknown."""
    with duckdb.connect() as connection:
        connection.execute(
            f"""COPY (SELECT
              'K' || lpad(CAST(n AS VARCHAR), 17, '0') AS "统一社会信用代码",
              CASE WHEN hash(n, 1) % 10 < 8 THEN '杨浦区' ELSE '虹口区' END AS 注册区,
              CAST(DATE '2008-01-01' + CAST(hash(n, 2) % 5280 AS INTEGER) AS DATE) AS 成立日期,
              CAST(1 + hash(n, 3) % 400 AS DECIMAL(18, 0)) AS 从业人员,
              CAST(hash(n, 4) % 300 AS DECIMAL(18, 0)) AS 参保人数,
              CAST(CAST(hash(n, 5) % 3000000000 AS DECIMAL(18, 0)) / 100 AS DECIMAL(18, 2)) AS 营业收入,
              CAST(CAST(hash(n, 6) % 200000000 AS DECIMAL(18, 0)) / 100 AS DECIMAL(18, 2)) AS 研发费用,
              CAST(hash(n, 7) % 6 AS DECIMAL(18, 0)) AS 发明专利数,
              hash(n, 8) % 10 = 0 AS 高新技术企业,
              hash(n, 9) % 50 = 0 AS 失信被执行
            FROM range({rows}) AS t(n)) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
        )
    return path
