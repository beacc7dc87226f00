"""Words of a programme and its rule that say differently: places, period, per head, office, joint bureaus."""

from __future__ import annotations

import datetime as dt

import pytest

from rulebook import Catalogue, read_files
from rulebook.judging.summaries import check_summaries
from rulebook.saying import told

DAY = dt.date(2026, 11, 26)
LAYER = "name: 示例区\noffices: [区人社局, 区科委, {name: 区财政局, full: 示例区财政局}]\n"
WORDS = """
subject: enterprise
facts:
  人数: {type: number, unit: 人, places: 0}
  收入: {type: number, unit: 元, places: 2}
derived:
  合格人数: {type: number, unit: 人, is: "min(人数, 8)"}
"""
CONDITIONS = "conditions: [{id: some, say: 有人, when: 人数 >= 30}]\n"
HEADS = CONDITIONS + "benefit: {amount: 合格人数 * 2000, pay: once}\n"
LUMP = CONDITIONS + "benefit: {amount: 2000, pay: once}\nrepeat: once\n"
MONTHLY = CONDITIONS + "benefit: {amount: 合格人数 * 2000, per: month, times: 36}\n"
PLACES = LUMP + "quota: {count: 20, per: year}\n"
JOINT = LUMP + "process: [accept, joint-review, decide]\njoint: {区财政局: {ask: [够不够]}}\n"


def catalogue(summary: str, rule: str, more: str = "", later: str = "") -> Catalogue:
    head = f"name: 用工补贴\noffice: 区人社局\nkind: subsidy\nsummary: {summary}\n{more}"
    files = {"t/layer.yaml": LAYER, "t/vocabulary.yaml": WORDS, "t/programmes/work/programme.yaml": head,
             "t/programmes/work/2020-01-01.yaml": rule}  # fmt: skip
    return read_files(files | ({"t/programmes/work/2027-01-01.yaml": later} if later else {}), "t")


@pytest.mark.parametrize(("said", "rule"), [
    ("每年评选不超过 20 家，每家 2000 元。", PLACES), ("每年评选不超过二十家。", PLACES), ("名额 20 个。", PLACES),
    ("每人 2000 元。", HEADS), ("每招用一人补贴 2000 元。", HEADS), ("按月核算，每人 2000 元，至多 36 个月。", MONTHLY),
    ("一次性补贴 2000 元。", LUMP), ("由区人社局一次性给付 2000 元。", LUMP), ("招用 30 名以上职工的补贴。", LUMP),
    ("经区财政局会办。", JOINT), ("示例区财政局会办。", JOINT), ("区财政无偿资助。", LUMP),
])  # fmt: skip
def test_what_the_rule_says_may_be_said(said: str, rule: str) -> None:
    assert check_summaries(catalogue(said, rule), DAY) == []


@pytest.mark.parametrize(("said", "rule", "why"), [
    ("每年评选不超过 30 家。", PLACES, "说“30 家”，2020-01-01 的规则名额是 20"),  # 30 stands in a condition
    ("每年评选三十家。", PLACES, "说“三十家”，2020-01-01 的规则名额是 20"),
    ("累计评选不超过 20 家。", PLACES, "规则名额是每年的"),
    ("每年评选不超过 20 家。", PLACES.replace("per: year", "per: life"), "规则名额不分年度"),
    ("每年评选不超过 20 家。", LUMP, "规则没有写名额"),
    ("每人 2000 元。", LUMP, "规则的金额不随人数变"), ("每名 2000 元。", LUMP, "规则的金额不随人数变"),
    ("按月核算，每人 2000 元。", HEADS, "说“按月核算”，2020-01-01 的规则只付一次"),
    ("按季给付，每人 2000 元。", MONTHLY, "规则按 month 给付"), ("一次性补贴 2000 元。", MONTHLY, "规则按 month 给付"),
    ("每人 2000 元，至多 30 个月。", MONTHLY, "说“30 个月”，2020-01-01 的规则给 36 个月"),
    ("由区科委给付。", LUMP, "说“区科委”，2020-01-01 的规则由区人社局办理"),
    ("经示例区财政局会办。", LUMP, "说“示例区财政局”"),
])  # fmt: skip
def test_what_the_rule_says_otherwise_is_a_fault(said: str, rule: str, why: str) -> None:
    (fault,) = check_summaries(catalogue(said, rule), DAY)
    assert why in fault.message and fault.file == "t/programmes/work/programme.yaml" and not fault.warning
    assert not set(told(fault.message, "en").split("“")[0]) & set("的说规则")


@pytest.mark.parametrize(("more", "rule", "why"), [
    ("with: [区科委]\n", JOINT, "with 写的是 区科委，2020-01-01 的 joint 写的是 区财政局"),
    ("with: [区财政局, 区科委]\n", JOINT, "两处要一致"),
    ("with: [区财政局]\n", LUMP + "process: [accept, decide]\n", "没有 joint-review"),
    ("with: [区人社局]\n", LUMP + "process: [accept, joint-review, decide]\n", "又把它写成会办部门"),
    ("", JOINT.replace("区财政局:", "区人社局:"), "又把它写成会办部门"),
])  # fmt: skip
def test_bureaus_are_the_same_in_both_places(more: str, rule: str, why: str) -> None:
    (fault,) = check_summaries(catalogue("补贴。", rule, more), DAY)
    assert why in fault.message
    assert check_summaries(catalogue("补贴。", JOINT, "with: [区财政局]\n"), DAY) == []


def test_a_rule_to_come_wants_words_of_its_own() -> None:
    later = PLACES.replace("count: 20", "count: 10").replace("amount: 2000", "amount: 3000")
    found = check_summaries(catalogue("每年评选不超过 20 家，每家 2000 元。", PLACES, later=later), DAY)
    assert sorted(each.message.split("说")[1].split("”")[0] for each in found) == ["“20 家", "“2000 元"]
    own = later + "summary: 每年评选不超过 10 家，每家 3000 元。\n"
    assert check_summaries(catalogue("每年评选不超过 20 家，每家 2000 元。", PLACES, later=own), DAY) == []
