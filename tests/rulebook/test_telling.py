"""Sentences of verdicts, kept in Chinese, told in English: every form that judging makes, with the same numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from rulebook import Catalogue, judge, read_catalogue
from rulebook.catalogue.model import flat
from rulebook.comparing.versions import versions
from rulebook.english_differences import DIFFERENCES
from rulebook.english_verdicts import VERDICTS
from rulebook.explaining.formulas import parameter_words
from rulebook.packaging.lawful import package
from rulebook.telling import HAN, Teller, listed

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2022, 6, 24)
WORDS = {
    "从业人员": "Headcount", "失信被执行": "Dishonest judgment debtor", "在杨浦区注册": "Registered in Yangpu",
    "人": "people", "元": "yuan", "个月": "months", "信用平台": "Credit platform", "小型": "Small",
}  # fmt: skip


@lru_cache(maxsize=1)
def yangpu() -> Catalogue:
    return read_catalogue(ROOT / "catalogue" / "yangpu")


@lru_cache(maxsize=1)
def every_word() -> frozenset[str]:
    """All that the catalogue and its rules say: as if each had English."""
    found = yangpu()
    words = {each.chinese for each in found.english.texts} | found.english.words.keys()
    for programme in found.programmes.values():
        words |= {each.say for version in programme.versions for each in flat(version.conditions)}
        words |= {each.cite for version in programme.versions for each in flat(version.conditions)}
    return frozenset(words | found.facts.keys() | found.derived.keys() | found.parameters.keys())


def teller(words: dict[str, str] | None = None) -> Teller:
    given = WORDS if words is None else words
    return Teller(lambda text: given.get(text, ""), {**VERDICTS, **DIFFERENCES})


@pytest.mark.parametrize(("chinese", "english"), [
    ("请补充“从业人员”“失信被执行”。", "Please add “Headcount” and “Dishonest judgment debtor”."),
    ("请补充“从业人员”“失信被执行”“小型”“人”等 7 项。", "Please add “Headcount”, “Dishonest judgment debtor”, “Small”, “people” and 3 more."),
    ("还差 1 人", "1 person short"), ("还差 12.50 万元", "¥125,000 short"), ("还差 5 人。", "5 people short."), ("超出 806.63 元", "¥806.63 too many"),
    ("再满 3 个月，最早 2022年9月1日符合", "3 months more to go; met from 1 September 2022 at the earliest"),
    ("要早于 2022年1月1日，现为 2022年3月5日", "must be before 1 January 2022, is 5 March 2022"),
    ("目前不符合：在杨浦区注册（现为“小型”）；从业人员。", "Not met at present: Registered in Yangpu (is “Small”); Headcount."),
    ("“失信被执行”由信用平台核验，不需要您提供。", "“Dishonest judgment debtor” will be verified by Credit platform; you need not supply it."),
    ("“从业人员”算不出来：除数为 0", "“Headcount” cannot be worked out: a division by 0"),
    ("从业人员、小型", "Headcount, Small"),
    ("2022 年 6 月 24 日", "24 June 2022"),
])  # fmt: skip
def test_a_sentence_is_told(chinese: str, english: str) -> None:
    assert teller().tell(chinese) == english


@pytest.mark.parametrize("text", ["某某有限公司", "请尽快联系我们", "二〇二二年"])
def test_what_nobody_has_english_for_is_not_told(text: str) -> None:
    assert teller().tell(text) == ""
    assert teller().inner(text) == text


def test_a_chance_likeness_is_not_half_told() -> None:
    near = Teller(lambda text: "", {"%(since)s至%(until)s": "%(since)s to %(until)s"})
    assert near.tell("2022年1月1日至2022年3月1日") == "1 January 2022 to 1 March 2022"
    assert near.tell("自春天至秋天") == ""


def test_a_list_ends_with_and() -> None:
    assert [listed(list(each)) for each in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]


def said() -> Iterator[str]:
    """Every sentence that judging and packaging make of the shipped catalogue's examples."""
    found = yangpu()
    for slug, programme in found.programmes.items():
        for version in programme.versions:
            for example in version.examples:
                if version.in_force(example.as_of):
                    verdict = judge(found, slug, example.given, example.as_of, example.answers)
                    yield verdict.next
                    yield from verdict.notes
                    yield from (each.gap.words for each in verdict.conditions() if each.gap)
                    combined = package(found, example.given, example.as_of)
                    yield from (why for line in combined.lines for _, why, _ in line.unpaid if why)


def test_every_sentence_of_the_shipped_catalogue_has_english() -> None:
    every = Teller(lambda text: "word" if text in every_word() else "", {**VERDICTS, **DIFFERENCES})
    sentences = sorted(set(said()))
    assert len(sentences) > 150
    half = [f"{each} | {every.tell(each)}" for each in sentences if HAN.search(every.tell(each) or each)]
    assert not half, "\n".join(half)


def test_what_changes_between_versions_has_english() -> None:
    every = Teller(lambda text: "word" if text in every_word() else "", {**VERDICTS, **DIFFERENCES})
    half = []
    for programme in yangpu().programmes.values():
        for before, after in zip(programme.versions, programme.versions[1:], strict=False):
            sentences = [str(each.say) for each in versions(before, after) if each.kind == "condition"]
            half += [f"{each} | {every.tell(each)}" for each in sentences if HAN.search(every.tell(each) or each)]
    assert not half, "\n".join(half)


def test_a_gap_says_the_same_numbers() -> None:
    every = Teller(lambda text: "word" if text in every_word() else "", VERDICTS)
    for sentence in {each for each in said() if re.fullmatch(r"(还差|超出) [\d.,]+ 万元", each)}:
        yuan = Decimal(re.search(r"[\d.,]+", sentence)[0].replace(",", "")) * 10_000  # type: ignore[index]
        assert f"¥{yuan:,.0f}" in every.tell(sentence) or f"¥{yuan:,.2f}" in every.tell(sentence)


def test_parameters_are_told_with_their_units() -> None:
    assert teller().tell(parameter_words("甲", Decimal(6520), "元")) == "¥6,520"
    assert teller().tell(parameter_words("甲", Decimal(1), "人")) == "1 person"


@pytest.mark.parametrize(
    "chinese, english",
    [
        (
            "决策表“size”第 1 行：< 20 → “小” 改为 < 10 → “小”",
            "decision table “size”, row 1: < 20 → “小”, now < 10 → “小”",
        ),
        ("决策表“size”第 2 行：新增 < 10", "decision table “size”, row 2: new: < 10"),
        ("事实“注册区”的可取的词：新增 北区", "words it may be of fact “注册区”: new: 北区"),
        ("事实“注册区”的单位：元 → 万元", "unit of fact “注册区”: 元 → 万元"),
        ("项目“a”的主题：创业 → 就业", "topics of programme “a”: 创业 → 就业"),
        ("决策表“size”的命中策略：U → F", "hit policy of decision table “size”: U → F"),
        ("义务“stay”的月数：12 → 24", "months of obligation “stay”: 12 → 24"),
    ],
)
def test_a_difference_is_told_though_the_names_in_it_have_no_english(chinese: str, english: str) -> None:
    teller = Teller(lambda text: "", {**VERDICTS, **DIFFERENCES})
    assert teller.tell(chinese) == english
