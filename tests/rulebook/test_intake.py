"""What a rule file asks for is checked as its conditions are."""

from __future__ import annotations

import pytest

from rulebook.catalogue.format import VERSION
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
    - {name: 起始月份, type: month, from: 2022-01}
  most: 500
  gives: {人数: count, 工资总额: sum(月工资)}
workers: {group: 就业补贴, number: 身份证号, name: 姓名, from: 起始月份, months: 12}
"""
KIND = "- {name: 人员类别, type: string, one_of: [应届毕业生, 登记失业人员]}"


class Kind:
    def __init__(self, type_: str) -> None:
        self.type = type_


FACTS = {"人数": Kind("number"), "工资总额": Kind("number"), "注册区": Kind("string")}


def faults_of(text: str) -> list[str]:
    faults = Faults()
    item = read_yaml(f"{text}\nconditions: [{{id: a, say: 甲, person: 评审组}}]\n", "2022-01-01.yaml", faults)
    assert item is not None
    VERSION.check(item, "", faults)
    check_intake(item, faults, FACTS)  # type: ignore[arg-type]
    return [f"{each.line}: {each.message}" for each in faults.found]


def test_what_is_right_has_no_fault() -> None:
    assert faults_of(GOOD) == []
    assert faults_of(GOOD.replace("- {name: 月工资", f"{KIND}\n    - {{name: 月工资")) == []
    assert faults_of("workers: {group: 就业补贴}") == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("keep: P1Y", "keep: 一年"), "2: evidence 的 keep 写的是“一年”，应是时长"),
        (("keep: P1Y", "keep: P"), "2: evidence 的 keep 写的是“P”"),
        (("needed: true", "needed: 也许"), "2: evidence 的 needed 写的是“也许”"),
        (("name: 章程", "name: 审计报告"), "2: 材料“审计报告”写了两次"),
        (("keep:", "kept:"), "2: evidence 里没有“kept”"),
        (("type: id_number", "type: id"), "7: columns 的 type 写的是“id”"),
        (("type: id_number, required: true, personal: true", "type: id_number"), "7: “身份证号”是身份证号"),
        (("name: 月工资", "name: 姓名"), "8: 名单里“姓名”这一列写了两次"),
        (("most: 500", "most: 50000"), "10: items 的 most"),
        (("人数: count", "注册区: count"), "11: “注册区”不是数字"),
        (("sum(月工资)", "sum(姓名)"), "11: sum 里的“姓名”不是名单里的数字列"),
        (("sum(月工资)", "min(姓名)"), "11: min 里的“姓名”不是名单里的数字列"),
        (("sum(月工资)", "min(月工贷)"), "11: min 里的“月工贷”不是名单里的数字列，是不是“月工资”？"),
        (
            ("sum(月工资)", "avg(月工资)"),
            "11: items 的 gives 的“工资总额” 写的是“avg(月工资)”，应是count、sum(列名) 或 min(列名)",
        ),
        (("most: 500", "most: 500\n  needed: 也许"), "11: items 的 needed 写的是“也许”"),
        (("unit: 元}", "unit: 元, one_of: [1, 2]}"), "8: one_of 应是文字列的可选内容"),
        (("unit: 元}", "unit: 元, from: 少}"), "8: from 写的是“少”"),
        (("name: 姓名, type: string", "name: 姓名, type: string, to: 9"), "6: from、to 只能写在"),
        (("from: 2022-01}", "from: 2022-01-01}"), "9: from 写的是“2022-01-01”"),
        (("workers: {group: 就业补贴,", "workers: {"), "12: workers 缺“group”"),
        (("number: 身份证号, name", "name"), "12: 有 items 名单时，workers 要写 number"),
        (("number: 身份证号", "number: 姓名"), "12: workers 的 number 写的是“姓名”"),
        (("from: 起始月份, months", "from: 月工资, months"), "12: workers 的 from 写的是“月工资”"),
        (("from: 起始月份, months", "since: 起始月份, months"), "12: workers 里没有“since”"),
        (("months: 12", "months: 48"), "12: workers 的 months 写的是“48”，应是1 到 36 之间的整数"),
        (("months: 12", "to: 起始月份, months: 12"), "12: workers 的 to 和 months 只能写一个"),
    ],
)
def test_each_fault_is_said_with_its_line(wrong: tuple[str, str], said: str) -> None:
    found = faults_of(GOOD.replace(*wrong))
    assert any(each.startswith(said) for each in found), found


def test_columns_are_named_only_where_there_is_a_list() -> None:
    found = faults_of("workers: {group: 就业补贴, number: 身份证号}")
    assert found == ["1: workers 说了看名单的哪几列，可是没有 items 名单。"]


def test_only_a_needed_paper_can_come_later() -> None:
    paper = "evidence: [{name: 审计报告, needed: true, deferrable: 10 working days}]"
    assert faults_of(paper) == []
    assert any("不用写 deferrable" in each for each in faults_of(paper.replace("true", "false")))
    assert any("deferrable" in each for each in faults_of(paper.replace("10 working days", "soon")))
