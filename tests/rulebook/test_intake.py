"""What a rule file asks for is checked as its conditions are."""

from __future__ import annotations

import pytest

from rulebook.catalogue.intake import check_intake
from rulebook.catalogue.source import Faults, read_yaml

GOOD = """
evidence: [{name: 审计报告, type: 年度审计报告, needed: true, proves: [营业收入], keep: P1Y}, {name: 章程}]
items:
  name: 员工名单
  columns:
    - {name: 姓名, type: string, required: true, personal: true}
    - {name: 身份证号, type: id_number, required: true, personal: true}
    - {name: 月工资, type: number, unit: 元}
    - {name: 起始月份, type: date}
  most: 500
  gives: {人数: count, 工资总额: sum(月工资)}
"""


class Kind:
    def __init__(self, type_: str) -> None:
        self.type = type_


FACTS = {"人数": Kind("number"), "工资总额": Kind("number"), "注册区": Kind("string")}


def faults_of(text: str) -> list[str]:
    faults = Faults()
    item = read_yaml(text, "2022-01-01.yaml", faults)
    assert item is not None
    check_intake(item, faults, FACTS)  # type: ignore[arg-type]
    return [f"{each.line}: {each.message}" for each in faults.found]


def test_what_is_right_has_no_fault() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("keep: P1Y", "keep: 一年"), "2: keep 写的是“一年”"),
        (("keep: P1Y", "keep: P"), "2: keep 写的是“P”"),
        (("needed: true", "needed: 也许"), "2: “也许”应是 true 或 false"),
        (("name: 章程", "name: 审计报告"), "2: 材料“审计报告”写了两次"),
        (("keep:", "kept:"), "2: evidence 里没有“kept”"),
        (("type: id_number", "type: id"), "7: columns 的 type 写的是“id”"),
        (("type: id_number, required: true, personal: true", "type: id_number"), "7: “身份证号”是身份证号"),
        (("name: 月工资", "name: 姓名"), "8: 名单里“姓名”这一列写了两次"),
        (("most: 500", "most: 50000"), "10: items 的 most"),
        (("人数: count", "人头: count"), "11: 事实表里没有“人头”"),
        (("人数: count", "注册区: count"), "11: “注册区”不是数字"),
        (("sum(月工资)", "sum(姓名)"), "11: sum 里的“姓名”不是名单里的数字列"),
        (("sum(月工资)", "avg(月工资)"), "11: gives 写的是“avg(月工资)”"),
    ],
)
def test_each_fault_is_said_with_its_line(wrong: tuple[str, str], said: str) -> None:
    found = faults_of(GOOD.replace(*wrong))
    assert any(each.startswith(said) for each in found), found
