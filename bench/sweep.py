"""Forty programmes over millions of enterprises: the sweep beside what else one could take, in rounds.

Scan: DuckDB reads the facts' columns, and beside it the keys too, which the sweep reads to see that all differ. By
hand: the same rules as SQL an analyst would write, exact to the fen. OpenFisca and ZEN run in an environment of their
own (`.venv-bench`, made by `make bench`); without it they are left out, and it is said. Every round takes one after the
other; medians with their spread. The counts must be the same, but for enterprises that OpenFisca's floats put on the
other side of a bound.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import duckdb

from bench.sweeping.facts import write_facts
from bench.sweeping.rounds import line, rounds
from bench.sweeping.rules import AS_OF, RULES, rows_sql, totals_sql, write_catalogue
from rulebook import read_catalogue
from rulebook.sweeping.sweep import sweep

OTHERS = ROOT / ".venv-bench" / "bin" / "python"
ZEN_ROWS = 2_000


def scan(facts: Path, keys: str = "") -> None:
    duckdb.connect().execute(
        "SELECT count(注册区), max(成立日期), sum(从业人员), sum(参保人数), sum(营业收入), sum(研发费用), "
        f"sum(发明专利数), count_if(高新技术企业), count_if(失信被执行){keys} FROM read_parquet('{facts}')"
    ).fetchone()


def other(name: str, facts: Path, rows: int) -> dict[str, Any] | None:
    if not OTHERS.exists():
        return None
    command = [str(OTHERS), str(ROOT / "bench/sweeping/others.py"), name, str(facts), str(rows)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def totals(catalogue: Any, facts: Path, rows: int, count: int) -> None:
    scan(facts)  # the file into the page cache, for all alike
    works: dict[str, Callable[[], Any]] = {
        "scan": lambda: scan(facts),
        "scan, keys": lambda: scan(facts, ", bit_xor(hash(统一社会信用代码))"),
        "by hand": lambda: duckdb.connect().execute(totals_sql(str(facts))).fetchone(),
        "sweep": lambda: sweep(catalogue, facts, None, AS_OF),
    }
    if OTHERS.exists():
        works |= {"openfisca": lambda: other("openfisca", facts, rows), "zen": lambda: other("zen", facts, ZEN_ROWS)}
    seconds, made = rounds(count, works)
    swept = made["sweep"].totals
    mine = [value for each in swept for value in (each.eligible, each.amount)]
    assert mine == [value or 0 for value in made["by hand"]], "not the same totals"
    base = seconds["sweep"]
    print(f"\ntotals, {len(RULES)} programmes × {rows:,} enterprises, {count} rounds (× of the sweep's time a row)")
    line("scan of the facts' columns", seconds["scan"], base, rows, "bar: at least 0.25×")
    line("scan of those and the keys", seconds["scan, keys"], base, rows)
    line("SQL by hand", seconds["by hand"], base, rows, "bar: at least 0.67×")
    line("rulebook sweep", base, base, rows)
    if "openfisca" not in made:
        print("OpenFisca and ZEN left out: no .venv-bench")
        return
    off = [abs(theirs - ours.eligible) for theirs, ours in zip(made["openfisca"]["counts"], swept, strict=True)]
    assert max(off) <= max(1, rows / 100_000), "OpenFisca counts otherwise than 32-bit floats explain"
    line("OpenFisca-core (numpy)", seconds["openfisca"], base, rows, "bar: at least 10×")
    print(f"    its 32-bit floats count {sum(off)} enterprises otherwise, in {sum(map(bool, off))} programmes")
    name = f"ZEN engine ({ZEN_ROWS:,} rows, no reading)"
    line(name, seconds["zen"], base, made["zen"]["rows"], "bar: at least 500×", base_rows=rows)


def written(catalogue: Any, facts: Path, rows: int, folder: Path, count: int) -> None:
    hand, mine = folder / "hand.parquet", folder / "verdicts.parquet"
    seconds, _ = rounds(count, {
        "by hand": lambda: duckdb.connect().execute(rows_sql(str(facts), str(hand))),
        "sweep": lambda: sweep(catalogue, facts, mine, AS_OF),
    })  # fmt: skip
    found = [duckdb.connect().execute(f"SELECT count(*), sum(amount) FROM read_parquet('{each}')").fetchone()
             for each in (hand, mine)]  # fmt: skip
    assert found[0] == found[1], "not the same rows"
    print(f"\nverdict rows written to Parquet: {found[0][0]:,} rows of {rows:,} enterprises, {count} rounds")
    line("SQL by hand", seconds["by hand"], seconds["sweep"], rows, "bar: at least 1×")
    line("rulebook sweep", seconds["sweep"], seconds["sweep"], rows)


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
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--written", type=int, default=3, help="rounds of writing rows")
    parser.add_argument("--grow", type=int, nargs="*", default=[1_000_000, 10_000_000, 50_000_000])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalogue = read_catalogue(write_catalogue(folder))
        facts = write_facts(folder / "facts.parquet", args.rows)
        totals(catalogue, facts, args.rows, args.rounds)
        if args.written:
            written(catalogue, facts, args.rows, folder, args.written)
        growth(catalogue, folder, args.grow)
        print(f"\npeak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GB")


if __name__ == "__main__":
    main()
