"""Running the DMN TCK: every test file under a folder, counted by folder, with a JUnit report if wanted.

python -m rulebook.dmn.tck DIR [--junit FILE]
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from rulebook.dmn.model import Model
from rulebook.dmn.tckcase import Case, Expectation, agrees, declared, read_cases
from rulebook.dmn.xmltree import DmnError
from rulebook.feel.evaluate import Result
from rulebook.feel.values import Value, text

NOW = dt.datetime(2024, 2, 29, 10, 30, tzinfo=dt.UTC)  # so that a run can be repeated
Ask = Callable[[Model], Result]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: passed when `failures` is empty."""

    folder: str
    file: str
    case: str
    seconds: float
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.failures


@dataclass(slots=True)
class Tally:
    """The outcomes of a run."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def passed(self) -> int:
        return sum(each.passed for each in self.outcomes)

    @property
    def failed(self) -> int:
        return len(self.outcomes) - self.passed

    def by_folder(self) -> dict[str, tuple[int, int]]:
        """Folder → cases passed, cases in all; in the order they were run."""
        counts: dict[str, tuple[int, int]] = {}
        for each in self.outcomes:
            passed, total = counts.get(each.folder, (0, 0))
            counts[each.folder] = (passed + each.passed, total + 1)
        return counts


def run_tck(folder: Path) -> Tally:
    """Run every test file at any depth under `folder`. Broken files count as failed cases."""
    tally = Tally()
    for path in sorted(folder.rglob("*.xml")):
        if _is_test(path):
            tally.outcomes.extend(_file(path, str(path.parent.relative_to(folder))))
    return tally


def _is_test(path: Path) -> bool:
    with path.open("rb") as file:
        return b"testCases" in file.read(4096)


def _file(path: Path, folder: str) -> Iterator[Outcome]:
    started = time.perf_counter()
    try:
        cases = read_cases(path)
        model = Model(_model(path.parent, cases.model))
    except DmnError as error:
        yield Outcome(folder, path.name, "(file)", time.perf_counter() - started, (str(error),))
        return
    for case in cases.cases:
        started = time.perf_counter()
        failures = tuple(_failures(model, case))
        yield Outcome(folder, path.name, case.id, time.perf_counter() - started, failures)


def _model(folder: Path, name: str) -> Path:
    """The model a test file is about; some leave out the ending, or the name of the only one."""
    found = folder / (name or folder.name)
    return found if found.suffix == ".dmn" else found.with_name(found.name + ".dmn")


def _failures(model: Model, case: Case) -> Iterator[str]:
    for expectation in case.expectations:
        try:
            result = _ask(model, case, expectation)
        except DmnError as error:
            yield f"{expectation.name}: {error}"
            continue
        if not agrees(expectation.expected, result.value):
            why = "; ".join(str(each) for each in result.diagnostics[:3])
            expected, got = _shown(expectation.expected), _shown(result.value)
            yield f"{expectation.name}: expected {expected}, got {got}{f' ({why})' if why else ''}"


def _ask(model: Model, case: Case, expectation: Expectation) -> Result:
    kind = case.kind or expectation.kind or "decision"
    name = case.invocable or expectation.name
    types = model.input_types(name, kind) if case.inputs else {}
    inputs = {key: declared(value, types.get(key)) for key, value in case.inputs.items()}
    if kind == "decisionService":
        result = model.serve(name, inputs, now=NOW, strict=False)
        value = result.value
        if isinstance(value, dict) and expectation.name != name and expectation.name in value:
            return Result(value[expectation.name], result.diagnostics)
        return result
    if kind == "bkm":
        return model.invoke(name, inputs, now=NOW, strict=False)
    return model.decide(expectation.name, inputs, now=NOW, strict=False)


def _shown(value: Value) -> str:
    plain = text(value)
    return plain if len(plain) <= 200 else plain[:197] + "…"


def tck(folder: Path, junit: Path | None = None) -> int:
    """Run the kit under `folder`, print passed and failed per folder and in all.

    0 when all passed, else 1.
    """
    if not folder.is_dir():
        sys.stderr.write(f"{folder} is not a folder\n")
        return 2
    tally = run_tck(folder)
    for each in tally.outcomes:
        for failure in each.failures:
            sys.stdout.write(f"FAILED {each.folder}/{each.file} {each.case}: {failure}\n")
    for name, (passed, total) in tally.by_folder().items():
        sys.stdout.write(f"{name}: {passed} passed, {total - passed} failed\n")
    sys.stdout.write(f"in all: {tally.passed} passed, {tally.failed} failed, of {len(tally.outcomes)}\n")
    if junit is not None:
        junit.write_text(junit_report(tally), encoding="utf-8")
    return 0 if tally.outcomes and not tally.failed else 1


def junit_report(tally: Tally) -> str:
    """The outcomes as JUnit XML, one suite a folder."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites tests="{len(tally.outcomes)}" failures="{tally.failed}">',
    ]
    for folder, (passed, total) in tally.by_folder().items():
        lines.append(f'  <testsuite name={quoteattr(folder)} tests="{total}" failures="{total - passed}">')
        lines.extend(_junit_case(each) for each in tally.outcomes if each.folder == folder)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _junit_case(outcome: Outcome) -> str:
    name, owner = quoteattr(outcome.case), quoteattr(f"{outcome.folder}/{outcome.file}")
    opening = f'    <testcase classname={owner} name={name} time="{outcome.seconds:.4f}"'
    if outcome.passed:
        return opening + "/>"
    message = "".join(
        each if each.isprintable() or each in "\n\t" else "\ufffd" for each in "\n".join(outcome.failures)
    )
    short = quoteattr(outcome.failures[0][:200])
    return f"{opening}><failure message={short}>{escape(message)}</failure></testcase>"


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="rulebook tck", description="Run DMN TCK cases.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--junit", type=Path, metavar="FILE")
    given = parser.parse_args(arguments)
    return tck(given.folder, given.junit)


if __name__ == "__main__":
    raise SystemExit(main())
