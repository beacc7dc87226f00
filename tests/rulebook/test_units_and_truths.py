"""Units that do not fit, conditions that can never hold or never fail, and what the examples have tried."""

from __future__ import annotations

import json

import pytest

from rulebook import CatalogueError, read_files
from rulebook.cli.main import main
from rulebook.judging.coverage import coverage_of
from tests.rulebook.small import GIANT, edited, files, small

FACTS = """facts:
  数: {type: number, places: 0, unit: 人}
  量: {type: number, unit: 元}
  大量: {type: number, unit: 万元}
  比: {type: number, unit: "%"}
  月数: {type: number, unit: 月}
  光: {type: number}
  字: {type: string, one_of: [甲, 乙, 丙]}
  词: {type: string}
  日: {type: date}
  是: {type: boolean}
"""


def said(when: str, more: str = "") -> list[str]:
    texts = {
        "t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": FACTS,
        "t/parameters/p.yaml": "每人: {unit: 元/人, values: {2020-01-01: 5}}\n"
                               "上限: {unit: 元, values: {2020-01-01: 5}}\n",
        "t/programmes/p/programme.yaml": "name: 甲\noffice: 乙\n",
        "t/programmes/p/2020-01-01.yaml": f"conditions:\n  - id: a\n    say: 甲\n    when: |\n      {when}\n{more}",
    }  # fmt: skip
    try:
        return [str(each) for each in read_files(texts, "t").warnings]
    except CatalogueError as error:
        return [str(each) for each in error.faults]


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("量 > 数", "“量”（元）和“数”（人）单位不同，不能比较"),
        ("大量 > 量", "1 万元 = 10000 元，先换算"),
        ("量 + 数 > 1", "不能相加"),
        ("量 - 大量 > 1", "不能相减"),
        ("min(量, 数) > 1", "不能一起求 min"),
        ("量 between 数 and 上限", "单位不同"),
        ("量 in [数..9]", "单位不同"),
        ("(if 是 then 量 else 数) > 1", "不能在 then 和 else 里并列"),
        ("数 * 每人 > 数", "（元）和“数”（人）"),
        ("量 / 数 > 月数", "（元/人）和“月数”（月）"),
        ("floor(量) > 月数", "单位不同"),
        ("比 > 量", "单位不同"),
    ],
)
def test_what_is_counted_in_other_units_is_a_fault_at_its_place(when: str, says: str) -> None:
    found = said(when)
    assert len(found) == 1 and says in found[0], found
    assert found[0].startswith("t/programmes/p/2020-01-01.yaml:5:")


@pytest.mark.parametrize(
    "when",
    ["量 > 上限", "数 * 每人 <= 上限", "量 / 数 > 每人", "量 / 数 > 上限", "量 * 比 / 100 > 上限", "量 > 5", "光 > 量",
     "量 / 上限 * 100 > 比", "量 * 月数 / 12 > 上限", "数 * 上限 > 量", "量 * (数 - 1) > 0", "大量 * 10000 > 9"],
)  # fmt: skip
def test_what_fits_has_no_word(when: str) -> None:
    assert said(when) == []


@pytest.mark.parametrize(
    "when",
    ["数 > 5 and 数 < 3", "数 > 5 and 数 < 6", "数 < 0", "数 = 2.5", '字 = "甲" and 字 = "乙"',
     '词 = "甲" and 词 != "甲"',
     "是 and not(是)", '日 > date("2020-01-01") and 日 < date("2020-01-02")', "数 between 5 and 3", "数 in [5..3]",
     '10 < 数 and 数 < 5', 'contains(词, "a") and not(contains(词, "a"))', "日 > 核算日 and not(日 > 核算日)",
     "(数 > 3 or 是) and (数 < 2 and not(是))", 'not(字 in ("甲", "乙", "丙"))'],
)  # fmt: skip
def test_a_condition_that_can_never_hold_is_a_fault(when: str) -> None:
    found = said(when)
    assert len(found) == 1 and "条件“a”永远不成立" in found[0] and "提示" not in found[0], found


@pytest.mark.parametrize(
    "when",
    ["数 > 5 or 数 <= 5", "数 >= 0", '字 in ("甲", "乙", "丙")', "是 = true or 是 = false", '词 != "甲" or 词 != "乙"',
     '日 < date("2020-01-02") or 日 > date("2019-01-01")'],
)  # fmt: skip
def test_a_condition_that_can_never_fail_is_hinted_at(when: str) -> None:
    found = said(when)
    assert len(found) == 1 and "提示：条件“a”永远成立" in found[0], found


@pytest.mark.parametrize(
    "when", ["量 > 5 and 量 < 6", "量 < 0", "数 > 5 or 量 <= 5", "if 是 then 数 > 1 else 数 < 9", "量 > 上限"]
)
def test_a_condition_that_may_do_both_has_no_word(when: str) -> None:
    assert said(when) == []


@pytest.mark.parametrize(
    "more",
    ["  - {id: b, say: 乙, when: 数 < 5}\n", "  - none: [{id: b, say: 乙, when: 数 > 3}]\n",
     "  - none: [{id: b, say: 乙, person: 丙}, {id: c, say: 乙, when: 数 > 3}]\n",
     "  - any: [{id: b, say: 乙, when: 数 < 2}, {id: c, say: 乙, when: 数 = 4}]\n"],
)  # fmt: skip
def test_conditions_that_cannot_all_hold_are_a_fault(more: str) -> None:
    assert any("各条条件不能同时成立" in each for each in said("数 > 5", more)), said("数 > 5", more)
    assert said("数 > 1", "  - any: [{id: b, say: 乙, person: 丙}, {id: c, say: 乙, when: 数 < 1}]\n") == []


def test_coverage_counts_rows_and_bounds() -> None:
    found = coverage_of(small())
    (table,) = found.tables
    assert (table.name, table.rows, table.reached) == ("size", 7, set())
    texts = edited(
        GIANT, "given: {注册区: 虹口区}", "given: {注册区: 虹口区, 行业: 软件业, 从业人员: 10, 营业收入: 500000}"
    )
    (table,) = coverage_of(read_files(texts, "town")).tables
    assert table.reached == {6} and table.lacking == [1, 2, 3, 4, 5, 7]
    assert (len(found.bounds), found.tried) == (3, 3)
    fewer = edited(GIANT, "given: {高新技术企业: false, 发明专利数: 1}", "given: {高新技术企业: false}")
    fewer[GIANT] = (
        fewer[GIANT]
        .replace("because: [hi-tech, patents]", "because: [hi-tech]")
        .replace("eligible: no, because: [hi-tech]", "eligible: unknown")
    )
    lacking = [each for each in coverage_of(read_files(fewer, "town")).bounds if len(each.sides) < 2]
    assert [(each.condition, each.words, each.sides) for each in lacking] == [("patents", "发明专利数 >= 2", {True})]
    assert "没有例子让它不成立" in lacking[0].said()


def test_check_reports_coverage_and_is_not_failed_by_it(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    folder = __import__("pathlib").Path(str(tmp_path))
    for path, text in files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    assert main(["check", str(folder / "town"), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "决策表 size：7 行，例子到过 0 行；没到过第 1、2、3、4、5、6、7 行" in told
    assert "条件里的界限 3 个，例子两边都试过的 3 个" in told
    assert main(["check", str(folder / "town"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["coverage"]
    assert found["tables"][0]["lacking"] == [1, 2, 3, 4, 5, 6, 7] and found["bounds"]["all"] == 3
