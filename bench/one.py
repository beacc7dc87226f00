"""One enterprise and forty programmes with full explanation, beside ZEN without any; and reading a large catalogue.

ZEN runs in an environment of its own (`.venv-bench`, made by `make bench`); without it it is left out, and it is said.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.sweep import other
from bench.sweeping.facts import write_facts
from bench.sweeping.rules import AS_OF, RULES, write_catalogue
from rulebook import judge, read_catalogue
from rulebook.judging.examples import run_examples
from rulebook.plan.types import Value

FIRM: dict[str, Value] = {
    "注册区": "杨浦区", "成立日期": dt.date(2021, 3, 1), "从业人员": Decimal(25), "参保人数": Decimal(20),
    "营业收入": Decimal("4200000.00"), "研发费用": Decimal("310000.50"), "发明专利数": Decimal(1),
    "高新技术企业": False, "失信被执行": False,
}  # fmt: skip


def explained(catalogue: object, seconds: float) -> float:
    """Seconds an enterprise, forty verdicts with reasons, gaps and JSON."""
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        firm = {**FIRM, "从业人员": Decimal(1 + count % 60)}
        for rule in RULES:
            judge(catalogue, f"p{rule.number:02}", firm, AS_OF).as_json()  # type: ignore[arg-type]
        count += 1
    return (time.perf_counter() - started) / count


def many(folder: Path, programmes: int) -> Path:
    """A catalogue of `programmes`, copies of the forty."""
    layer = write_catalogue(folder)
    for number in range(len(RULES), programmes):
        shutil.copytree(layer / "programmes" / f"p{number % len(RULES):02}", layer / "programmes" / f"q{number}")
    return layer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalogue = read_catalogue(write_catalogue(folder / "forty"))
        each = explained(catalogue, args.seconds)
        print(f"one enterprise, 40 programmes, explained     {each * 1000:>9.2f} ms   1.00×")
        zen = other("zen", write_facts(folder / "facts.parquet", 1000), 1000)
        if zen is None:
            print("ZEN left out: no .venv-bench")
        else:
            theirs = zen["seconds"] / zen["rows"]
            print(
                f"ZEN engine, 40 decisions, no explanation     {theirs * 1000:>9.2f} ms {theirs / each:>6.2f}×  bar 1×"
            )
        layer = many(folder / "many", args.programmes)
        started = time.perf_counter()
        found = read_catalogue(layer)
        faults = list(run_examples(found))
        seconds = time.perf_counter() - started
        print(f"read and check {len(found.programmes):,} programmes              {seconds:>9.2f} s    bar: under 10 s")
        assert not [each for each in faults if not each.warning]


if __name__ == "__main__":
    main()
