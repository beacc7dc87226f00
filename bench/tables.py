"""`rulebook table` over many rows: tables of ten times the rules beside each other in one run, so that growth shows.

Two tables of exact codes, bands of numbers and a text: with so many rules and with ten times as many. The ratio says
what ten times the rules cost a row; 10 would be one rule tried after another.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN = [sys.executable, "-m", "rulebook", "table"]
REPEATS = 3


def write_table(path: Path, rules: int) -> None:
    """A table in YAML whose last rule is the only one that lets everything pass."""
    rows = [f'  - ["\\"行业{n % (rules // 2)}\\"", "[{n}..{n + 3})", "-", "{n}"]' for n in range(rules - 1)]
    lines = ["hit: F", "inputs: [行业, 营收, 街道]", "outputs: [档]", "rows:", *rows, '  - ["-", "-", "-", "-1"]']
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_facts(path: Path, rows: int, rules: int) -> None:
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["行业", "营收", "街道"])
        for _n in range(rows):
            rule = chance.randrange(rules)
            out.writerow([f"行业{rule % (rules // 2)}", rule + chance.randrange(6), "示例街道"])


def seconds(folder: Path, rules: int) -> float:
    command = [
        *RUN,
        str(folder / f"{rules}.yaml"),
        "--facts",
        str(folder / "facts.csv"),
        "--out",
        str(folder / "o.csv"),
    ]
    started = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rules", type=int, default=2_000)
    args = parser.parse_args()
    few = max(args.rules // 10, 4)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_facts(folder / "facts.csv", args.rows, args.rules)
        for rules in (few, args.rules):
            write_table(folder / f"{rules}.yaml", rules)
        pairs = [(seconds(folder, few), seconds(folder, args.rules)) for _n in range(REPEATS)]
    slow = [many for _few, many in pairs]
    ratios = [many / few for few, many in pairs]
    print(
        f"{args.rows:,} rows × {args.rules:,} rules: {statistics.median(slow):.1f} s ({min(slow):.1f}–{max(slow):.1f})"
    )
    print(f"ten times the rules: {statistics.median(ratios):.1f} × ({min(ratios):.1f}–{max(ratios):.1f})")


if __name__ == "__main__":
    main()
