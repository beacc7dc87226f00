"""A changed Chinese text and its English: the check says so, the page shows both, publishing asks for a ruling."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from district.authoring import actions, checking, fields, retelling, texts
from district.authoring.models import Draft
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.policies.queries import catalogue
from tests.district.authoring.conftest import MORE, PARAMETERS, RULE, Desk
from tests.district.authoring.test_form import FILES, shown
from tests.district.cases.factories import LAYER, VOCABULARY, District, person, publish

SignIn = Callable[[Person], Client]
ABOUT, ANSWER, ANSWER_EN = (
    "test/programmes/hiring/programme.yaml",
    "test/answers/layoff.md",
    "test/answers/layoff.en.md",
)
STAFF = "say: 从业人员 3 人以上, when"
TOLD = MORE | {
    "test/layer.yaml": LAYER.replace("full: 示例区科学技术委员会}", "full: 示例区科学技术委员会, "
                                     "en: {name: Science Office, full: Sample Science Commission}}"),
    "test/vocabulary.yaml": VOCABULARY.replace("{type: string, source: 市场监管登记}",
                                               "{type: string, ask: 在哪个区？, en: {ask: In which district?}}"),
    RULE: MORE[RULE].replace("when: 从业人员 >= 3,", "when: 从业人员 >= 3, en: {say: Three staff or more},"),
    PARAMETERS: MORE[PARAMETERS].replace("status: illustrative}", "status: illustrative, en: {name: Sample sum}}"),
    ANSWER: "---\ntitle: 怎么裁员？\noffice: 区人社局\n---\n先说明情况。\n\n再付补偿。\n",
    ANSWER_EN: "---\ntitle: How to lay off?\n---\nExplain first.\n\nThen pay.\n",
}  # fmt: skip


@pytest.fixture
def told(here: District) -> Desk:
    """The desk over a catalogue whose texts have English."""
    here.programmes = publish(TOLD)
    return Desk(here, person("writer", officer="区人社局"), person("reader", officer="区人社局"),
                person("head", leader="区人社局"), person("tech", officer="区科委"))  # fmt: skip


def stale(draft: Draft) -> list[tuple[str, str, str]]:
    found = checking.check(draft.base, draft.files, draft.english_stands)
    assert found.green, found.faults
    return [(each.before, each.chinese, each.english) for each in found.stale]


def rule(draft: Draft, ruling: str, by: Person, english: str = "") -> Draft:
    first = checking.check(draft.base, draft.files, draft.english_stands).stale[0]
    return actions.rule_english(
        draft=draft, path=first.place.file, pair=first.pair, ruling=ruling, english=english, by=by
    )


CHANGES = [
    (RULE, STAFF, "say: 员工 3 人以上, when", "Three staff or more"),
    (PARAMETERS, "示例金额:", "样例金额:", "Sample sum"),
    ("test/layer.yaml", "示例区科学技术委员会", "示例区科技局", "Sample Science Commission"),
    ("test/vocabulary.yaml", "在哪个区？", "执照上是哪个区？", "In which district?"),
    (ANSWER, "再付补偿。", "再付赔偿金。", "Then pay."),
    (ANSWER, "怎么裁员？", "怎么减员？", "How to lay off?"),
]


@pytest.mark.parametrize(("path", "old", "new", "english"), CHANGES)
def test_the_check_says_it_and_handing_on_waits_for_a_ruling(
    told: Desk, path: str, old: str, new: str, english: str
) -> None:
    draft = told.draft()
    told.save(draft, TOLD[path].replace(old, new), path)
    assert [each[2] for each in stale(draft)] == [english]
    with pytest.raises(actions.NotPossible, match="英文说的还是旧的文字"):
        actions.propose(draft=draft, by=told.author)
    rule(draft, "drop", told.author)
    assert stale(draft) == []
    actions.propose(draft=draft, by=told.author)
    actions.approve(draft=draft, by=told.leader)
    actions.publish(draft=draft, by=person("boss", leader="区人社局"))
    said = catalogue().english
    assert english not in {each.english for each in said.texts}


def test_new_english_goes_beside_the_text_and_nothing_else_changes(told: Desk) -> None:
    draft = told.draft()
    told.save(draft, TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"))
    rule(draft, "new", told.author, "  At least\nthree employees: really ")
    changed = texts.diff(TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"), draft.files[RULE], 0)
    assert [line for kind, line in changed if kind == "add"] == [
        "  - {id: staff, say: 员工 3 人以上, when: 从业人员 >= 3, en: {say: 'At least three employees: really'}, "
        "cite: 示例规〔2022〕1号 第四条}"]  # fmt: skip
    assert stale(draft) == []


def test_english_that_still_holds_is_somebodys_word_and_stays_so(told: Desk) -> None:
    draft = told.draft()
    told.save(draft, TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"))
    rule(draft, "stands", told.second)
    assert stale(draft) == [] and draft.english_stands == [["员工 3 人以上", "Three staff or more"]]
    assert draft.hands.filter(person=told.second).exists()  # who ruled approves no more
    told.save(draft, draft.files[RULE].replace("员工 3 人以上", "员工 4 人以上"))
    assert stale(draft) == [("从业人员 3 人以上", "员工 4 人以上", "Three staff or more")]


@pytest.mark.parametrize("ruling", ["", "keep", "new"])
def test_a_ruling_says_what(told: Desk, ruling: str) -> None:
    draft = told.draft()
    told.save(draft, TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"))
    with pytest.raises(actions.NotPossible, match="新的英文"):
        rule(draft, ruling, told.author, "  ")


def test_rulings_are_the_bureaus_and_of_english_that_is_there(told: Desk) -> None:
    draft = told.draft()
    told.save(draft, TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"))
    with pytest.raises(Refused):
        rule(draft, "drop", told.other)
    with pytest.raises(actions.NotPossible, match="刚才有人改过"):
        actions.rule_english(draft=draft, path=RULE, pair=("没有这句", "Nothing"), ruling="drop", by=told.author)


def test_an_answer_without_english_loses_the_file_and_the_page_says_so(told: Desk) -> None:
    draft = told.draft()
    told.save(draft, TOLD[ANSWER].replace("再付补偿。", "再付赔偿金。"), ANSWER)
    rule(draft, "drop", told.author)
    assert draft.files[ANSWER_EN] == ""
    assert ANSWER_EN not in texts.overlay(draft.base.files, draft.files)


def test_chinese_and_english_of_an_answer_are_saved_together(told: Desk, as_: SignIn) -> None:
    draft, browser = told.draft(), as_(told.author)
    at = reverse("authoring:draft_edit", args=[draft.reference]) + f"?path={ANSWER}"
    page = browser.get(at).content.decode()
    assert "先说明情况。" in page and "Explain first." in page and 'name="english"' in page
    posted = {"view": "text", "seen": actions.seen_of(draft, ANSWER), "text": TOLD[ANSWER] + "\n完。\n",
              "english": TOLD[ANSWER_EN] + "\nThe end.\n"}  # fmt: skip
    assert browser.post(at, posted).status_code == 302
    draft.refresh_from_db()
    assert draft.files[ANSWER_EN].endswith("The end.\n") and stale(draft) == []
    assert browser.post(at, posted | {"text": "x", "english": "y"}).status_code == 422  # seen is of before
    posted |= {"seen": actions.seen_of(draft, ANSWER), "english": "  \n"}
    assert browser.post(at, posted).status_code == 302
    draft.refresh_from_db()
    assert draft.files[ANSWER_EN] == ""


def test_the_form_shows_english_beside_and_takes_both_in_one_save(told: Desk, as_: SignIn) -> None:
    draft, browser = told.draft(), as_(told.author)
    at = reverse("authoring:draft_edit", args=[draft.reference]) + f"?path={RULE}"
    page = browser.get(at).content.decode()
    assert 'name="conditions/1/en/say"' in page and 'value="Three staff or more"' in page and 'lang="en"' in page
    form = shown(RULE, TOLD[RULE]) | {"view": "form", "seen": actions.seen_of(draft, RULE)}
    form |= {"conditions/1/say": "员工 3 人以上", "conditions/1/en/say": "At least 3 staff"}
    checked = browser.post(reverse("authoring:draft_check", args=[draft.reference]) + f"?path={RULE}", form)
    assert "data-stale" not in checked.content.decode()
    half = form | {"conditions/1/en/say": "Three staff or more"}
    checked = browser.post(reverse("authoring:draft_check", args=[draft.reference]) + f"?path={RULE}", half)
    assert 'data-stale="1"' in checked.content.decode() and "1 处英文说的还是旧的文字" in checked.content.decode()
    assert browser.post(at, form).status_code == 302
    draft.refresh_from_db()
    assert "say: 员工 3 人以上" in draft.files[RULE] and "en: {say: At least 3 staff}" in draft.files[RULE]


def test_the_drafts_page_rules_place_by_place(told: Desk, as_: SignIn) -> None:
    draft, browser = told.draft(), as_(told.author)
    told.save(draft, TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"))
    page = browser.get(reverse("authoring:draft_one", args=[draft.reference])).content.decode()
    assert '<del lang="zh-Hans">从业人员 3 人以上</del>' in page and 'value="stands"' in page
    at = reverse("authoring:draft_english", args=[draft.reference])
    posted = {"path": RULE, "chinese": "员工 3 人以上", "english": "Three staff or more", "ruling": "stands"}
    assert browser.post(at, posted | {"path": "test/none.yaml"}).status_code == 404
    assert browser.get(at).status_code == 405
    assert browser.post(at, posted, follow=True).status_code == 200
    draft.refresh_from_db()
    assert stale(draft) == []
    page = browser.get(reverse("authoring:draft_one", args=[draft.reference])).content.decode()
    assert "data-stale" not in page and "确认英文仍然准确" in page


def test_who_only_reads_sees_what_is_old_and_no_buttons(told: Desk, as_: SignIn) -> None:
    draft = told.draft()
    told.save(draft, TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"))
    page = as_(told.other).get(reverse("authoring:draft_one", args=[draft.reference])).content.decode()
    assert 'data-stale="1"' in page and 'name="ruling"' not in page


def test_a_programme_whose_english_was_dropped_says_so_in_one_line(told: Desk, client: Client) -> None:
    def page() -> str:
        return client.get("/policies/hiring/", headers={"accept-language": "en"}).content.decode()

    assert "Three staff or more" in page()
    draft = told.draft()
    told.save(draft, TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"))
    rule(draft, "drop", told.author)
    actions.propose(draft=draft, by=told.author)
    actions.approve(draft=draft, by=told.second)
    actions.publish(draft=draft, by=told.leader)
    assert "Three staff or more" not in page() and page().count('id="english-note"') == 1
    assert re.search(r'<span lang="zh-Hans">[^<]*员工', page())


def test_publishing_a_folder_asks_too(told: Desk, tmp_path: Path) -> None:
    for name, text in (TOLD | {RULE: TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when")}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = catalogue().hash
    with pytest.raises(CommandError, match=r"hiring/2022-01-01.yaml:\d+ “员工 3 人以上”（原为“从业人员 3 人以上”）"):
        call_command("publish", tmp_path / "test")
    assert catalogue().hash == before
    call_command("publish", tmp_path / "test", english_stands=True)
    assert catalogue().hash != before


# Files as they are

WITH_FORM = [path for path in FILES if texts.may_be_drafted(path) and fields.has_form(path)]


@pytest.mark.parametrize("path", WITH_FORM)
def test_the_form_shows_every_english_of_what_it_shows(path: str) -> None:
    """Whatever has a field in Chinese and English in the file has a field in English."""
    names, document = set(shown(path, FILES[path])), fields.doc.load(FILES[path])
    chinese = [name for name in names if not name.startswith("new/") and "/en/" not in f"/{name}"]
    told = {fields._beside(name) for name in chinese}
    assert {each for each in told if fields.doc.at(document, fields.steps(each)) is not None} <= names


def test_english_is_dropped_where_the_text_goes_and_no_empty_mapping_stays() -> None:
    path = "yangpu/programmes/srdi-award/2022-06-01.yaml"
    new = fields.apply(path, FILES[path], shown(path, FILES[path]) | {"benefit/say": ""})
    assert "first district recognition" not in new
    assert "en: {}" not in new and new.count("en:") == FILES[path].count("en:") - 1


def test_a_new_condition_with_english() -> None:
    path = "yangpu/programmes/tech-little-giant/2017-02-01.yaml"
    typed = {"new/conditions/id": "more", "new/conditions/say": "另一条", "new/conditions/en/say": "One more"}
    added = fields.apply(path, FILES[path], shown(path, FILES[path]) | typed)
    assert "  - {id: more, say: 另一条, en: {say: One more}}\n" in added


def test_words_of_offices_and_questions_are_changed_not_what_there_is() -> None:
    layer, words = "yangpu/layer.yaml", "national/vocabulary.yaml"
    new = fields.apply(layer, FILES[layer], shown(layer, FILES[layer]) | {"offices/0/phone": "12345"})
    assert 'phone: "12345"' in new
    assert not any(each.name == "offices/0/name" for each in fields._every(fields.sheet(layer, FILES[layer])))
    typed = {"facts/注册区/ask": "执照上写的是哪个区？", "facts/注册区/en/ask": "Which district is on your licence?"}
    new = fields.apply(words, FILES[words], shown(words, FILES[words]) | typed)
    assert [kind for kind, _line in texts.diff(FILES[words], new, 0) if kind != "hunk"].count("add") == 2


LIST = "name: 甲\nfor: [创业者, 小微企业]\nen: {name: A, for: [Founders, Small firms]}\n"
MAP = "values: {农业: {code: A}, 工业: {code: B}}\nen: {values: {农业: Farming, 工业: Industry}}\n"


@pytest.mark.parametrize(("text", "pair", "english", "line"), [
    (LIST, ("小微企业", "Small firms"), "Small businesses", "en: {name: A, for: [Founders, Small businesses]}"),
    (LIST, ("甲", "A"), "B", "en: {name: B, for: [Founders, Small firms]}"),
    (LIST, ("甲", "A"), "", "en: {for: [Founders, Small firms]}"),
    (MAP, ("工业", "Industry"), "Manufacturing", "en: {values: {农业: Farming, 工业: Manufacturing}}"),
    (MAP, ("工业", "Industry"), "", "en: {values: {农业: Farming}}"),
    ("金额: {unit: 元, en: {name: Sum}}\n", ("金额", "Sum"), "Amount", "金额: {unit: 元, en: {name: Amount}}"),
    ("金额: {unit: 元, en: {name: Sum}}\n", ("金额", "Sum"), "", "金额: {unit: 元}"),
])  # fmt: skip
def test_one_text_is_told_anew_in_place(text: str, pair: tuple[str, str], english: str, line: str) -> None:
    changed = retelling.retell({"x/parameters/y.yaml": text}, "x/parameters/y.yaml", pair, english)
    assert changed["x/parameters/y.yaml"].splitlines()[-1] == line


def test_a_list_loses_its_english_whole() -> None:
    changed = retelling.retell({"x/layer.yaml": LIST}, "x/layer.yaml", ("小微企业", "Small firms"), "")
    assert changed["x/layer.yaml"].splitlines()[-1] == "en: {name: A}"


def test_what_is_not_there_changes_nothing() -> None:
    assert retelling.retell({"x/layer.yaml": LIST}, "x/layer.yaml", ("甲", "Z"), "B") == {}


@pytest.mark.parametrize(("pair", "new", "says"), [
    (("怎么裁员？", "How to lay off?"), "How do we reduce staff?", "title: How do we reduce staff?\n"),
    (("再付补偿。", "Then pay."), "Then compensate.", "Explain first.\n\nThen compensate.\n"),
])  # fmt: skip
def test_an_answers_english_is_told_anew(pair: tuple[str, str], new: str, says: str) -> None:
    changed = retelling.retell({ANSWER: TOLD[ANSWER], ANSWER_EN: TOLD[ANSWER_EN]}, ANSWER, pair, new)
    assert list(changed) == [ANSWER_EN] and says in changed[ANSWER_EN]


def test_a_check_that_waits_for_rulings_does_not_say_that_all_is_well(told: Desk, as_: SignIn) -> None:
    draft, browser = told.draft(), as_(told.author)
    page = reverse("authoring:draft_one", args=[draft.reference])
    assert "检查通过" in browser.get(page).content.decode()
    told.save(draft, TOLD[RULE].replace(STAFF, "say: 员工 3 人以上, when"))
    text = browser.get(page).content.decode()
    assert "英文还要裁定" in text and ">检查通过<" not in text and "hq-verdict-open" in text
