"""Decision tables on their own: hit policies, defaults, allowed values, messages."""

from __future__ import annotations

import pytest

from rulebook.dmn import DecisionTable, HitPolicy, Input, Output, Row, TableError, compile_table, hit_policy
from rulebook.feel.values import text


def table(policy: str, rows: list[tuple[str, str]], **more: str) -> DecisionTable:
    """A table over `staff` with one output; `allowed`, `default` and `limits` may be given."""
    kind, aggregate = hit_policy(policy)
    return DecisionTable(
        (Input("staff", more.get("limits", "")),),
        (Output("size", more.get("allowed", ""), more.get("default", "")),),
        tuple(Row((test,), (answer,)) for test, answer in rows),
        kind,
        aggregate,
    )


def decide(decision_table: DecisionTable, **variables: object) -> str:
    return text(compile_table(decision_table).decide(variables).value)


OVERLAPPING = [("< 10", "1"), ("< 20", "3"), ("< 30", "2"), (">= 100", "9")]


@pytest.mark.parametrize(
    "policy, staff, expected",
    [
        ("U", 25, "2"),
        ("U", 5, "null"),
        ("A", 25, "2"),
        ("A", 5, "null"),
        ("F", 5, "1"),
        ("R", 5, "[1, 3, 2]"),
        ("C", 15, "[3, 2]"),
        ("C+", 5, "6"),
        ("C<", 5, "1"),
        ("C>", 5, "3"),
        ("C#", 5, "3"),
        ("U", 50, "null"),
        ("C", 50, "[]"),
        ("C#", 50, "0"),
        ("C+", 50, "null"),
        ("F", None, "null"),
    ],
)
def test_hit_policies(policy: str, staff: int | None, expected: str) -> None:
    assert decide(table(policy, OVERLAPPING), staff=staff) == expected


@pytest.mark.parametrize("policy, expected", [("P", "3"), ("O", "[3, 2, 1]")])
def test_priority_is_the_order_of_the_allowed_values(policy: str, expected: str) -> None:
    assert decide(table(policy, OVERLAPPING, allowed="9, 3, 2, 1"), staff=5) == expected


def test_any_accepts_rows_that_agree() -> None:
    assert decide(table("A", [("< 10", '"微型"'), ("< 5", '"微型"')]), staff=3) == "微型"


def test_defaults_answer_when_no_row_does() -> None:
    assert decide(table("U", OVERLAPPING, default="0"), staff=50) == "0"
    assert decide(table("C", OVERLAPPING, default="0"), staff=50) == "[0]"


def test_an_input_that_is_not_allowed_is_said() -> None:
    result = compile_table(table("U", OVERLAPPING, limits="[0..60]")).decide({"staff": 200})
    assert result.value is None
    assert "第 1 个输入不允许是数 200" in str(result.diagnostics[0])


def test_several_inputs_and_outputs() -> None:
    sme = DecisionTable(
        (Input("行业"), Input("从业人员"), Input("营业收入 / 10000")),
        (Output("规模"), Output("倍数")),
        (
            Row(('"软件"', "< 10", "-"), ('"微型"', "1")),
            Row(('"软件"', "[10..100)", ">= 50"), ('"小型"', "从业人员 * 2")),
            Row(('not("软件", "工业")', "-", ""), ('"其他"', "0")),
        ),
    )
    answers = [
        decide(sme, 行业=kind, 从业人员=staff, 营业收入=income)
        for kind, staff, income in [("软件", 9, 0), ("软件", 10, 600000), ("软件", 10, 1), ("零售", 1, 1)]
    ]
    assert answers == [
        '{规模: "微型", 倍数: 1}',
        '{规模: "小型", 倍数: 20}',
        "null",
        '{规模: "其他", 倍数: 0}',
    ]


def test_unique_names_the_rows_that_clash() -> None:
    result = compile_table(table("U", OVERLAPPING)).decide({"staff": 5})
    assert "第 1、2、3 行同时适用" in str(result.diagnostics[0])


@pytest.mark.parametrize(
    "written, policy, aggregate",
    [("U", HitPolicy.UNIQUE, ""), ("c+", HitPolicy.COLLECT, "+"), ("C #", HitPolicy.COLLECT, "#")],
)
def test_hit_policy_letters(written: str, policy: HitPolicy, aggregate: str) -> None:
    assert hit_policy(written) == (policy, aggregate)


@pytest.mark.parametrize("written", ["", "X", "U+", "C?", "++"])
def test_wrong_hit_policies(written: str) -> None:
    with pytest.raises(TableError, match="hit policy"):
        hit_policy(written)


@pytest.mark.parametrize(
    "wrong, place",
    [
        (table("U", [("< 1", "1"), ("< ", "2")]), "row 2, input 1"),
        (table("U", [("< 1", "1 +")]), "row 1, output 1"),
        (table("U", OVERLAPPING, allowed="[1.."), "output 1, allowed values"),
        (table("U", OVERLAPPING, default=")"), "output 1, default"),
        (DecisionTable((Input("a b)"),), (Output(),), ()), "input 1"),
        (DecisionTable((Input("a"),), (Output(),), (Row((), ("1",)),)), "row 1"),
        (DecisionTable((Input("a"),), (), ()), "outputs"),
    ],
)
def test_faults_name_the_cell(wrong: DecisionTable, place: str) -> None:
    with pytest.raises(TableError) as caught:
        compile_table(wrong)
    assert caught.value.place == place


@pytest.mark.parametrize("policy", ["P", "O"])
def test_an_order_of_outputs_needs_their_values(policy: str) -> None:
    with pytest.raises(TableError, match="values"):
        compile_table(table(policy, [("-", "1"), ("< 5", "2")]))
