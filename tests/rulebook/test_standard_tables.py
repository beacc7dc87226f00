"""What a cell, and the values a column admits, mean: conditions over the input, values it may equal, lists, ranges."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from rulebook.dmn import Model
from rulebook.feel.values import text
from tests.rulebook.test_dmn_model import DMN15, decision, literal, model

CELLS = {  # input, cell: does the row apply
    ("5", "5"): True, ("5", "<6"): True, ("5", "(5..6]"): False, ("5", "not(4)"): True, ("5", "3, 5"): True,
    ("5", "(3, 5)"): True, ("5", "((4), (5))"): True, ("5", "(2 + 3)"): True, ("5", "(2) + 3"): True,
    ("5", "? > 3"): True, ("5", "odd(?)"): True, ("5", "[4, 5]"): True, ("5", "sum([2, 3])"): True,
    ("5", "true"): False, ("5", "1 = 1"): False, ("5", "odd(5)"): False, ("5", 'string length("?") = 1'): False,
    ("true", "true"): True, ("false", "true"): False, ("false", "false"): True, ("true", "1 = 1"): True,
    ("false", "1 = 2"): True, ('"foo"', "string length(?) = 3"): True, ("[1, 2]", "count(?) = 2"): True,
    ("null", "true"): False, ("null", "null"): True, ("null", "? = null"): True, ("5", "not(null)"): True,
}  # fmt: skip
ADMITTED = {  # input, inputValues: is it admitted
    ("123", "123, 456"): True, ("123", "[1..1000]"): True, ("123", "-"): True, ("123", "not(456)"): True,
    ("123", "not(123)"): False, ("123", ""): True, ('"foo"', '"bar", string length(?) = 3'): True,
    ('"foo"', '"bar", string length("?") = 1'): False, ('"foo"', "?"): True, ("true", "?"): True,
    ("false", '("123", true)'): False, ("true", '("123", true)'): True,
}  # fmt: skip


def table(given: str, cell: str, admits: str = "") -> str:
    values = f"<inputValues><text>{escape(admits)}</text></inputValues>" if admits else ""
    rows = "".join(
        f"<rule><inputEntry><text>{escape(each)}</text></inputEntry><outputEntry><text>{output}</text></outputEntry></rule>"
        for each, output in ((cell, "true"), ("-", "false"))
    )
    return (
        f'<decisionTable hitPolicy="FIRST"><input><inputExpression><text>{escape(given)}</text></inputExpression>'
        f"{values}</input><output/>{rows}</decisionTable>"
    )


@pytest.mark.parametrize(("given", "cell"), CELLS)
def test_whether_a_row_applies(tmp_path: Path, given: str, cell: str) -> None:
    assert model(tmp_path, decision("d", table(given, cell))).decide("d", {}).value is CELLS[given, cell]


@pytest.mark.parametrize(("given", "admits"), ADMITTED)
def test_what_a_column_does_not_admit_is_null_to_the_table(tmp_path: Path, given: str, admits: str) -> None:
    found = model(tmp_path, decision("d", table(given, "null", admits)))
    assert found.decide("d", {}, strict=False).value is not ADMITTED[given, admits]
    refused = found.decide("d", {})
    assert refused.value is (False if ADMITTED[given, admits] else None)


TYPES = {
    ("list&lt;number&gt;", "[1, 2]"): "[1, 2]", ("list&lt;number&gt;", '[1, "a"]'): "null",
    ("list&lt;list&lt;number&gt;&gt;", "[[1], 2]"): "null", ("range&lt;number&gt;", "[1..2]"): "[1..2]",
    ("range&lt;number&gt;", '["a".."b"]'): "null", ("context&lt;a: number&gt;", "{a: 1, b: 2}"): "{a: 1, b: 2}",
    ("context&lt;a: number&gt;", '{a: "x"}'): "null", ("context&lt;a: number&gt;", "{}"): "null",
    ("function&lt;number&gt;-&gt;number", "function(x: string) x"): "null", ("list&lt;tWord&gt;", '["甲"]'): '["甲"]',
    ("list&lt;tWord&gt;", '["乙"]'): "null",
    ("list&lt;number", "[1]"): "null",  # no type, and a fault of the model
}  # fmt: skip


@pytest.mark.parametrize(("kind", "expression"), TYPES)
def test_a_type_may_be_written_as_feel_writes_it(tmp_path: Path, kind: str, expression: str) -> None:
    word = '<itemDefinition name="tWord"><typeRef>string</typeRef><allowedValues><text>"甲"</text></allowedValues>'
    item = f'</itemDefinition><itemDefinition name="tOther"><typeRef>{kind}</typeRef></itemDefinition>'
    for name in (kind, "tOther"):
        body = word + item + decision("d", literal(expression), kind=name)
        assert text(model(tmp_path, body).decide("d", {}).value) == TYPES[kind, expression]


def test_a_mistake_in_a_cell_is_said_where_it_stands(tmp_path: Path) -> None:
    body = decision("d", table("5", "(3, "))
    (tmp_path / "x.dmn").write_text(
        f'<definitions xmlns="{DMN15}" namespace="x">{body}</definitions>', encoding="utf-8"
    )
    assert "row 1" in str(Model(tmp_path / "x.dmn").decide("d", {}).diagnostics[0])
