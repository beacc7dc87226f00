"""Decision tables in the catalogue: every hit policy, in every engine, small and of many rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, read_files
from rulebook.plan import nodes as p
from rulebook.plan.types import Value
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
    "日": st.sampled_from([__import__("datetime").date(2020, 2, 29), DAY]),
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
    import dataclasses

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
