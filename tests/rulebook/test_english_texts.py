"""English in the catalogue's files: where it may stand, what is lacking, and that no rule rests on it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from rulebook import Catalogue, CatalogueError, judge, read_catalogue, read_files
from rulebook.catalogue.english import English
from rulebook.cli.main import main
from rulebook.comparing.catalogues import differences
from rulebook.explaining.formulas import formula
from rulebook.explaining.formulas_english import english_formula
from tests.rulebook.small import GIANT, VOCABULARY, edited, files, line_of

ROOT = Path(__file__).resolve().parents[2]
PROGRAMME, TOWN, ANSWER = "town/programmes/giant/programme.yaml", "town/layer.yaml", "town/answers/one.md"
DAY = dt.date(2022, 6, 24)
SUMMARY = "summary: 评审认定后一次性资助 50 万元。\n"
QUESTION = "---\ntitle: 怎么办？\n---\n先协商。\n\n再申请。\n"


def read(texts: dict[str, str]) -> Catalogue:
    return read_files(texts, "town")


def english(texts: dict[str, str]) -> English:
    return read(texts).english


def beside(said: str) -> dict[str, str]:
    """The small catalogue with an `en` in the giant's programme.yaml."""
    return edited(PROGRAMME, SUMMARY, f"{SUMMARY}en: {said}\n")


def test_a_text_has_the_english_beside_it() -> None:
    found = english(beside("{name: Sample little giant, for: [growing firms]}"))
    assert found.of("示例小巨人", "programmes/giant") == "Sample little giant"
    assert found.of("成长期企业") == "growing firms"
    assert not found.of("评审认定后一次性资助 50 万元。")


def test_a_fact_is_named_by_its_key_and_a_table_of_words_by_theirs() -> None:
    texts = edited(VOCABULARY, "ask: 哪一天成立的？}", 'ask: 哪一天成立的？, en: {name: Founded on, ask: "When?"}}')
    texts["city/tables/kinds.yaml"] = (
        'values: {工业: {code: A}, "01": 农业}\nen: {values: {工业: Industry, "01": Farming}}\n'
    )
    found = english(texts)
    said = [found.of(each) for each in ("成立日期", "哪一天成立的？", "工业", "农业")]
    assert said == ["Founded on", "When?", "Industry", "Farming"]


def test_an_entry_speaks_for_itself_first_then_the_words_then_others() -> None:
    texts = beside("{for: [growing firms]}")
    texts[TOWN] += "words: {成长期企业: young firms, 评审组: panel}\n"
    found = english(texts)
    assert found.of("成长期企业", "programmes/giant") == "growing firms"
    assert found.of("成长期企业", "programmes/social") == found.of("成长期企业") == "young firms"
    assert found.of("评审组", "programmes/giant") == "panel"


def test_a_lower_layer_has_the_last_word() -> None:
    texts = files()
    texts["city/layer.yaml"] += "words: {元: yuan, 人: persons}\n"
    texts[TOWN] += "words: {人: people}\n"
    assert [english(texts).of(each) for each in ("元", "人")] == ["yuan", "people"]


@pytest.mark.parametrize(("said", "at", "words"), [
    ("{nmae: X}", "nmae", "en 里写了“nmae”，旁边没有这段文字，是不是“name”？"),
    ("{owner: X}", "owner", "en 里写了“owner”，旁边没有这段文字"),
    ("{slug: X}", "slug: X", "en 里写了“slug”"),
    ("{for: [a, b]}", "[a, b]", "“for”有 2 段英文，旁边有 1 段文字"),
    ("{name: {a: b}}", "{a: b}", "en 的“name”"),
    ("[X]", "[X]", "en 写的是列表"),
])  # fmt: skip
def test_english_of_nothing_is_a_fault_with_its_line(said: str, at: str, words: str) -> None:
    texts = beside(said)
    with pytest.raises(CatalogueError) as caught:
        read(texts)
    hit = next(each for each in caught.value.faults if words in each.message)
    assert (hit.file, hit.line) == (PROGRAMME, line_of(texts, PROGRAMME, at))
    assert not any("\u4e00" <= each <= "\u9fff" for each in hit.told("en").split("“")[0])


def test_no_rule_and_no_hash_rests_on_english() -> None:
    texts = beside("{name: Giant}")
    texts[PROGRAMME] = texts[PROGRAMME].replace("title: 示例办法,", "title: 示例办法, en: {title: Measures},")
    texts[GIANT] = texts[GIANT].replace("say: 中小微企业,", "say: 中小微企业, en: {say: MSME},")
    texts[GIANT] += "summary: 一句话\nen: {summary: One line}\n"
    plain = files()
    plain[GIANT] += "summary: 一句话\n"
    with_english, without = read(texts), read(plain)
    assert [each.hash for each in with_english.programmes["giant"].versions] == [
        each.hash for each in without.programmes["giant"].versions
    ]
    verdicts = [judge(each, "giant", {"注册区": "虹口区"}, DAY).as_json() for each in (with_english, without)]
    assert verdicts[0] == verdicts[1]
    assert "MSME" not in json.dumps(verdicts[0], ensure_ascii=False)
    assert not list(differences(without, with_english))


def test_an_answer_has_its_english_paragraph_by_paragraph() -> None:
    texts = {**files(), ANSWER: QUESTION}
    texts["town/answers/one.en.md"] = "---\ntitle: What now?\n---\nTalk first.\n\nThen apply.\n"
    found = english(texts)
    assert [found.of(each) for each in ("怎么办？", "先协商。", "再申请。")] == [
        "What now?",
        "Talk first.",
        "Then apply.",
    ]
    assert list(read(texts).answers) == ["one"]


@pytest.mark.parametrize(("path", "text", "words"), [
    ("town/answers/one.en.md", "---\ntitle: What now?\n---\nTalk first.\n", "英文有 1 段，中文有 2 段"),
    ("town/answers/two.en.md", "---\ntitle: What now?\n---\nTalk.\n", "没有同名的中文问答"),
])  # fmt: skip
def test_an_answer_that_does_not_fit_its_chinese_is_a_fault(path: str, text: str, words: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read({**files(), ANSWER: QUESTION, path: text})
    assert [each.file for each in caught.value.faults if words in each.message] == [path]


def test_check_counts_and_lists_what_is_lacking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, text in beside("{name: Sample little giant}").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    town = str(tmp_path / "town")
    assert main(["check", town, "--lang", "en"]) == 0
    assert ": 1 of " in next(line for line in capsys.readouterr().out.splitlines() if line.startswith("English"))
    assert main(["check", town, "--english", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert f"{tmp_path / PROGRAMME}:6: “成长期企业” has no English." in listed
    assert "“示例小巨人” has no English" not in listed
    assert main(["check", town, "--english", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["english"]["texts"] - told["english"]["lacking"] == 1
    assert len(told["english_lacking"]) == told["english"]["lacking"]


def test_english_of_the_shipped_catalogue_beside_its_programmes_is_whole() -> None:
    every = read_catalogue(ROOT / "catalogue/yangpu").english.lacking
    lacking = [each for each in every if "/programmes/" not in each.place.file]
    assert not lacking, "\n".join(f"{each.place}: {each.chinese}" for each in lacking)


def test_an_amount_is_worked_out_in_english_with_the_same_numbers() -> None:
    found = read_catalogue(ROOT / "catalogue/yangpu")
    benefit = next(each for each in found.programmes["srdi-award"].versions if each.since.month == 6).benefit
    assert "2.00 万元" in formula(found, benefit, DAY)
    said = english_formula(found, benefit, DAY)
    assert said.startswith("(¥20,000 if ") and said.endswith("otherwise ¥30,000")
