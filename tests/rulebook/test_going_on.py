"""A sweep goes on: absent columns, rules that columns cannot hold, one bad parameter, one bad subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from rulebook import read_files
from rulebook.plan.types import Value
from rulebook.sweeping.sweep import sweep
from tests.rulebook.test_columns import DAY, KINDS, swept, together, written
from tests.rulebook.test_yangpu import yangpu


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("going-on")


def test_a_register_of_two_columns(place: Path) -> None:
    """Facts that no column holds are unknown, in the vocabulary's types, on any day."""
    facts = place / "plain.csv"
    facts.write_text("统一社会信用代码,注册区\nA,杨浦区\nB,虹口区\nC,\n", encoding="utf-8")
    for day in (dt.date(2017, 3, 1), dt.date(2021, 1, 1), DAY, dt.date(2024, 8, 1), dt.date(2026, 1, 1)):
        assert swept(yangpu(), facts, "duckdb", day) == swept(yangpu(), facts, "python", day)


def test_a_rule_columns_cannot_hold_is_judged_row_by_row(place: Path) -> None:
    rules = [("数 ** 量 > 1", "1", "true"), ("数 > 1", "2", "true")]
    facts = written(place / "facts.parquet", [{"数": Decimal(2), "量": Decimal(each)} for each in (1, 2)], KINDS)
    said: list[str] = []
    out = place / "rows.parquet"
    swept_ = sweep(together(rules), facts, out, DAY, report=said.append)
    assert [each.eligible for each in swept_.totals] == [2, 2]
    assert len(said) == 1
    assert "p00" in said[0]
    assert "逐行" in said[0]
    assert "2020-01-01.yaml:" in said[0]
    assert sweep(together(rules), facts, None, DAY).totals == swept_.totals


@pytest.mark.parametrize("engine", ["duckdb", "python"])
def test_one_bad_thing_does_not_stop_the_rest(place: Path, engine: str) -> None:
    """A parameter without a value on the day, an amount that does not fit: named and counted, the others judged."""
    files = dict(together([("true", "数 * 1000000000000", "true"), ("true", "量", "true")]).files)
    for path in [each for each in files if "/p01/" in each]:
        files[path.replace("/p01/", "/p02/")] = files[path].replace("amount: '量'", "amount: '晚'")
    files["t/parameters/late.yaml"] = "晚: {values: {2030-01-01: 5}, status: illustrative}\n"
    catalogue = read_files(files, "t")
    rows: list[dict[str, Value]] = [{"数": Decimal(each), "量": Decimal(3)} for each in (1, 10**5, 2)]
    facts = written(place / "facts.parquet", rows, KINDS)
    out, said = place / f"bad-{engine}.parquet", list[str]()
    swept_ = sweep(catalogue, facts, out, DAY, engine=engine, report=said.append)
    assert [(each.programme, each.eligible) for each in swept_.totals] == [("p00", 3), ("p01", 3)]
    assert {(each.programme, each.count, tuple(each.keys)) for each in swept_.faults} == {
        ("p00", 1, ("K00001",)), ("p02", 0, ()),
    }  # fmt: skip
    assert all(".yaml:" in line for line in said)
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT amount FROM '{out}' WHERE programme = 'p00' ORDER BY key").fetchall()
    assert found == [(Decimal(10**12),), (None,), (Decimal(2 * 10**12),)]


def test_what_breaks_while_columns_run_is_judged_row_by_row(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One programme's statement fails over these facts: it alone goes by rows, and it is said."""
    from rulebook.sweeping import sweep as module

    real = module.rows_select

    def failing(compiled: Any, *, everything: bool) -> str:
        made = real(compiled, everything=everything)
        slugs = [version.slug for version, _ in compiled.made]
        return f"SELECT * FROM ({made}) WHERE CAST(error('broken') AS BOOLEAN)" if "p01" in slugs else made

    monkeypatch.setattr(module, "rows_select", failing)
    rules = [("数 > 1", "1", "true"), ("数 > 2", "2", "true"), ("数 > 3", "3", "true")]
    facts = written(place / "broken.parquet", [{"数": Decimal(each), "量": Decimal(1)} for each in (1, 2, 3, 4)], KINDS)
    said: list[str] = []
    found = sweep(together(rules), facts, place / "broken-out.parquet", DAY, report=said.append)
    assert [each.eligible for each in found.totals] == [3, 2, 1]
    assert [line.split(": ")[1].split("：")[0] for line in said] == ["p01"]
    assert not found.faults
