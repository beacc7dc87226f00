"""FEEL and DMN beside the engines on the Python registry: how fast, how much of the public kit, Chinese names.

The others run in an environment of their own (`.venv-bench`, made by `make bench`); without it they are left out, and
it is said. Speed is taken in rounds, one engine after the other in each, and given as medians with their spread.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import rulebook
from bench.feeling.cases import Asked, asked
from bench.feeling.others import each, same
from rulebook.dmn.model import Model
from rulebook.dmn.tck import NOW
from rulebook.dmn.tckcase import agrees
from rulebook.feel.evaluate import evaluate

OTHERS = ROOT / ".venv-bench" / "bin" / "python"
ENGINES = ("bkflow-feel", "pySFeel", "pyDMNrules")
TEXT = '(a + b) * 3 - c > 20 and x in [1..10] and y = "ok"'  # what all of them can
GIVEN = {"a": 12, "b": 7, "c": 10, "x": 4, "y": "ok"}
NAMES: list[tuple[str, dict[str, Any], Any]] = [
    ("营业收入 * 2", {"营业收入": 3}, {"number": "6"}),
    ("研发 费用 + 1", {"研发 费用": 3}, {"number": "4"}),
]
RATING = rulebook.example().parent / "rating.dmn"
INPUTS = {"营业收入": 5200000, "失信": False, "成立日期": None}
TABLE = {"table": str(RATING), "decision": "评级", "inputs": INPUTS, "decided": "乙"}


def other(name: str, work: dict[str, Any]) -> dict[str, Any] | None:
    if not OTHERS.exists():
        return None
    command = [str(OTHERS), str(ROOT / "bench/feeling/others.py"), name]
    ran = subprocess.run(command, input=json.dumps(work), check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def ours(kit: list[Asked]) -> dict[str, dict[str, Any]]:
    """The same questions asked of the rulebook, as FEEL and as models; what comes out must be the kit's exact value."""
    texts = [one for one in kit if one.expression is not None]
    held = sum(agrees(one.exact, evaluate(str(one.expression), one.inputs, now=NOW).value) for one in texts)
    models = {path: Model(Path(path)) for path in {one.model for one in kit}}
    whole = sum(agrees(one.exact, models[one.model].decide(one.name, one.inputs, now=NOW).value) for one in kit)
    names = [same(expected, rulebook.evaluate(text, given).value) for text, given, expected in NAMES]
    named = rulebook.Model(RATING).decide("评级", INPUTS).value == "乙"
    return {
        "rulebook, expressions": {"passed": held, "asked": len(texts), "names": names},
        "rulebook, models": {"passed": whole, "asked": len(kit), "names": [named]},
    }


def speeds(rounds: int, span: float) -> dict[str, list[float]]:
    """Seconds a call by what was asked, in rounds that go through all of them."""
    compiled = rulebook.compile(TEXT)
    model = rulebook.Model(RATING)
    asks: dict[str, Callable[[], Any]] = {
        "rulebook.evaluate": lambda: rulebook.evaluate(TEXT, GIVEN),
        "rulebook.compile(…).evaluate": lambda: compiled.evaluate(GIVEN),
        "rulebook.Model.decide": lambda: model.decide("评级", INPUTS),
    }
    found: dict[str, list[float]] = {name: [] for name in (*asks, *ENGINES)}
    work = {"asked": [], "names": [], "expression": [TEXT, GIVEN], "rounds": 1, "span": span, **TABLE}
    for _ in range(rounds):
        for name, ask in asks.items():
            found[name].append(each(ask, span))
        for name in ENGINES:
            theirs = other(name, work)
            found[name] += theirs["seconds"] if theirs else []
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kit", type=Path, default=ROOT.parent / "shared" / "tck")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--span", type=float, default=1.0, help="seconds of one engine in one round")
    args = parser.parse_args()
    if not OTHERS.exists():
        print("no .venv-bench: the other engines are left out")
    found = speeds(args.rounds, args.span)
    for base, names in (("rulebook.evaluate", (*list(found)[:2], *ENGINES[:2])), (list(found)[2], ENGINES[2:])):
        line(base, found[base], found[base])
        for name in names:
            if found[name] and name != base:
                line(name, found[name], found[base])
    kit = list(asked(args.kit)) if args.kit.is_dir() else []
    if not kit:
        print(f"no kit at {args.kit}: conformance is left out")
        return
    plainly = [{**dataclasses.asdict(one), "exact": None} for one in kit]
    work = {"asked": plainly, "names": NAMES, "rounds": 0, "expression": [TEXT, GIVEN], **TABLE}
    results = ours(kit) | {name: theirs for name in ENGINES if (theirs := other(name, work))}
    for name, result in results.items():
        share = f"{result['passed']:,} of {result['asked']:,}"
        print(f"{name:<30} {share:>15} of the kit   Chinese names {result['names']}", flush=True)


def line(name: str, seconds: list[float], base: list[float]) -> None:
    middle, spread = statistics.median(seconds), f"{min(seconds) * 1e6:,.1f}–{max(seconds) * 1e6:,.1f}"
    ratio = middle / statistics.median(base)
    print(f"{name:<30} {middle * 1e6:>12,.1f} µs ({spread})  {ratio:>8.2f}×", flush=True)


if __name__ == "__main__":
    main()
