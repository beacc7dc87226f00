"""Totals by cells are those of the columns and of the closures, whatever the rules and facts; most are done so."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.sweeping.facts import write_facts
from bench.sweeping.rules import write_catalogue
from rulebook import Catalogue, read_catalogue
from rulebook.plan.types import Value
from rulebook.sweeping import sweep as sweeping
from rulebook.sweeping.cells import totals as cells
from rulebook.sweeping.sweep import Total, sweep
from tests.rulebook.small import small
from tests.rulebook.test_columns import (
    DAY,
    KINDS,
    SLOW,
    SMALL,
    catalogue_of,
    near_constants,
    rows_of,
    written,
)
from tests.rulebook.test_yangpu import yangpu


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("cells")


def totals(catalogue: Catalogue, facts: Path, engine: str, as_of: dt.date = DAY) -> tuple[Total, ...]:
    return sweep(catalogue, facts, None, as_of, engine=engine).totals


def done(catalogue: Catalogue, facts: Path, as_of: dt.date = DAY) -> set[str]:
    """The programmes that cells do themselves."""
    found: set[str] = set()
    whole = cells.Totals.run

    def told(self: cells.Totals) -> Any:
        made = whole(self)
        found.update(made)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells.Totals, "run", told)
        totals(catalogue, facts, "cells", as_of)
    return found


def agree(catalogue: Catalogue, facts: Path) -> None:
    assert totals(catalogue, facts, "cells") == totals(catalogue, facts, "python")


MONEY = st.sampled_from(
    ["数", "数 * 3", "数 / 7", "数 * 1.005 + 2", "round half up(数 / 3, 1) * 6", "max(数, 1) * 0.335", "数 - 1",
     "min(数 * 2, 3.335)", "floor(数 * 10) / 3", "round half up(数 * 100 / 7000, 2) + 量", "abs(数)"]
)  # fmt: skip


@settings(SLOW, max_examples=60)
@given(
    amount=MONEY,
    cents=st.lists(
        st.one_of(st.none(), st.integers(0, 10**7), st.sampled_from([0, 1, 49, 50, 51, 99_999, 10**13, -5, -250])),
        min_size=20,
        max_size=60,
    ),
)
def test_amounts_over_facts_of_many_values(place: Path, amount: str, cents: list[int | None]) -> None:
    """Rounding at every edge, unknown and negative values; the span is too wide for a table."""
    rows: list[dict[str, Value]] = [
        {"量": Decimal(place_), **({} if each is None else {"数": Decimal(each) / 100})}
        for place_, each in enumerate(cents)
    ]
    facts = written(place / "money.parquet", rows, KINDS)
    catalogue = catalogue_of("数 >= 0.5 or 量 > 3", amount, "数 < 100")
    agree(catalogue, facts)


@SLOW
@given(rows=rows_of(SMALL, 40))
def test_the_small_catalogue(place: Path, rows: list[dict[str, Value]]) -> None:
    types = {name: small().facts[name].type for name in SMALL}
    facts = written(place / "facts.parquet", rows, types)
    assert totals(small(), facts, "cells") == totals(small(), facts, "duckdb") == totals(small(), facts, "python")


@settings(SLOW, max_examples=6)
@given(data=st.data())
def test_yangpus_catalogue(place: Path, data: st.DataObject) -> None:
    catalogue = yangpu()
    strategies = {name: near_constants(catalogue, name) for name in catalogue.facts}
    whole = st.fixed_dictionaries(strategies)
    rows = data.draw(
        st.lists(st.one_of(st.fixed_dictionaries({}, optional=strategies), whole), min_size=30, max_size=30)
    )
    facts = written(place / "facts.parquet", rows, {name: each.type for name, each in catalogue.facts.items()})
    assert totals(catalogue, facts, "cells") == totals(catalogue, facts, "python")


def test_most_of_yangpus_catalogue_is_done_by_cells(place: Path) -> None:
    catalogue = yangpu()
    rows: list[dict[str, Value]] = []
    chance = random.Random(5)
    for _ in range(60):
        rows.append({
            name: _some(catalogue, name, chance)
            for name in catalogue.facts if chance.random() < 0.8
        })  # fmt: skip
    facts = written(place / "yangpu.parquet", rows, {name: each.type for name, each in catalogue.facts.items()})
    everything = {programme.slug for programme, _ in catalogue.in_force(DAY)}
    by_cells = done(catalogue, facts)
    print("left to the columns:", sorted(everything - by_cells))
    assert len(by_cells) >= 0.7 * len(everything)
    assert totals(catalogue, facts, "cells") == totals(catalogue, facts, "python")


def _some(catalogue: Catalogue, name: str, chance: random.Random) -> Value:
    kind = catalogue.facts[name]
    if kind.type == "boolean":
        return chance.random() < 0.5
    if kind.type == "date":
        return dt.date(2017, 1, 1) + dt.timedelta(days=chance.randrange(1990))
    if kind.type == "string":
        return chance.choice(kind.choices or ("杨浦区", "虹口区", "3911", "6513"))
    return Decimal(chance.choice([0, 1, 5, 8, 10, 20, 36, 100, 300, 1000, 3 * 10**6, 10**7, chance.randrange(10**8)]))


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_the_forty_of_the_bench(place: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several batches and blocks, read by row number and from a table; all forty by cells."""
    import duckdb

    catalogue = read_catalogue(write_catalogue(place / kind))
    facts = write_facts(place / "forty.parquet", 40_000)
    monkeypatch.setattr("rulebook.sweeping.cells.reading.BATCH", 15_000)
    monkeypatch.setattr(cells, "BLOCK", 4_000)
    monkeypatch.setattr(sweeping, "MANY_ROWS", 30_000)
    if kind == "csv":
        duckdb.execute(f"COPY (SELECT * FROM '{facts}') TO '{place / 'forty.csv'}' (HEADER)")
        facts = place / "forty.csv"
    assert len(done(catalogue, facts)) == 40
    by_cells = totals(catalogue, facts, "duckdb")  # so many rows that cells do it unasked
    monkeypatch.setattr(sweeping, "MANY_ROWS", 10**9)
    assert by_cells == totals(catalogue, facts, "duckdb")
    assert all(each.eligible for each in by_cells)


def test_a_fact_nobody_has_and_none_at_all(place: Path) -> None:
    """Columns that are not there, columns that are empty: unknown."""
    catalogue = catalogue_of("数 > 1", "数 * 2", "是")
    several: list[list[dict[str, Any]]] = [[{}, {}], [{"量": Decimal(1)}]]
    for rows in several:
        facts = written(place / "empty.parquet", rows, {"量": "number", "数": "number"})  # type: ignore[arg-type]
        assert totals(catalogue, facts, "cells") == totals(catalogue, facts, "python")
