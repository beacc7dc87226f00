"""Forty programmes over millions of enterprises: the sweep beside what else one could take, in one run.

Scan: DuckDB reads the same columns. By hand: the same rules as SQL an analyst would write, exact to the fen. OpenFisca
and ZEN run in an environment of their own (`.venv-bench`, made by `make bench`); without it they are left out, and it
is said. The counts must be the same, but for enterprises that OpenFisca's floats put on the other side of a bound.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import duckdb

from bench.sweeping.facts import write_facts
from bench.sweeping.rules import AS_OF, RULES, rows_sql, totals_sql, write_catalogue
from rulebook import read_catalogue
from rulebook.sweeping.sweep import sweep

OTHERS = ROOT / ".venv-bench" / "bin" / "python"
ZEN_ROWS = 2_000


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def scan(facts: Path) -> None:
    duckdb.connect().execute(
        "SELECT count(注册区), max(成立日期), sum(从业人员), sum(参保人数), sum(营业收入), sum(研发费用), "
        f"sum(发明专利数), count_if(高新技术企业), count_if(失信被执行) FROM read_parquet('{facts}')"
    ).fetchone()


def other(name: str, facts: Path, rows: int) -> dict[str, Any] | None:
    if not OTHERS.exists():
        return None
    command = [str(OTHERS), str(ROOT / "bench/sweeping/others.py"), name, str(facts), str(rows)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def line(name: str, seconds: float, rows: int, base: float, bar: str = "") -> None:
    """`base` is the sweep's own seconds a row; the ratio says how many times the sweep's time this took."""
    each = seconds / rows
    print(f"{name:<34}{seconds:>10.2f} s {rows / seconds:>14,.0f} rows/s {each / base:>10.2f}×  {bar}", flush=True)


def totals(catalogue: Any, facts: Path, rows: int) -> None:
    scan(facts)  # the file into the page cache, for all alike
    scanned, _ = timed(lambda: scan(facts))
    by_hand, found = timed(lambda: duckdb.connect().execute(totals_sql(str(facts))).fetchone())
    swept, result = timed(lambda: sweep(catalogue, facts, None, AS_OF))
    mine = [value for each in result.totals for value in (each.eligible, each.amount)]
    assert mine == [value or 0 for value in found], "not the same totals"
    base = swept / rows
    print(f"\ntotals, {len(RULES)} programmes × {rows:,} enterprises (× of the sweep's time per row)")
    line("scan of the columns", scanned, rows, base)
    line("SQL by hand", by_hand, rows, base, "bar: at least 0.67×")
    line("rulebook sweep", swept, rows, base)
    counts = [each.eligible for each in result.totals]
    fisca = other("openfisca", facts, rows)
    if fisca is None:
        print("OpenFisca and ZEN left out: no .venv-bench")
        return
    off = [abs(theirs - ours) for theirs, ours in zip(fisca["counts"], counts, strict=True)]
    assert max(off) <= rows / 100_000, "OpenFisca counts otherwise than 32-bit floats explain"
    line("OpenFisca-core (numpy)", fisca["seconds"], rows, base, "bar: at least 5×")
    print(f"    its 32-bit floats count {sum(off)} enterprises otherwise, in {sum(map(bool, off))} programmes")
    zen = other("zen", facts, ZEN_ROWS)
    assert zen is not None
    line(f"ZEN engine ({ZEN_ROWS:,} rows, no reading)", zen["seconds"], zen["rows"], base, "bar: at least 500×")


def written(catalogue: Any, facts: Path, rows: int, folder: Path) -> None:
    by_hand, _ = timed(lambda: duckdb.connect().execute(rows_sql(str(facts), str(folder / "hand.parquet"))))
    swept, _ = timed(lambda: sweep(catalogue, facts, folder / "verdicts.parquet", AS_OF))
    count = duckdb.connect().execute(f"SELECT count(*) FROM read_parquet('{folder / 'verdicts.parquet'}')").fetchone()
    assert (
        count == duckdb.connect().execute(f"SELECT count(*) FROM read_parquet('{folder / 'hand.parquet'}')").fetchone()
    )
    print(f"\nverdict rows written to Parquet: {count[0]:,} rows of {rows:,} enterprises")  # type: ignore[index]
    line("SQL by hand", by_hand, rows, swept / rows, "bar: at least 0.67×")
    line("rulebook sweep", swept, rows, swept / rows)


def growth(catalogue: Any, folder: Path, sizes: list[int]) -> None:
    """Time a row and peak memory, each size in a process of its own."""
    print("\ntime per enterprise and memory as the register grows (totals)")
    for rows in sizes:
        facts = write_facts(folder / f"facts-{rows}.parquet", rows)
        code = (
            "import sys, time; sys.path.insert(0, sys.argv[1])\n"
            "from pathlib import Path\nfrom bench.sweeping.rules import AS_OF\nfrom rulebook import read_catalogue\n"
            "from rulebook.sweeping.sweep import sweep\n"
            "catalogue = read_catalogue(Path(sys.argv[2]))\nstarted = time.perf_counter()\n"
            "sweep(catalogue, Path(sys.argv[3]), None, AS_OF)\n"
            "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
            "print(time.perf_counter() - started, peak.split()[1])\n"
        )
        answer = subprocess.run(
            [sys.executable, "-c", code, str(ROOT), str(folder / "forty"), str(facts)],
            check=True, capture_output=True, text=True,
        ).stdout.split()  # fmt: skip
        seconds, memory = float(answer[0]), int(answer[1]) / 1024**2
        print(f"{rows:>12,} rows {seconds:>8.2f} s {seconds / rows * 1e6:>8.3f} µs a row {memory:>6.2f} GB")
        facts.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--grow", type=int, nargs="*", default=[1_000_000, 10_000_000, 50_000_000])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalogue = read_catalogue(write_catalogue(folder))
        facts = write_facts(folder / "facts.parquet", args.rows)
        totals(catalogue, facts, args.rows)
        written(catalogue, facts, args.rows, folder)
        growth(catalogue, folder, args.grow)
        print(f"\npeak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GB")


if __name__ == "__main__":
    main()
