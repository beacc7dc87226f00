"""English that speaks of an older text is found wherever a text may stand; English that follows is not."""

from __future__ import annotations

import pytest

from rulebook import read_files
from rulebook.catalogue.stale import Stale, stale_english

LAYER = """
name: 示例区
code: "310110"
en: {name: Sample District}
offices:
  - {name: 区科委, full: 示例区科学技术委员会, en: {name: Science Commission, full: Sample Science Commission}}
"""
VOCABULARY = """
subject: enterprise
groups: [{name: 登记, facts: [注册区], en: {name: Registration}}]
facts:
  注册区: {type: string, source: 市场监管登记, ask: 注册在哪个区？, en: {name: District, ask: Which district?}}
  从业人员: {type: number, unit: 人, places: 0, source: 社保}
asking:
  注册区: {hint: 看营业执照。, en: {hint: See the licence.}}
"""
PARAMETERS = """
开办费金额: {unit: 元, values: {2020-01-01: 5000}, source: 某文, status: official,
            en: {name: Opening sum, source: A document}}
"""
PROGRAMME = """
name: 一次性开办费
slug: opening
office: 区科委
kind: subsidy
for: [创业者, 小微企业]
basis: [{number: 某文, title: 某办法, status: official, en: {title: Some rules}}]
summary: 开办企业给 5000 元。
en: {name: One-off opening subsidy, for: [Founders, Small businesses], summary: 5000 yuan for a new business.}
"""
RULE = """
conditions:
  - {id: here, say: 在示例区注册, when: 注册区 = "示例区", en: {say: Registered here}}
  - any:
      - {id: a, say: 员工三人以上, when: 从业人员 >= 3, en: {say: Three staff or more}}
      - {id: b, say: 只有一人, when: 从业人员 = 1, en: {say: One person}}
benefit: {amount: 开办费金额, pay: once, say: 给 5000 元, en: {say: 5000 yuan}}
evidence: [{name: 营业执照, needed: true, where: 窗口, en: {name: Business licence, where: At the desk}}]
obligations:
  - {id: stay, say: 一年不迁出, when: 注册区 = "示例区", until: P12M, on_breach: remind, en: {say: Stays a year}}
examples:
  - {name: 是, given: {注册区: 示例区, 从业人员: 3}, expect: {eligible: yes}}
"""
ANSWER = "---\ntitle: 怎么裁员？\noffice: 区科委\n---\n第一段。\n\n第二段。\n"
ANSWER_EN = "---\ntitle: How to lay off?\n---\nFirst paragraph.\n\nSecond paragraph.\n"
FILES = {
    "t/layer.yaml": LAYER, "t/vocabulary.yaml": VOCABULARY, "t/parameters/p.yaml": PARAMETERS,
    "t/programmes/opening/programme.yaml": PROGRAMME, "t/programmes/opening/2022-01-01.yaml": RULE,
    "t/answers/layoff.md": ANSWER, "t/answers/layoff.en.md": ANSWER_EN,
}  # fmt: skip
RULE_FILE, ABOUT = "t/programmes/opening/2022-01-01.yaml", "t/programmes/opening/programme.yaml"


def found(changes: dict[str, str], standing: tuple[tuple[str, str], ...] = ()) -> tuple[Stale, ...]:
    return stale_english(read_files(FILES, "t").english, read_files(FILES | changes, "t").english, standing)


def changed(path: str, old: str, new: str) -> dict[str, str]:
    assert FILES[path].count(old) == 1, old
    return {path: FILES[path].replace(old, new)}


KINDS = [
    ("t/layer.yaml", "示例区科学技术委员会", "示例区科技局", "Sample Science Commission"),
    ("t/vocabulary.yaml", "name: 登记", "name: 注册", "Registration"),
    ("t/vocabulary.yaml", "注册在哪个区？", "执照上是哪个区？", "Which district?"),
    ("t/vocabulary.yaml", "看营业执照。", "看章程。", "See the licence."),
    ("t/parameters/p.yaml", "source: 某文", "source: 另一文", "A document"),
    ("t/parameters/p.yaml", "开办费金额:", "起步费金额:", "Opening sum"),
    (ABOUT, "name: 一次性开办费", "name: 一次性起步费", "One-off opening subsidy"),
    (ABOUT, "创业者, 小微企业", "创业者, 大企业", "Small businesses"),
    (ABOUT, "某办法", "另一办法", "Some rules"),
    (ABOUT, "给 5000 元。", "给 8000 元。", "5000 yuan for a new business."),
    (RULE_FILE, "say: 在示例区注册", "say: 在示例区纳税", "Registered here"),
    (RULE_FILE, "只有一人", "只有两人", "One person"),
    (RULE_FILE, "say: 给 5000 元", "say: 给 8000 元", "5000 yuan"),
    (RULE_FILE, "name: 营业执照", "name: 身份证", "Business licence"),
    (RULE_FILE, "where: 窗口", "where: 网上", "At the desk"),
    (RULE_FILE, "一年不迁出", "两年不迁出", "Stays a year"),
    ("t/answers/layoff.md", "第二段。", "另一段。", "Second paragraph."),
    ("t/answers/layoff.md", "怎么裁员？", "怎么招人？", "How to lay off?"),
]


@pytest.mark.parametrize(("path", "old", "new", "english"), KINDS)
def test_every_kind_of_text_is_watched(path: str, old: str, new: str, english: str) -> None:
    changes = changed(path, old, new)
    if old == "开办费金额:":  # a parameter's name stands in the rule too
        changes |= {RULE_FILE: RULE.replace("开办费金额", "起步费金额")}
    stale = found(changes)
    assert [each.english for each in stale] == [english]
    assert stale[0].place.file == path
    assert stale[0].before != stale[0].chinese
    assert FILES[path].find(stale[0].before) >= 0 and stale[0].chinese in changes[path]


def test_nothing_changed_is_nothing_stale() -> None:
    assert found({}) == ()


@pytest.mark.parametrize(("old", "new"), [
    ("say: 在示例区注册, when: 注册区 = \"示例区\", en: {say: Registered here}",
     "say: 在示例区纳税, when: 注册区 = \"示例区\", en: {say: Pays tax here}"),
    ("say: 在示例区注册, when: 注册区 = \"示例区\", en: {say: Registered here}",
     "say: 在示例区纳税, when: 注册区 = \"示例区\""),
    ("say: 在示例区注册", "say: 在示例区注册。"),
    ("say: 在示例区注册", "say: 在示例区 注册"),
    ("en: {say: Registered here}", "en: {say: Is registered here}"),
    ("when: 注册区 = \"示例区\", en: {say: Registered here}", "when: 注册区 != \"别的区\", en: {say: Registered here}"),
])  # fmt: skip
def test_new_english_no_english_and_the_same_text_are_not_stale(old: str, new: str) -> None:
    assert found(changed(RULE_FILE, old, new)) == ()


def test_two_texts_that_changed_places_both_speak_of_the_other() -> None:
    swapped = changed(ABOUT, "[创业者, 小微企业]", "[小微企业, 创业者]")
    assert {(each.before, each.chinese) for each in found(swapped)} == {("创业者", "小微企业"), ("小微企业", "创业者")}


def test_a_new_dated_rule_copied_from_the_last_is_looked_at_too() -> None:
    later = {"t/programmes/opening/2023-01-01.yaml": RULE.replace("say: 给 5000 元", "say: 给 8000 元")}
    assert [(each.place.file, each.before, each.chinese) for each in found(later)] == [
        ("t/programmes/opening/2023-01-01.yaml", "给 5000 元", "给 8000 元")]  # fmt: skip


def test_what_somebody_looked_at_stands_and_only_that() -> None:
    changes = changed(RULE_FILE, "say: 给 5000 元", "say: 发 5000 元") | changed(ABOUT, "某办法", "另一办法")
    assert len(found(changes)) == 2
    assert [each.english for each in found(changes, (("发 5000 元", "5000 yuan"),))] == ["Some rules"]


def test_the_old_text_named_is_the_likest_of_several_with_one_english() -> None:
    same = RULE.replace("One person", "Three staff or more")
    before = read_files(FILES | {RULE_FILE: same}, "t").english
    after = read_files(FILES | {RULE_FILE: same.replace("只有一人", "至多只有一人")}, "t").english
    assert [each.before for each in stale_english(before, after)] == ["只有一人"]
