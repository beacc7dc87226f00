"""Spark gives the same rows as the closures and as DuckDB: random rules over random facts, and Yangpu's catalogue."""

from __future__ import annotations

import os
import shutil
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rulebook.plan.types import Value
from tests import turns
from tests.rulebook.test_columns import (
    KINDS,
    NAMES,
    first_difference,
    near_constants,
    of_booleans,
    of_numbers,
    rows_of,
    swept,
    together,
    written,
)
from tests.rulebook.test_yangpu import yangpu

FEW = settings(
    deadline=None, max_examples=turns.times(1, 3), suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)


@pytest.fixture(scope="module", autouse=True)
def spark() -> None:
    """Spark and Java are there; in CI their absence fails."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("PySpark is missing: the Spark engine cannot be skipped in CI")
        pytest.skip("PySpark is not installed")
    if not shutil.which("java"):
        if os.environ.get("CI"):
            pytest.fail("Java is missing: the Spark engine cannot be skipped in CI")
        pytest.skip("Java is not installed: apt-get install default-jre-headless")


BOTH = ("rules", "catalogue")  # each needs Spark's half minute


@turns.alone("rules", BOTH)
@FEW
@given(
    rules=st.lists(st.tuples(of_booleans(2), of_numbers(2), of_booleans(1)), min_size=12, max_size=12),
    rows=rows_of({name: strategy for name, (_, strategy) in NAMES.items() if name != "量"}
                 | {"量": st.sampled_from([Decimal(each) for each in (-7, 0, 1, 2, 3, 6, 12)])}, 40),
)  # fmt: skip
def test_many_rules_over_any_facts(
    tmp_path_factory: pytest.TempPathFactory, rules: list[tuple[str, str, str]], rows: list[dict[str, Value]]
) -> None:
    catalogue = together(rules)
    place = tmp_path_factory.mktemp("spark")
    facts = written(place / "facts.parquet", rows, KINDS)
    by_spark, by_rows = swept(catalogue, facts, "spark"), swept(catalogue, facts, "python")
    assert first_difference(rules, rows, by_spark, by_rows) == ""


@turns.alone("catalogue", BOTH)
@settings(FEW, max_examples=1)
@given(data=st.data())
def test_yangpus_catalogue(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    catalogue = yangpu()
    strategies = {name: near_constants(catalogue, name) for name in catalogue.facts}
    one, whole = st.fixed_dictionaries({}, optional=strategies), st.fixed_dictionaries(strategies)
    rows = data.draw(st.lists(st.one_of(one, whole), min_size=40, max_size=40))
    place = tmp_path_factory.mktemp("spark")
    facts = written(place / "facts.parquet", rows, {name: each.type for name, each in catalogue.facts.items()})
    by_spark = swept(catalogue, facts, "spark")
    assert by_spark == swept(catalogue, facts, "python")
    assert by_spark == swept(catalogue, facts, "duckdb")
