"""One engine, asked by `bench/feel.py` in the environment of the benchmarks; says on standard output what came out.

    python others.py ENGINE < {"asked": [...], …} > {"passed": n, "asked": n, "seconds": [...], "names": [...]}

It imports nothing of ours, and gives every engine the benefit of the doubt: numbers may be floats, dates any of
Python's, durations equal in length.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import Any

Evaluate = Callable[[str, dict[str, Any]], Any]
Decide = Callable[[dict[str, Any]], Any]
SECONDS = 10  # of processor time for one case; an engine that does not end has failed


class Failed(Exception):
    """The engine gave no result."""


def bkflow() -> tuple[Evaluate, None]:
    from bkflow_feel.api import parse_expression

    return parse_expression, None


def pysfeel() -> tuple[Evaluate, None]:
    import pySFeel

    def evaluate(text: str, given: dict[str, Any]) -> Any:
        parser = pySFeel.SFeelParser()
        for name, value in given.items():
            parser.sFeelParse(f"{name} <- {written(value)}")
        status, value = parser.sFeelParse(text)
        if status.get("errors"):
            raise Failed(str(status["errors"]))
        return value

    return evaluate, None


def pydmnrules() -> tuple[None, Callable[[str, str], Decide]]:
    import pyDMNrules

    models: dict[str, Any] = {}
    results: dict[tuple[str, str], Any] = {}  # a decision of a file decides them all

    def kept(known: dict[Any, Any], key: Any, make: Callable[[], Any]) -> Any:
        if key not in known:
            try:
                known[key] = make()
            except Exception as error:
                known[key] = error
        if isinstance(known[key], Exception):
            raise Failed from known[key]
        return known[key]

    def read(path: str) -> Any:
        rules = pyDMNrules.DMN()
        status = rules.loadXML(path)
        if status.get("errors"):
            raise Failed(str(status["errors"]))
        return rules

    def decided(path: str, given: str) -> dict[str, Any]:
        status, found = kept(models, path, lambda: read(path)).decide(json.loads(given))
        whole: dict[str, Any] = {}
        for each in found if isinstance(found, list) else [found]:
            result = each.get("Result", {})
            for one in result if isinstance(result, list) else [result]:
                whole.update(one)
        if not whole:
            raise Failed(str(status.get("errors")))
        return whole

    def model(path: str, name: str) -> Decide:
        def decide(given: dict[str, Any]) -> Any:
            text = json.dumps(given)
            whole = kept(results, (path, text), lambda: decided(path, text))
            # a decision table's one output stands under its own name beside the decision's
            outputs = [value for key, value in whole.items() if key.startswith(f"{name}.")]
            return outputs[0] if whole.get(name) is None and outputs else whole[name]

        return decide

    return None, model


def written(value: Any) -> str:
    """A Python value as FEEL text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {written(each)}" for name, each in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def same(expected: Any, found: Any) -> bool:
    """Is it what the kit expects, taken kindly?"""
    if isinstance(expected, list):
        return isinstance(found, list | tuple) and len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, dict) and "context" in expected:
        inner = expected["context"]
        return isinstance(found, dict) and inner.keys() == found.keys() and all(same(inner[n], found[n]) for n in inner)
    if isinstance(expected, dict) and "number" in expected:
        number = isinstance(found, int | float | Decimal) and not isinstance(found, bool)
        return number and abs(float(expected["number"]) - float(found)) <= 1e-8 * max(1.0, abs(float(found)))
    if isinstance(expected, dict):
        return expected["text"] in texts(found)
    return type(expected) is type(found) and expected == found


def texts(found: Any) -> set[str]:
    """The ISO forms a date, time or duration may be written in."""
    if isinstance(found, dt.timedelta):
        days, seconds = divmod(abs(int(found.total_seconds())), 86400)
        hours, minutes = divmod(seconds // 60, 60)
        clock = "".join(f"{n}{u}" for n, u in ((hours, "H"), (minutes, "M"), (seconds % 60, "S")) if n)
        sign = "-" if found < dt.timedelta(0) else ""
        return {f"{sign}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}" if days or clock else "PT0S"}
    if isinstance(found, dt.date | dt.time):
        iso = found.isoformat()
        return {iso, iso.replace("+00:00", "Z"), iso.removesuffix("+00:00")}
    return {str(found)}


def quiet(ask: Callable[[], Any]) -> Any:
    """The result; what engines print is not shown."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return ask()


def passes(ask: Callable[[], Any], expected: Any) -> bool:
    signal.signal(signal.SIGVTALRM, _late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return same(expected, quiet(ask))
    except Exception:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _late(*_: object) -> None:
    raise Failed("no end in sight")


def each(ask: Callable[[], Any], seconds: float) -> float:
    """Seconds a call."""
    count, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < seconds:
        quiet(ask)
        count += 1
    return spent / count


def main() -> None:
    warnings.filterwarnings("ignore")
    os.environ["PYTHONWARNINGS"] = "ignore"
    name = sys.argv[1]
    work = json.load(sys.stdin)
    evaluate, model = {"bkflow-feel": bkflow, "pySFeel": pysfeel, "pyDMNrules": pydmnrules}[name]()
    found: dict[str, Any] = {"passed": 0, "asked": 0, "seconds": None, "names": []}
    for one in work["asked"]:
        if evaluate is not None and one["expression"] is None:
            continue
        found["asked"] += 1
        if evaluate is not None:
            ask = lambda one=one: evaluate(one["expression"], one["inputs"])  # noqa: E731
        else:
            ask = lambda one=one: model(one["model"], one["name"])(one["inputs"])  # noqa: E731
        found["passed"] += passes(ask, one["expected"])
    if evaluate is not None:
        for text, given, expected in work["names"]:
            found["names"].append(passes(lambda t=text, g=given: evaluate(t, g), expected))
        text, given = work["expression"]
        if work["rounds"]:
            found["seconds"] = [each(lambda: evaluate(text, given), work["span"]) for _ in range(work["rounds"])]
    else:
        import pyDMNrules

        rules = pyDMNrules.DMN()
        rules.loadXML(work["table"])
        decide = model(work["table"], work["decision"])
        found["names"] = [passes(lambda: decide(work["inputs"]), work["decided"])]
        once = lambda: rules.decide(dict(work["inputs"]))  # noqa: E731
        found["seconds"] = [each(once, work["span"]) for _ in range(work["rounds"])]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
