"""The English of the shipped catalogue: none is lacking, and it says the same numbers, dates and names."""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from rulebook import Catalogue, read_catalogue, read_files
from rulebook.catalogue.english import Text

HOME = Path(__file__).resolve().parents[2] / "catalogue"
TIMES = {"": 1, "万": 10_000, "亿": 100_000_000, " million": 1_000_000}
MONTHS = list(calendar.month_name)[1:]
DOCUMENT = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号")
HAN = re.compile(r"[\u4e00-\u9fff]")
TERMS = {
    "专精特新": "SRDI",
    "小巨人": "little giant",
    "免申即享": "granted without application",
    "失信被执行人": "dishonest judgment debtor",
    "中小微企业": "MSME",
    "高新技术企业": "high-tech enterprise",
    "公示": "public notice",
    "贴息": "interest",
    "担保费": "guarantee",
    "失业保险": "unemployment insurance",
}


@lru_cache(maxsize=1)
def yangpu() -> Catalogue:
    return read_catalogue(HOME / "yangpu")


def written() -> list[Text]:
    """What has its English beside it. Full names of offices have their own official English."""
    return [each for each in yangpu().english.texts if each.english and each.key != "full"]


def numbers(text: str) -> Counter[Decimal]:
    """The numbers of a text in either language: 30 万 and 300,000 and 0.3 million are one, March is 3."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", DOCUMENT.sub("", text))
    text = re.sub(rf"\b({'|'.join(MONTHS)})\b", lambda found: str(MONTHS.index(found[0]) + 1), text)
    found = re.findall(r"(\d+(?:\.\d+)?)(?: ?多?(万|亿)|( million))?", text)
    return Counter(Decimal(number) * TIMES[chinese or english] for number, chinese, english in found)


def without_english(node: Node) -> Node:
    """The node with every `en: {…}` taken out, at any depth."""
    if isinstance(node, MappingNode):
        node.value = [(key, without_english(value)) for key, value in node.value if key.value != "en"]
    elif isinstance(node, SequenceNode):
        node.value = [without_english(each) for each in node.value]
    return node


def test_every_text_has_english() -> None:
    english = yangpu().english
    assert english.counted > 1000
    assert not english.lacking, "\n".join(f"{each.place}: {each.chinese}" for each in english.lacking)


def test_english_says_every_number_of_the_chinese() -> None:
    different = [
        f"{each.place}: {each.chinese} | {each.english}"
        for each in written()
        if numbers(each.chinese) - numbers(each.english)
    ]
    assert not different, "\n".join(different)


def test_english_has_no_chinese_but_the_numbers_of_documents() -> None:
    mixed = [f"{each.place}: {each.english}" for each in written() if HAN.search(DOCUMENT.sub("", each.english))]
    assert not mixed, "\n".join(mixed)


def test_one_chinese_text_has_one_english() -> None:
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in written():
        said[each.key, each.chinese].add(each.english)
    assert not {key: english for key, english in said.items() if len(english) > 1}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_one_word_everywhere(term: str) -> None:
    texts = [each for each in written() if term in each.chinese]
    astray = [f"{each.chinese} | {each.english}" for each in texts if TERMS[term].lower() not in each.english.lower()]
    assert texts, term
    assert not astray, "\n".join(astray)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("30 万元", "300,000 yuan"), ("1.5 亿元", "150 million yuan"), ("2022 年 3 月至 12 月", "March to December 2022"),
     ("沪府规〔2022〕5号第 3 条", "Article 3")],
)  # fmt: skip
def test_numbers_are_read_alike_in_both_languages(chinese: str, english: str) -> None:
    assert numbers(chinese) == numbers(english)
    assert numbers(chinese) - numbers(english.replace("3", "4").replace("5", "6").replace("March", "April"))


def test_english_changes_no_hash() -> None:
    files = {path: text for path, text in yangpu().files.items() if not path.endswith(".en.md")}
    for path in [path for path in files if path.endswith(".yaml")]:
        files[path] = yaml.serialize(without_english(yaml.compose(files[path])), allow_unicode=True)
    chinese = read_files(files, "yangpu")
    assert not [each for each in chinese.english.texts if each.english and not each.place.file.endswith(".md")]
    for slug, programme in yangpu().programmes.items():
        assert [each.hash for each in programme.versions] == [
            each.hash for each in chinese.programmes[slug].versions
        ], slug
