"""What a rule file says about handling applications is checked as its conditions are."""

from __future__ import annotations

import pytest

from rulebook.catalogue.format import VERSION
from rulebook.catalogue.handling import check_handling
from rulebook.catalogue.source import Faults, read_yaml

GOOD = """
process: [accept, joint-review, score, notice, decide, pay]
joint: {区财政局: {ask: [够不够], veto: true, term: 5 working days, silence: agree}}
rubric: [{name: 创新, most: 60}, {name: 成长, most: 40}]
scoring: {experts: 5, blind: true, pass: 60, ties: [创新, rank, submitted]}
quota: {count: 30, per: year, by: rank, carry: false, waiting: true}
approval: [{role: officer}, {role: reviewer}, {role: leader, above: 500000}]
"""
RULE = "conditions: [{id: a, say: 甲, person: 评审组}]\n"


def faults_of(text: str) -> list[str]:
    faults = Faults()
    item = read_yaml(f"{text}\n{RULE}", "2022-01-01.yaml", faults)
    assert item is not None
    VERSION.check(item, "", faults)
    check_handling(item, faults)
    return [f"{each.line}: {each.message}" for each in faults.found]


def test_a_whole_handling_has_no_fault() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            ("score, notice", "scoer, notice"),
            "2: process 写的是“scoer”，应是下列之一：accept、joint-review、score、notice、decide、pay，是不是“score”",
        ),
        (("accept, joint-review", "joint-review, accept"), "2: process 的先后"),
        (("veto: true", "veto: 也许"), "3: joint 的 veto 写的是“也许”，应是下列之一：true、false"),
        (("silence: agree", "silence: 同意"), "3: joint 的 silence 写的是“同意”"),
        (("name: 成长", "name: 创新"), "4: 评分表里“创新”写了两次"),
        (("most: 40", "most: 0"), "4: rubric 的 most 写的是“0”，应是不小于 1 的整数"),
        (("experts: 5", "experts: 五"), "5: scoring 的 experts 写的是“五”，应是不小于 1 的整数"),
        (("by: rank", "by: luck"), "6: quota 的 by 写的是“luck”"),
        (("experts: 5", "experts: 5, least: 6"), "5: least 不能多于 experts"),
        (("blind: true", "outliers: drop"), "5: 写了 outliers（离群的评分怎么办），还要写 outlier"),
        (("blind: true", "outlier: 20, outliers: skip"), "5: scoring 的 outliers 写的是“skip”"),
        (("pass: 60", "pass: 160"), "5: 及格线 160 高于满分 100"),
        (("ties: [创新", "ties: [创意"), "5: 同分规则里的“创意”"),
        (("role: leader", "role: boss"), "7: approval 的 role 写的是“boss”，应是下列之一：officer、reviewer、leader"),
        (("above: 500000", "above: 很多"), "7: approval 的 above 写的是“很多”"),
        (("role: reviewer}", "role: reviewer, above: 100000}"), "7: 前两级对每一件都签，不写 above"),
        (("{role: officer}, ", ""), "7: approval 从 officer 起"),
        (("{role: reviewer}, {role: leader", "{role: leader}, {role: reviewer"), "7: approval 从 officer 起"),
        (("{role: officer}, {role: reviewer}, {role: leader, above: 500000}", "{role: officer}"), "7: approval"),
    ],
)
def test_a_part_nobody_could_carry_out_is_a_fault(wrong: tuple[str, str], said: str) -> None:
    assert any(each.startswith(said) for each in faults_of(GOOD.replace(*wrong)))


def test_scoring_needs_a_score_sheet() -> None:
    assert any("rubric" in each for each in faults_of("process: [accept, score, decide]"))


def test_which_day_governs_a_period_is_asked_only_where_it_is_paid_by_the_period() -> None:
    monthly = "benefit: {amount: 100, per: month, times: 36}\n"
    for day in ("due_date", "today"):
        assert faults_of(monthly + f"recheck: {{as_of: {day}}}") == []
    assert any("due_date、today" in each for each in faults_of(monthly + "recheck: {as_of: tomorrow}"))
    assert any("as_of" in each for each in faults_of(monthly + "recheck: {}"))
    assert any("只有按期给付" in each for each in faults_of("benefit: {amount: 100}\nrecheck: {as_of: today}"))
