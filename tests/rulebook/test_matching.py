"""Long tables: rows found by looking cells up are those that trying every cell finds, and their number costs little."""

from __future__ import annotations

import time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rulebook.dmn import CompiledTable, DecisionTable, HitPolicy, Input, Output, Row, compile_table
from rulebook.feel.evaluate import evaluate, holds
from rulebook.feel.values import Value

NUMBERS = st.integers(-3, 6).map(lambda each: Decimal(each) / 2)
TEXTS = st.sampled_from(["甲", "乙", "a", "A", "", "5"])
NUMBER = NUMBERS.map(str)
ONE = st.one_of(
    NUMBER, TEXTS.map('"{}"'.format), st.sampled_from(["null", "true", "? > 1", "unknown name", "x", "(2..1)"]),
    st.tuples(st.sampled_from(["<", "<=", ">", ">="]), NUMBER).map(" ".join),
    st.tuples(st.sampled_from("[("), NUMBER, st.just(".."), NUMBER, st.sampled_from("])")).map("".join),
)  # fmt: skip
MANY = st.lists(ONE, min_size=1, max_size=3).map(", ".join)
CELL = st.one_of(st.just("-"), MANY, MANY.map("not({})".format))
VALUE = st.one_of(NUMBERS, TEXTS, st.none(), st.booleans(), st.lists(NUMBERS, max_size=2))


def tried(cells: list[tuple[str, str]], left: Value, right: Value) -> list[int]:
    """The rows by trying each cell alone."""
    names = {"x": Decimal(1)}
    return [
        place for place, row in enumerate(cells)
        if all(cell == "-" or holds(cell, value, names).value is True
               for cell, value in zip(row, (left, right), strict=True))
    ]  # fmt: skip


def long(cells: list[tuple[str, ...]], policy: HitPolicy = HitPolicy.COLLECT) -> CompiledTable:
    inputs = tuple(Input(name) for name in ("左", "右")[: len(cells[0])])
    rows = tuple(Row(tuple(each), (str(place),)) for place, each in enumerate(cells))
    return compile_table(DecisionTable(inputs, (Output("行"),), rows, policy), {"左", "右", "x"})


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12), VALUE, VALUE)
def test_rows_looked_up_are_the_rows_tried(cells: list[tuple[str, str]], left: Value, right: Value) -> None:
    found = long(list(cells)).decide({"左": left, "右": right, "x": Decimal(1)}).value
    assert found == [Decimal(place) for place in tried(cells, left, right)]


def test_a_value_of_another_kind_is_said_as_ever() -> None:
    table = long([("< 5",), (">= 5",)])
    result = table.decide({"左": "text"})
    assert result.value == [] and result.diagnostics
    assert long([('"甲"',), ("-",)]).decide({"左": None}).diagnostics == ()


def test_many_rules_cost_a_row_little() -> None:
    """Twenty times the rules may not cost a row five times as much: one rule tried after another is twenty."""

    def seconds(rules: int) -> float:
        table = long([(f'"码{n}"', f"[{n}..{n + 3})") for n in range(rules)], HitPolicy.FIRST)
        started = time.process_time()
        for n in range(300):
            assert table.decide({"左": f"码{n}", "右": n + 1}).value == n
        return time.process_time() - started

    assert seconds(6_000) < 5 * min(seconds(300) for _n in range(3))


def test_what_is_looked_up_is_what_feel_says() -> None:
    assert evaluate("1.0 = 1.00").value is True
    assert long([("1.00",), ('"1"',)]).decide({"左": Decimal("1.0")}).value == [Decimal(0)]
