"""Decision tables in the catalogue: every hit policy, in every engine, small and of many rows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, judge, read_files
from rulebook.plan import nodes as p
from rulebook.plan.tables import by_priority, table_plan
from rulebook.plan.types import Value
from rulebook.sweeping.sweep import sweep
from tests import turns
from tests.rulebook.test_cells import totals
from tests.rulebook.test_columns import DAY, swept, written

QUICK = settings(
    deadline=None, max_examples=25, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
TYPES = {"数": "number", "量": "number", "字": "string", "是": "boolean", "日": "date"}
CELLS = {
    "数": ["-", "< 1", ">= 1", "[0..1]", "(1..2.5)", "2.5", "not(1)", "1, > 2", "> 量"],
    "字": ["-", '"甲"', '"乙", "丙"', 'not("甲")', '["乙".."甲")'],
    "是": ["-", "true", "false"],
    "日": ["-", '< date("2021-01-31")', '[date("2020-02-29")..date("2022-06-24")]', "< 核算日"],
}
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "数": st.sampled_from([Decimal(each) for each in ("-1", "0", "0.99", "1", "1.01", "2", "2.5", "3")]),
    "量": st.sampled_from([Decimal(each) for each in (0, 1, 2)]),
    "字": st.sampled_from(["甲", "乙", "丙", "丁"]),
    "是": st.booleans(),
    "日": st.sampled_from([dt.date(2020, 2, 29), DAY]),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("tables")


def texts_of(rows: list[str], inputs: list[str], policy: str, type_: str = "number") -> dict[str, str]:
    facts = "".join(f"  {name}: {{type: {kind}, places: 2}}\n" if kind == "number" else f"  {name}: {{type: {kind}}}\n"
                    for name, kind in TYPES.items())  # fmt: skip
    lines = "".join(f"  - [{row}]\n" for row in rows)
    return {
        "t/layer.yaml": "name: 甲\n",
        "t/vocabulary.yaml": f"facts:\n{facts}derived:\n  分: {{type: {type_}, is: table t}}\n",
        "t/tables/t.yaml": f"inputs: [{', '.join(inputs)}]\noutputs: [{{name: 分, type: {type_}}}]\n"
                           f"hit: {policy}\nrows:\n{lines}",
        "t/programmes/p/programme.yaml": "name: 甲\noffice: 乙\n",
        "t/programmes/p/2020-01-01.yaml": "conditions:\n  - {id: a, say: 甲, when: '分 >= 0'}\n  - any:\n"
        "      - {id: b, say: 甲, when: '分 > 1'}\n      - {id: c, say: 乙, when: 是}\nbenefit: {amount: 分}\n",
    }  # fmt: skip


def catalogue_of(rows: list[str], inputs: list[str], policy: str, default: bool = False) -> Catalogue:
    """A catalogue whose one table has this policy, though its rows may overlap, which reading it would refuse."""

    catalogue = read_files(texts_of(rows, inputs, "F" if policy in ("U", "A") else policy), "t")
    table = catalogue.derived["分"].plan
    assert isinstance(table, p.Table)
    plan = dataclasses.replace(table, policy=policy, default=p.Const("number", Decimal("7.5")) if default else None)
    derived = {"分": dataclasses.replace(catalogue.derived["分"], plan=plan)}
    return dataclasses.replace(catalogue, derived=derived, hash=f"{catalogue.hash}{policy}{default}")


def quoted(cell: str) -> str:
    return "'" + cell.replace("'", "''") + "'"


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[str], str, bool]:
    inputs = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3, unique=True))
    output = st.sampled_from(["0", "1", "1", "2.5", "-1", "量", "数 / 3"])
    policy = draw(st.sampled_from(["U", "A", "F", "C+", "C#", "C<", "C>"]))
    if policy in ("A", "C<", "C>"):
        output = st.sampled_from(["0", "1", "1", "2.5"])
    rows = draw(st.lists(
        st.tuples(*(st.sampled_from(CELLS[each]) for each in inputs), output), min_size=1, max_size=6,
    ))  # fmt: skip
    return [", ".join(quoted(cell) for cell in row) for row in rows], inputs, policy, draw(st.booleans())


ROWS = st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=30, max_size=30)


@settings(QUICK, max_examples=40)
@given(table=tables(), rows=ROWS)
def test_any_table_in_every_engine(place: Path, table: Any, rows: list[dict[str, Value]]) -> None:
    catalogue = catalogue_of(*table)
    facts = written(place / "facts.parquet", rows, TYPES)
    by_rows = swept(catalogue, facts, "python")
    assert swept(catalogue, facts, "duckdb") == by_rows
    assert totals(catalogue, facts, "cells") == totals(catalogue, facts, "python") == totals(catalogue, facts, "duckdb")


def of_words(rows: list[str], policy: str) -> Catalogue:
    return catalogue_of([", ".join(quoted(cell) for cell in row.split("|")) for row in rows], ["字", "量"], policy)


@pytest.mark.parametrize(
    ("policy", "second", "value"), [("U", "2", None), ("A", "2", None), ("A", "1", 1), ("F", "2", 1)]
)
def test_rows_that_hold_together(place: Path, policy: str, second: str, value: int | None) -> None:
    """Under U, and contradicting each other under A, a fault: undecided, named, and never the first row."""
    catalogue = of_words(['"甲"|-|1', f"-|> 1|{second}", '"乙"|-|3'], policy)
    verdict = judge(catalogue, "p", {"字": "甲", "量": Decimal(2), "是": True}, DAY)
    assert verdict.amount == value
    assert verdict.notes == (() if value else ("决策表“t”第 1、2 行同时成立",))
    facts = written(place / "f.parquet", [{"字": "甲", "量": Decimal(2)}, {"字": "乙", "量": Decimal(0)}], TYPES)
    for engine in ("duckdb", "python", "cells"):
        out = place / "clash.parquet" if engine != "cells" else None
        found = sweep(catalogue, facts, out, DAY, engine=engine)
        named = [(each.programme, each.message, each.count, each.keys) for each in found.faults]
        assert named == ([] if value else [("p", "决策表“t”第 1、2 行同时成立", 1, ["K00000"])]), engine


def test_what_is_unknown_keeps_a_table_undecided() -> None:
    """A second row that may hold could be a clash: under U nothing is decided before that is known."""
    facts: dict[str, Value] = {"字": "甲", "是": True}
    assert judge(of_words(['"甲"|-|1', "-|> 1|2"], "U"), "p", facts, DAY).missing == ("量",)
    assert judge(of_words(['"甲"|-|1', "-|> 1|2"], "F"), "p", facts, DAY).amount == 1
    assert judge(of_words(['"甲"|-|1', "-|> 1|1"], "A"), "p", facts, DAY).amount == 1


def test_no_row_fits_is_said() -> None:
    verdict = judge(of_words(['"甲"|-|1'], "U"), "p", {"字": "丁", "量": Decimal(0)}, DAY)
    assert verdict.eligible is None
    assert verdict.notes == ("决策表“t”没有一行符合",)
    assert "没有一行符合" in verdict.next
    assert verdict.as_json()["notes"] == ["决策表“t”没有一行符合"]


def test_a_division_by_zero_is_said() -> None:
    texts = texts_of(["'-', '1'"], ["字"], "U")
    texts["t/vocabulary.yaml"] += "  比: {type: number, is: 数 / 量}\n"
    path = "t/programmes/p/2020-01-01.yaml"
    texts[path] = texts[path].replace("when: '分 >= 0'", "when: '比 >= 1'")
    verdict = judge(read_files(texts, "t"), "p", {"数": Decimal(1), "量": Decimal(0), "是": True}, DAY)
    assert verdict.notes == ("“比”算不出来：除数为 0",)


def test_priority_is_the_order_of_the_rows_it_is_given() -> None:
    table = of_words(['"甲"|-|1', "-|> 1|2"], "F").derived["分"].plan
    assert isinstance(table, p.Table)
    turned = by_priority(table.grid, (1, 0))
    assert turned.numbers == (2, 1)
    assert table_plan(turned, table.outputs[::-1], None, "P", table.span).outputs == table.outputs[::-1]


@pytest.mark.parametrize("kind", ["words", "ranges", "both"])
def test_ten_thousand_rows(place: Path, kind: str) -> None:
    """Read in seconds, no row walked by a sweep; a row each in every engine, and what lies outside them."""
    count = 10_000
    if not turns.has_turn(kind, 3):
        pytest.skip(turns.ANOTHERS)
    rows = {
        "words": [f"'\"K{n:05}\"', '-', '{n}'" for n in range(count)],
        "ranges": [f"'-', '[{n}..{n + 1})', '{n}'" for n in range(count)],
        "both": [f"'\"K{n // 2:05}\"', '{'<' if n % 2 else '>='} 1', '{n}'" for n in range(count)],
    }[kind]
    catalogue = catalogue_of(rows, ["字", "量"], "U")
    picked = [0, 1, 4_999, 5_000, 9_998, 9_999, 10_001, -1]
    facts = written(
        place / "long.parquet",
        [{"字": f"K{n:05}", "量": Decimal(n), "是": True} for n in picked] + [{"字": "K00001"}, {"量": Decimal(7)}, {}],
        TYPES,
    )
    started = time.process_time()
    by_rows = swept(catalogue, facts, "python")
    assert swept(catalogue, facts, "duckdb") == by_rows
    assert totals(catalogue, facts, "cells") == totals(catalogue, facts, "python")
    assert time.process_time() - started < 30
    assert sum(row[4] is not None for row in by_rows) >= 3


def test_three_hundred_rows_cost_little(place: Path) -> None:
    """A sweep's statement for a table of 300 rows and its missing facts is made in a moment."""
    catalogue = catalogue_of([f"'\"K{n // 3:03}\"', '{['< 1', '[1..2)', '>= 2'][n % 3]}', '{n}'" for n in range(300)],
                             ["字", "量"], "F")  # fmt: skip
    facts = written(place / "few.parquet", [{"字": "K001", "量": Decimal(1)}], TYPES)
    swept(catalogue, facts, "duckdb")
    started = time.process_time()
    swept(catalogue, facts, "duckdb")
    assert time.process_time() - started < 3


def test_rows_of_a_sweep_carry_the_notes(place: Path) -> None:
    """No row fits, two hold together, a division by zero: said in the row itself, by every engine."""
    catalogue = of_words(['"甲"|-|1', "-|> 1|2"], "U")
    rows: list[dict[str, Value]] = [
        {"是": True, "字": "丁", "量": Decimal(1)},  # no row fits
        {"是": True, "字": "甲", "量": Decimal(2)},  # both hold
        {"是": True, "字": "甲"},  # the second row may hold
        {"是": True, "字": "甲", "量": Decimal(1)},
    ]
    facts = written(place / "noted.parquet", rows, TYPES)
    none, both = "决策表“t”没有一行符合", "决策表“t”第 1、2 行同时成立"
    for engine in ("duckdb", "python"):
        found = [(row[3], row[-2], row[-1]) for row in swept(catalogue, facts, engine)]
        assert found == [(None, [], [none]), (None, [], [both]), (None, ["量"], []), (True, [], [])], engine
    texts = texts_of(["'-', '1'"], ["字"], "U")
    texts["t/vocabulary.yaml"] += "  比: {type: number, is: 数 / 量}\n"
    path = "t/programmes/p/2020-01-01.yaml"
    texts[path] = texts[path].replace("when: '分 >= 0'", "when: '比 >= 1'")
    divided = read_files(texts, "t")
    facts = written(place / "noted.parquet", [{"是": True, "数": Decimal(1), "量": Decimal(0)}], TYPES)
    for engine in ("duckdb", "python"):
        assert [row[-1] for row in swept(divided, facts, engine)] == [["“比”算不出来：除数为 0"]], engine
