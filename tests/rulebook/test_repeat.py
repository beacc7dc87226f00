"""How often one may have it: read in one place, and a rule file that nobody could follow is a fault."""

from __future__ import annotations

import datetime as dt

import pytest

from rulebook.catalogue.format_rules import REPEAT
from rulebook.catalogue.repeat import Repeat
from rulebook.catalogue.source import Faults, read_yaml


@pytest.mark.parametrize(
    ("written", "means"),
    [
        (None, Repeat()), ("", Repeat()), ("once", Repeat(once=True)), ("yearly", Repeat(yearly=True)),
        ({"every": "year"}, Repeat(yearly=True, by="as-of")),
        ({"every": "year", "by": "decision"}, Repeat(yearly=True, by="decision")),
        ({"after": "P3Y"}, Repeat(after="P3Y")), ("after: P6M", Repeat(after="P6M")),
    ],
)  # fmt: skip
def test_what_is_written(written: object, means: Repeat) -> None:
    assert Repeat.of(written) == means


@pytest.mark.parametrize(
    ("after", "last", "again"),
    [
        ("P3Y", dt.date(2022, 6, 24), dt.date(2025, 6, 24)), ("P1M", dt.date(2022, 1, 31), dt.date(2022, 2, 28)),
        ("P90D", dt.date(2022, 1, 1), dt.date(2022, 4, 1)), ("P1Y", dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        ("", dt.date(2022, 1, 1), None), ("P", dt.date(2022, 1, 1), None),
    ],
)  # fmt: skip
def test_from_when_again(after: str, last: dt.date, again: dt.date | None) -> None:
    assert Repeat(after=after).again_on(last) == again


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("once", ""), ("yearly", ""), ("{every: year, by: application}", ""), ("{after: P3Y}", ""),
        ("'after: P6M'", ""),
        ("yearli", "yearly"), ("{every: month}", "year"), ("{every: year, by: 决定}", "repeat"),
        ("{after: 三年}", "after"),
        ("{every: year, on: as-of}", "on"),
    ],
)  # fmt: skip
def test_what_nobody_could_follow_is_a_fault(text: str, said: str) -> None:
    faults = Faults()
    item = read_yaml(f"repeat: {text}\n", "2022-01-01.yaml", faults)
    assert item is not None
    REPEAT.check(item.get("repeat"), "repeat", faults)  # type: ignore[arg-type]
    messages = [each.message for each in faults.found]
    assert any(said in each for each in messages) if said else messages == []
