"""Conditions that never hold or never fail for what they rest on: sums, branches, derived facts, parameters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rulebook import CatalogueError, read_files
from rulebook.catalogue.reduced import Reducer
from rulebook.catalogue.scope import scope_of
from rulebook.plan.build import build
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.text import feel_text

WORDS = """facts:
  人: {type: number, places: 0, unit: 人}
  量: {type: number, places: 2}
  是: {type: boolean}
  字: {type: string, one_of: [甲, 乙, 丙]}
derived:
  大小: {type: string, is: table size}
  级: {type: number, is: table rank}
  小微: {type: boolean, is: '大小 in ("微", "小")'}
  倍数: {type: number, is: if 是 then 2 else 3}
"""
SIZE = (
    "inputs: [人]\noutputs: [大小]\nhit: U\nrows: [['< 10', '\"微\"'], ['[10..50)', '\"小\"'], ['>= 50', '\"大\"']]\n"
)
RANK = "inputs: [字]\noutputs: [级]\nhit: F\nrows: [['\"甲\"', '1'], ['-', '2']]\n"
PARAMETERS = (
    "门槛: {values: {2020-01-01: 5, 2022-01-01: 9}}\n晚: {values: {2030-01-01: 5}}\n开关: {values: {2020-01-01: 1}}\n"
)


def texts(conditions: tuple[str, ...]) -> dict[str, str]:
    rule = "".join(f"  - {{id: c{place}, say: 甲, when: '{each}'}}\n" for place, each in enumerate(conditions))
    return {
        "t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": WORDS, "t/tables/size.yaml": SIZE,
        "t/tables/rank.yaml": RANK, "t/parameters/p.yaml": PARAMETERS,
        "t/programmes/p/programme.yaml": "name: 甲\noffice: 乙\n",
        "t/programmes/p/2021-01-01.yaml": "conditions:\n" + rule,
    }  # fmt: skip


def said(*conditions: str) -> str:
    try:
        found = [str(each) for each in read_files(texts(conditions), "t").warnings]
    except CatalogueError as error:
        found = [str(each) for each in error.faults]
    assert len(found) <= 1, found
    return "".join(found)


NEVER = [
    "1 > 2", "2 * 3 < 5 and 是", "人 + 5 < 3", "10 - 人 > 12", "人 * 2 = 5", "人 / 2 < 0", "3 > 2 * (人 + 2)",
    "(if 是 then 1 else 2) > 3", "if 是 then 人 < 0 else 人 < 0", "-2 * 人 > 0",
]  # fmt: skip
NEVER_OPENED = [
    '大小 = "微" and 人 > 20', '大小 != "微" and 人 < 3', "小微 and 人 > 60", "not(小微) and 人 < 20", "级 = 3",
    '级 = 1 and 字 = "乙"', '级 = 2 and 字 = "甲"', "倍数 > 3", "倍数 = 2 and not(是)",
]  # fmt: skip
EVER = [
    "1 > 2", "2 * 3 < 5 and 是", "人 + 5 < 3", "10 - 人 > 12", "人 * 2 = 5", "人 / 2 < 0", "3 > 2 * (人 + 2)",
    "(if 是 then 1 else 2) > 3", "if 是 then 人 < 0 else 人 < 0", '大小 = "微" and 人 > 20', '大小 != "微" and 人 < 3',
    "小微 and 人 > 60", "not(小微) and 人 < 20", "级 = 3", '级 = 1 and 字 = "乙"', '级 = 2 and 字 = "甲"', "倍数 > 3",
    "倍数 = 2 and not(是)", "-2 * 人 > 0",
]  # fmt: skip
EVER = [
    "1 < 2", "2 + 2 = 4 or 是", "人 + 1 > 0", "人 * 3 >= 0", "(if 是 then 1 else 2) < 3", "级 in (1, 2)", "倍数 >= 2",
    "小微 or 人 >= 50", '大小 = "大" or 人 < 50',
]  # fmt: skip
EITHER = [
    "人 * 2 > 5", "量 * 2 = 5", "if 是 then 人 < 3 else 人 < 5", '大小 = "微" and 人 > 5', "小微 and 人 > 40", "级 = 1",
    "倍数 = 3", "人 / 3 > 1", "10 / 人 > 1", "人 * 0 > 1", "量 * 3 > 人",
]  # fmt: skip


@pytest.mark.parametrize("when", NEVER)
def test_it_can_never_hold(when: str) -> None:
    assert "条件“c0”永远不成立：没有一种情形能满足它" in said(when)
    assert "提示" not in said(when)


@pytest.mark.parametrize("when", NEVER_OPENED)
def test_it_can_never_hold_for_what_derived_facts_say(when: str) -> None:
    assert "提示：条件“c0”永远不成立：没有一种情形能满足它" in said(when)


@pytest.mark.parametrize("when", EVER)
def test_it_can_never_fail(when: str) -> None:
    assert "提示：条件“c0”永远成立" in said(when)


@pytest.mark.parametrize("when", EITHER)
def test_it_may_do_both(when: str) -> None:
    assert said(when) == ""


@pytest.mark.parametrize(
    "conditions",
    [("人 * 2 > 10", "人 < 5"), ("if 是 then 人 < 3 else 人 < 5", "人 > 7"), ("人 + 1 > 4", "not(人 > 3)")],
)
def test_conditions_cannot_all_hold(conditions: tuple[str, ...]) -> None:
    assert "各条条件不能同时成立" in said(*conditions)
    assert "提示" not in said(*conditions)


@pytest.mark.parametrize(
    "conditions",
    [('大小 = "微"', "人 >= 10"), ("小微", '大小 = "大"'), ("倍数 = 2", "not(是)"), ("级 = 1", '字 != "甲"')],
)
def test_conditions_cannot_all_hold_for_what_derived_facts_say(conditions: tuple[str, ...]) -> None:
    assert "提示：各条条件不能同时成立" in said(*conditions)


@pytest.mark.parametrize(
    ("conditions", "hint"),
    [
        (("门槛 > 9",), "按参数“门槛”的取值，条件“c0”永远不成立"),
        (("门槛 >= 5",), "按参数“门槛”的取值，条件“c0”永远成立"),
        (("人 * 门槛 < 0",), "按参数“门槛”的取值，条件“c0”永远不成立"),
        (("开关 = 0",), "按参数“开关”的取值，条件“c0”永远不成立"),
        (("人 >= 门槛", "人 < 4"), "按参数“门槛”的取值，各条条件不能同时成立"),
        (("人 >= 门槛 + 开关", "人 < 6"), "按参数“开关”、“门槛”的取值，各条条件不能同时成立"),
    ],
)
def test_what_is_so_by_the_values_of_parameters_is_a_hint(conditions: tuple[str, ...], hint: str) -> None:
    assert f"提示：{hint}" in said(*conditions)


@pytest.mark.parametrize("conditions", [("门槛 > 5",), ("人 >= 门槛", "人 < 8"), ("人 > 晚",), ("门槛 > 晚",)])
def test_a_parameter_counts_with_each_value_it_has_while_the_rule_is_in_force(conditions: tuple[str, ...]) -> None:
    assert said(*conditions) == ""


@pytest.mark.parametrize("when", [*NEVER, *NEVER_OPENED, *EVER, *EITHER])
def test_what_is_made_plainer_answers_the_same(when: str) -> None:
    """Over all small cases, by the closures that judge."""
    catalogue = read_files(texts(("人 > 5",)), "t")
    plan = build(when, scope_of(catalogue))
    plainer = Reducer(catalogue.derived, {}).of(plan)
    closures = Closures()
    derived = {name: closures.of(each.plan) for name, each in catalogue.derived.items()}
    for staff in (0, 1, 2, 3, 5, 9, 10, 20, 49, 50, 70):
        for yes in (True, False):
            for word in ("甲", "乙", "丙"):
                known = {
                    "人": Decimal(staff),
                    "量": Decimal("2.5"),
                    "是": yes,
                    "字": word,
                    "核算日": dt.date(2024, 1, 1),
                }
                env = Environment(known, derived)
                asked, answered = closures.of(plan)(env), closures.of(plainer)(env)
                assert asked == answered or asked is None, (feel_text(plainer), known)
