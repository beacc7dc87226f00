"""Hit policies, aggregation and defaults of DMN tables against what DMN 1.5, 8.2.10 and 8.2.11, says of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.dmn import DecisionTable, HitPolicy, Input, Output, Row, compile_table, hit_policy

Test = Callable[[int | None], bool]
CELLS: dict[str, Test] = {
    "-": lambda x: True,
    "": lambda x: True,
    "2": lambda x: x == 2,
    "< 2": lambda x: x is not None and x < 2,
    ">= 2": lambda x: x is not None and x >= 2,
    "[1..3)": lambda x: x is not None and 1 <= x < 3,
    "1, 3": lambda x: x in (1, 3),
    "not(2)": lambda x: x != 2,
    "null": lambda x: x is None,
    "not(null)": lambda x: x is not None,
    "? = null or ? > 2": lambda x: x is None or x > 2,
}
VALUES = st.one_of(st.none(), st.integers(0, 4))
ANSWERS = ["1", "2", "3"]
ALLOWED = "3, 1, 2"  # the first counts most
RANK = {3: 0, 1: 1, 2: 2}


@st.composite
def tables(draw: st.DrawFn, outputs: int = 1) -> list[tuple[tuple[str, str], tuple[str, ...]]]:
    cell = st.sampled_from(sorted(CELLS))
    answers = st.tuples(*[st.sampled_from(ANSWERS)] * outputs)
    return draw(st.lists(st.tuples(st.tuples(cell, cell), answers), min_size=1, max_size=6))


Rows = list[tuple[tuple[str, str], tuple[str, ...]]]


def decided(policy: str, rows: Rows, x: int | None, y: int | None, *, default: str = "") -> Any:
    kind, aggregate = hit_policy(policy)
    count = len(rows[0][1])
    names = [f"o{place}" if count > 1 else "o" for place in range(count)]
    outputs = tuple(Output(name, ALLOWED if kind.value in "PO" else "", default) for name in names)
    table = DecisionTable(
        (Input("x"), Input("y")), outputs, tuple(Row(tests, answers) for tests, answers in rows), kind, aggregate
    )
    return compile_table(table).decide({"x": x, "y": y})


def matching(rows: Rows, x: int | None, y: int | None) -> list[tuple[int, ...]]:
    """The answers of the rows that hold, in the order of the table."""
    return [tuple(map(int, answers)) for (a, b), answers in rows if CELLS[a](x) and CELLS[b](y)]


@given(tables(), VALUES, VALUES)
def test_single_hit_policies(rows: Rows, x: int | None, y: int | None) -> None:
    """U: one row at most; A: rows that agree; F: the first; P: the one whose answer stands first among the values."""
    hits = [answer for (answer,) in matching(rows, x, y)]
    expected = {
        "U": hits[0] if len(hits) == 1 else None,
        "A": hits[0] if len(set(hits)) == 1 else None,
        "F": hits[0] if hits else None,
        "P": min(hits, key=lambda each: RANK[each]) if hits else None,
    }
    found = {policy: decided(policy, rows, x, y) for policy in expected}
    assert {policy: each.value for policy, each in found.items()} == expected
    for each in found.values():
        assert each.value is not None or each.diagnostics


@given(tables(), VALUES, VALUES)
def test_multiple_hit_policies(rows: Rows, x: int | None, y: int | None) -> None:
    """R: in the order of the table; O: by the order of the values; C: all, and what they come to."""
    hits = [answer for (answer,) in matching(rows, x, y)]
    expected = {
        "R": hits,
        "O": sorted(hits, key=lambda each: RANK[each]),
        "C": hits,
        "C#": len(hits),
        "C+": sum(hits) if hits else None,
        "C<": min(hits) if hits else None,
        "C>": max(hits) if hits else None,
    }
    assert {policy: decided(policy, rows, x, y).value for policy in expected} == expected


@given(tables(outputs=2), VALUES, VALUES)
def test_several_outputs_are_contexts(rows: Rows, x: int | None, y: int | None) -> None:
    """P and O look at the first output first, then at the second (8.2.11)."""
    hits = matching(rows, x, y)
    contexts = [dict(zip(("o0", "o1"), each, strict=True)) for each in hits]
    by_rank = sorted(contexts, key=lambda each: (RANK[each["o0"]], RANK[each["o1"]]))
    expected = {
        "U": contexts[0] if len(hits) == 1 else None,
        "A": contexts[0] if len(set(hits)) == 1 else None,
        "F": contexts[0] if hits else None,
        "P": by_rank[0] if hits else None,
        "R": contexts,
        "O": by_rank,
        "C": contexts,
        "C#": len(hits),
        "C+": {name: sum(each[name] for each in contexts) for name in ("o0", "o1")} if hits else None,
        "C<": {name: min(each[name] for each in contexts) for name in ("o0", "o1")} if hits else None,
    }
    assert {policy: decided(policy, rows, x, y).value for policy in expected} == expected


@given(tables(), VALUES, VALUES, st.sampled_from(["U", "A", "F", "P", "R", "O", "C", "C+", "C<", "C>", "C#"]))
def test_a_default_answers_where_no_row_does_and_only_there(
    rows: Rows, x: int | None, y: int | None, policy: str
) -> None:
    with_default = decided(policy, rows, x, y, default="2").value
    if matching(rows, x, y):
        assert with_default == decided(policy, rows, x, y).value
    else:
        assert with_default == ([2] if policy in "ROC" else 2)


@given(tables(), VALUES, VALUES)
def test_the_order_of_rows_matters_to_f_and_r_alone(rows: Rows, x: int | None, y: int | None) -> None:
    for policy in ("U", "A", "P", "O", "C#", "C+", "C<", "C>"):
        assert decided(policy, rows[::-1], x, y).value == decided(policy, rows, x, y).value
    assert decided("R", rows[::-1], x, y).value == decided("R", rows, x, y).value[::-1]


@given(tables(), VALUES, VALUES)
def test_a_row_that_never_holds_changes_nothing(rows: Rows, x: int | None, y: int | None) -> None:
    never = [*rows, (("[9..9]", "-"), ("3",))]
    for policy in ("U", "A", "F", "P", "R", "O", "C", "C+", "C#"):
        assert decided(policy, never, x, y).value == decided(policy, rows, x, y).value


@pytest.mark.parametrize(("policy", "answers", "expected"), [
    ("C+", ["1", "2.5"], Decimal("3.5")), ("C+", ['"a"', '"b"'], "ab"), ("C+", ["1", "null"], None),
    ("C+", ["1", '"a"'], None),
    ("C<", ['"b"', '"a"'], "a"), ("C>", ['@"2024-01-01"', '@"2024-02-01"'], "2024-02-01"), ("C<", ["1", '"a"'], None),
    ("C#", ["null", "null"], 2), ("C", ["null", "1"], [None, 1]), ("A", ["1", "1.0"], 1),
    ("A", ["null", "null"], None),
    ("A", ["null", "1"], None), ("F", ["null", "1"], None), ("R", ["[1]", "2"], [[1], 2]),
    ("C+", ['@"P1D"', '@"PT1H"'], "P1DT1H"),
])  # fmt: skip
def test_answers_of_other_kinds(policy: str, answers: list[str], expected: Any) -> None:
    kind, aggregate = hit_policy(policy)
    table = DecisionTable((), (Output("o"),), tuple(Row((), (each,)) for each in answers), kind, aggregate)
    value = compile_table(table).decide({}).value
    assert (value if value is None or isinstance(value, int | str | list | Decimal) else str(value)) == expected


def test_a_table_without_inputs_or_rows_is_still_one() -> None:
    for policy, nothing in ((HitPolicy.FIRST, None), (HitPolicy.COLLECT, []), (HitPolicy.RULE_ORDER, [])):
        assert compile_table(DecisionTable((), (Output("o"),), (), policy)).decide({}).value == nothing


def test_cells_see_other_inputs_and_the_names_in_scope() -> None:
    table = DecisionTable(
        (Input("x"), Input("x * 2")), (Output("o"),),
        (Row(("< y", "? = x + x"), ("x + y",)), Row(("-", "> limit"), ('"over"',))), HitPolicy.FIRST,
    )  # fmt: skip
    compiled = compile_table(table)
    assert compiled.decide({"x": 1, "y": 2, "limit": 0}).value == 3
    assert compiled.decide({"x": 3, "y": 2, "limit": 5}).value == "over"
    assert compiled.decide({"x": 3, "y": 2, "limit": 6}).value is None
