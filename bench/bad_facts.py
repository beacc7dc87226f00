"""Bad facts files at full size: a sweep must say file and row, leave the output as it was, and keep to 2 GB.

Each case in a process of its own, so that the peak of memory is that case's: a CSV of 1 GB with a quote that is not
closed near its end, a Parquet file cut short, ten million rows of which two have one key, ten million with cells of a
wrong type. `--bytes` and `--rows` for a smaller run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
HEAD = "统一社会信用代码,注册区,从业人员,成立日期,营业收入,高新技术企业\n"
MOST = 2.0  # GB
SWEEP = """
import sys, time
sys.path.insert(0, sys.argv[1])
import datetime as dt
from pathlib import Path
from rulebook import read_catalogue
from rulebook.sweeping.facts_file import FactsFileError
from rulebook.sweeping.sweep import sweep
path, out = Path(sys.argv[3]), Path(sys.argv[4])
out.write_bytes(b"as it was")
before, lines, started = sorted(path.parent.iterdir()), [], time.perf_counter()
try:
    sweep(read_catalogue(Path(sys.argv[2])), path, out if sys.argv[5] == "rows" else None, dt.date(2022, 6, 24),
          report=lines.append)
except FactsFileError as error:
    lines.append(str(error))
assert out.read_bytes() == b"as it was", "the output was touched"
assert sorted(path.parent.iterdir()) == before, "something was left beside the output"
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(time.perf_counter() - started, peak)
print("\\n".join([*lines[:2], *lines[-1:]]))
"""


def row(number: int) -> str:
    return f"K{number:017},杨浦区,{number % 400},2020-01-01,{number % 90000}.50,true\n"


def csv_with_a_quote(folder: Path, size: int, _rows: int) -> Path:
    """Good rows up to `size` bytes; in one of the last thousand a quote that nobody closes."""
    path = folder / "quote.csv"
    block, number = 50_000, 0
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        while file.tell() < size:
            file.writelines(row(each) for each in range(number, number + block))
            number += block
        file.write(row(number).replace("杨浦区", '"杨浦区'))
        file.writelines(row(each) for each in range(number + 1, number + 1000))
    return path


def parquet_cut_short(folder: Path, _size: int, rows: int) -> Path:
    path = _parquet(
        folder / "cut.parquet", rows, "'K' || lpad(CAST(n AS VARCHAR), 17, '0')", "CAST(n % 400 AS VARCHAR)"
    )
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size * 9 // 10)
    return path


def two_with_one_key(folder: Path, _size: int, rows: int) -> Path:
    twin = f"CASE WHEN n = {rows - 7} THEN 12 ELSE n END"
    return _parquet(folder / "twins.parquet", rows, f"'K' || lpad(CAST({twin} AS VARCHAR), 17, '0')", "n % 400")


def wrong_types(folder: Path, _size: int, rows: int) -> Path:
    """Every tenth number is a word."""
    staff = "CASE WHEN n % 10 = 3 THEN '很多' ELSE CAST(n % 400 AS VARCHAR) END"
    return _parquet(folder / "types.parquet", rows, "'K' || lpad(CAST(n AS VARCHAR), 17, '0')", staff)


def _parquet(path: Path, rows: int, key: str, staff: str) -> Path:
    duckdb.execute(
        f"""COPY (SELECT {key} AS "统一社会信用代码", '杨浦区' AS 注册区, {staff} AS 从业人员,
        DATE '2020-01-01' AS 成立日期 FROM range({rows}) AS t(n)) TO '{path}' (FORMAT parquet)"""
    )
    return path


CASES: dict[str, tuple[Callable[[Path, int, int], Path], str, str]] = {
    "CSV, a quote not closed near the end": (csv_with_a_quote, "rows", "读不出来"),
    "Parquet cut short": (parquet_cut_short, "rows", "读不出来"),
    "two rows with one key": (two_with_one_key, "rows", "有重复"),
    "a tenth of the cells of a wrong type": (wrong_types, "totals", "按未知处理"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=1_000_000_000)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--catalogue", type=Path, default=ROOT / "catalogue" / "yangpu")
    args = parser.parse_args()
    for name, (make, wants, said) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = make(Path(folder), args.bytes, args.rows)
            out = str(Path(folder) / "out.parquet")
            command = [sys.executable, "-c", SWEEP, str(ROOT), str(args.catalogue), str(path), out, wants]
            size = path.stat().st_size / 1e9
            figures, *lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        seconds, memory = float(figures.split()[0]), int(figures.split()[1]) / 1024**2
        print(f"{name:<40}{size:>6.2f} GB {seconds:>8.1f} s {memory:>6.2f} GB of memory", flush=True)
        for line in lines:
            print(f"    {line.replace(str(path), path.name)}")
        assert any(said in line for line in lines), "not said what is wrong"
        assert memory < MOST, "too much memory"


if __name__ == "__main__":
    main()
