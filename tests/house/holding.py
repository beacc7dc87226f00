"""Facts of a register by which a programme holds, from the programme's own worked examples.

An example may give a derived fact directly (企业规模: 小型); a register knows only facts. What is left out is looked
for among the values that the catalogue's examples and tables name, asking the verdict what is missing.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import rulebook
from district.cases.core.windows import window_of
from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Example, Version
from rulebook.plan.nodes import Const, Ref

LEAST_LOOKS = 4000  # verdicts asked for before an example is given up


@dataclass(frozen=True)
class Held:
    """A day on which to apply, what the register knows then, and what people answer."""

    day: dt.date
    facts: Mapping[str, Any]
    answers: Mapping[str, bool]


def held(catalogue: Catalogue, slug: str) -> Held:
    """The first worked example of the newest rule that is met by what a register can know."""
    version = catalogue.programmes[slug].versions[-1]
    for example in version.examples:
        if example.expect.get("eligible") is not True or "missing" in example.expect:
            continue
        day = day_of(version, example)
        said = {name: _later(value, example.as_of, day) for name, value in example.given.items()}
        known = {name: value for name, value in said.items() if name in catalogue.facts}
        found = _fill(catalogue, slug, day, known, dict(example.answers), [LEAST_LOOKS])
        if found is not None:
            return Held(day, found, example.answers)
    raise AssertionError(f"{slug}: no worked example holds by facts that a register knows")


def day_of(version: Version, example: Example) -> dt.date:
    """A day near the year's end on which one may apply: the window's last, or in December."""
    day = example.as_of.replace(month=12, day=min(example.as_of.day, 24))
    window = window_of(version.rest.get("intake") or {}, example.as_of)
    if window is not None:
        day = window.closes
    return min(day, version.until) if version.until else day


def _later(value: Any, before: dt.date, after: dt.date) -> Any:
    """A date as long before the new day as it was before the old, in months."""
    if not isinstance(value, dt.date):
        return value
    months = (after.year - before.year) * 12 + after.month - before.month + value.month - 1
    year, month = value.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(value.day, calendar.monthrange(year, month)[1]))


def _fill(
    catalogue: Catalogue, slug: str, day: dt.date, known: dict[str, Any], answers: dict[str, bool], looks: list[int]
) -> dict[str, Any] | None:
    looks[0] -= 1
    verdict = rulebook.judge(catalogue, slug, known, day, answers)
    amount_known = verdict.amount is not None or catalogue.programmes[slug].versions[-1].benefit.amount is None
    if verdict.eligible is True and amount_known:
        return known
    if verdict.eligible is False or looks[0] < 0 or not verdict.missing:
        return None
    name = verdict.missing[0]
    for value in values_of(catalogue).get(name, []):
        if (found := _fill(catalogue, slug, day, {**known, name: value}, answers, looks)) is not None:
            return found
    return None


_VALUES: dict[str, dict[str, list[Any]]] = {}


def values_of(catalogue: Catalogue) -> dict[str, list[Any]]:
    """Fact → every value the catalogue names for it: in examples first, then in what facts are compared with."""
    if catalogue.hash not in _VALUES:
        found: dict[str, dict[Any, None]] = {}
        for programme in catalogue.programmes.values():
            for version in programme.versions:
                for example in version.examples:
                    for name, value in example.given.items():
                        found.setdefault(name, {})[value] = None
        for name, value in _compared([each.plan for each in catalogue.derived.values()]):
            found.setdefault(name, {})[value] = None
        for name, fact in catalogue.facts.items():
            if fact.type == "boolean":
                found.setdefault(name, {}).update({True: None, False: None})
        _VALUES[catalogue.hash] = {name: list(values) for name, values in found.items()}
    return _VALUES[catalogue.hash]


def _compared(node: Any) -> Iterator[tuple[str, Any]]:
    """Every (fact, constant) that stand side by side anywhere in a plan; of numbers the next one up, too."""
    if isinstance(node, list | tuple):
        for each in node:
            yield from _compared(each)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return
    parts = [getattr(node, field.name) for field in dataclasses.fields(node)]
    refs, constants = [p for p in parts if isinstance(p, Ref)], [p for p in parts if isinstance(p, Const)]
    for ref in refs:
        for constant in constants:
            yield ref.name, constant.value
            if isinstance(constant.value, Decimal):
                yield ref.name, constant.value + 1
    yield from _compared(parts)
