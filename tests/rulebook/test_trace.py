"""What each part of an expression gave, and which row of a table and which derived facts decided."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, example, judge
from rulebook.catalogue.scope import scope_of
from rulebook.catalogue.written import written_table
from rulebook.cli.main import main
from rulebook.explaining.trace import Step, conditions_traced, tracer_of
from rulebook.plan.build import build
from rulebook.plan.types import Value
from tests.rulebook.small import GIANT, small
from tests.rulebook.test_yangpu import yangpu

DAY = dt.date(2022, 6, 24)
CODES = ["0111", "0620", "4710", "5110", "5210", "5410", "5911", "6010", "6110", "6210", "6310", "6510", "6610", "7010",
         "7020", "7110", "7040"]  # fmt: skip
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "行业代码": st.sampled_from(CODES), "从业人员": st.sampled_from([0, 9, 10, 20, 299, 300, 1000]).map(Decimal),
        "营业收入": st.sampled_from([0, 499_999, 500_000, 3_000_000, 10**7, 10**9]).map(Decimal),
        "资产总额": st.sampled_from([0, 10**6, 10**8, 12 * 10**8]).map(Decimal),
    },
)  # fmt: skip


def traced(catalogue: Catalogue, text: str, facts: dict[str, Value]) -> Step:
    return tracer_of(catalogue, facts, DAY).trace(build(text, scope_of(catalogue)))


@settings(max_examples=150, deadline=None)
@given(FACTS)
def test_the_row_that_is_named_gives_the_value(facts: dict[str, Value]) -> None:
    """Of every table in the catalogue: the named row's output is the value; nothing named, nothing known."""
    catalogue = yangpu()
    for name, derived in catalogue.derived.items():
        if not derived.table:
            continue
        step = traced(catalogue, name, facts)
        assert step.row is not None
        if step.value is not None:
            row = step.row.rows[0]
            assert not step.row.open
            place = [output for output, _ in step.row.table.outputs].index(name)
            assert traced(catalogue, row.outputs[place], facts).value == step.value
            line = catalogue.files[row.place.file].splitlines()[row.place.line - 1]
            assert all(test in line for test in row.tests)
        else:
            assert step.row.open or not step.row.rows
            assert ("没有一行符合" in str(step.row)) == (not step.row.open)


def test_each_part_with_its_value() -> None:
    facts: dict[str, Value] = {"行业": "软件业", "从业人员": Decimal(12), "营业收入": Decimal(600_000)}
    whole = traced(small(), '企业规模 = "大型" or 从业人员 * 2 > 20 and 企业规模 in ("小型", "微型")', facts)
    assert whole.value is True
    lost, won = whole.steps
    assert (lost.text, lost.value, lost.decides) == ('企业规模 = "大型"', False, False)
    assert (won.value, won.decides) == (True, True)
    assert [(each.text, each.value) for each in won.steps] == [
        ("从业人员 * 2 > 20", True),
        ('企业规模 in ("小型", "微型")', True),
    ]
    assert won.steps[0].steps[0].value == 24
    decided = list(whole.deciding())
    assert [(each.text, each.value, each.row.rows[0].number if each.row else 0) for each in decided] == [
        ("企业规模", "小型", 6)
    ]
    assert {each.text for each in decided[0].steps} == {"行业", "从业人员", "营业收入"}


def test_what_made_no_difference_is_said_so() -> None:
    whole = traced(small(), "从业人员 > 20 and 研发占比 > 0", {"从业人员": Decimal(3)})
    assert (whole.value, [each.decides for each in whole.steps]) == (False, [True, False])
    assert list(whole.deciding()) == []
    chosen = traced(small(), "if 从业人员 > 20 then 研发占比 else 1", {"从业人员": Decimal(3)})
    assert [each.decides for each in chosen.steps] == [True, False]


def test_a_derived_fact_that_was_told_is_not_computed() -> None:
    step = traced(small(), '企业规模 = "小型"', {"企业规模": "小型"}).steps[0]
    assert (step.given, step.row, step.steps) == (True, None, ())


def test_unknown_names_what_is_lacking_and_the_rows_that_may_hold() -> None:
    step = traced(small(), '企业规模 = "小型"', {"行业": "软件业", "从业人员": Decimal(50)})
    assert (step.value, step.missing) == (None, ("营业收入",))
    row = step.steps[0].row
    assert row is not None
    assert [each.number for each in (*row.open, *row.rows)] == [6, 7]
    assert "第 6、7 行都可能" in str(row)


def test_conditions_come_out_as_they_were_judged() -> None:
    facts: dict[str, Value] = {"注册区": "杨浦区", "行业": "工业", "从业人员": Decimal(25), "营业收入": Decimal(10**7)}
    verdict = judge(small(), "giant", facts, DAY)
    steps = conditions_traced(small(), "giant", facts, DAY)
    judged = {each.id: each.value for each in verdict.conditions() if not each.person}
    assert {name: step.value for name, step in steps.items() if name in judged} == judged
    assert steps["benefit.amount"].value == 500_000


def test_a_table_as_written() -> None:
    table = written_table(small(), "size")
    assert table is not None
    assert (table.policy, table.inputs, table.outputs) == ("F", ("行业", "从业人员", "营业收入"), (("规模", "string"),))
    assert table.rows[5].tests == ('"软件业"', ">= 10", ">= 500000")
    assert written_table(small(), "industries") is None
    assert GIANT in small().files


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "one.json"
    path.write_text('{"行业代码": "6510", "从业人员": 35, "营业收入": 3000000, "注册区": "杨浦区"}', encoding="utf-8")
    return path


def test_eval(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["eval", '企业规模 in ("小型", "微型")', "--facts", str(facts), "--as-of", str(DAY)]
    assert main([*command, "--catalogue", "catalogue/yangpu"]) == 0
    out = capsys.readouterr().out
    assert out.startswith('企业规模 in ("小型", "微型") = 是\n')
    assert "由此决定：\n  企业规模 = 小型，决策表“sme-size”第 47 行" in out
    assert main([*command, "--catalogue", "catalogue/yangpu", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    row = found["steps"][0]["row"]["rows"][0]
    assert (found["value"], row["row"], row["file"]) == (True, 47, "national/tables/sme-size.yaml")
    assert main(["eval", "月社保缴费基数下限 * 1", "--facts", str(facts), "--as-of", "1990-01-01", "--catalogue",
                 "catalogue/yangpu"]) == 1  # fmt: skip
    assert "起才有值" in capsys.readouterr().err


def test_eval_without_a_catalogue_knows_the_facts_alone(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "营业收入 / 从业人员 > 1000", "--facts", str(facts)]) == 0
    assert "● 营业收入 / 从业人员 = 85714.285714" in capsys.readouterr().out
    assert main(["eval", "从业人员 + 营业收人", "--facts", str(facts)]) == 1
    err = capsys.readouterr().err
    assert "是不是“营业收入”" in err
    assert err.splitlines()[2] == "  " + " " * 11 + "^"


@pytest.mark.parametrize(
    ("given", "expression", "status", "said"),
    [
        ('{"a": null, "b": 2}', "a + b > 3", 0, "a + b > 3 = 未知（还不知道a）"),
        ('{"a": null}', 'a in ("x", "y")', 0, "未知"), ('{"a": null}', "not(a)", 0, "未知"),
        ('{"a": null, "b": "2022-01-31"}', "b > a", 0, "未知"), ('{"a": null, "b": 0}', "b > 0 and a > 1", 0, "= 否"),
        ('{"a": [1, 2]}', "1 + 1", 1, "列表和对象"), ('{"a": {"b": 1}}', "a", 1, "列表和对象"),
        ("{}", "1 + 1", 0, "1 + 1 = 2"), ('{"a": 1}', "a +", 1, "a +"),
    ],
)  # fmt: skip
def test_eval_of_facts_as_they_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str, expression: str, status: int, said: str
) -> None:
    (tmp_path / "one.json").write_text(given, encoding="utf-8")
    assert main(["eval", expression, "--facts", str(tmp_path / "one.json")]) == status
    out = capsys.readouterr()
    assert said in (out.err if status else out.out)


def test_explain_names_the_row(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [
        "explain",
        "catalogue/yangpu",
        "--facts",
        str(facts),
        "--programme",
        "tech-little-giant",
        "--as-of",
        str(DAY),
    ]
    assert main(command) == 0
    assert "· 企业规模 = 小型：决策表“sme-size”第 47 行" in capsys.readouterr().out
    assert main([*command, "--trace"]) == 0
    assert '● 企业规模 in ("中型", "小型", "微型")' not in capsys.readouterr().out  # the whole is the condition itself
    assert main([*command, "--json", "--trace"]) == 0
    conditions = {each["id"]: each for each in json.loads(capsys.readouterr().out)[0]["conditions"]}
    assert [each["table"] for each in conditions["size"]["rows"]] == ["sme-size", "sme-industry"]
    assert conditions["size"]["trace"]["steps"][0]["text"] == "企业规模"
    assert conditions["in-district"]["rows"] == []


BESIDE = ["--facts", str(example().parent / "firm.json"), "--catalogue", str(example())]


@pytest.mark.parametrize(
    "expression, said",
    [
        ("营业收入 > 从业人员", "单位不同，不能比较"),
        ("营业收入 + 从业人员", "单位不同，不能相加"),
        ("if 失信 then 营业收入 else 从业人员", "不能在 then 和 else 里并列"),
        ("min(营业收入, 每人补贴, 从业人员)", "不能一起求 min"),
    ],
)
def test_eval_minds_units_as_check_does(expression: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", expression, *BESIDE]) == 1
    assert said in capsys.readouterr().err
    assert main(["eval", "营业收入 / 从业人员", *BESIDE]) == 0


def test_a_list_is_shown_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "[1, 2.50]", *BESIDE]) == 0
    assert capsys.readouterr().out.strip() == "(1, 2.50) = [1, 2.50]"
