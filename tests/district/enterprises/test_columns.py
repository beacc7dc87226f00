"""Which column holds which fact: by heading, unit and what was confirmed before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from district.enterprises.importing.columns import (
    CODE,
    NAME,
    SKIP,
    SYNONYMS,
    UNITS,
    Column,
    column,
    propose,
    split_heading,
)
from district.enterprises.models import ColumnMapping, FactKind
from district.ground import clock
from tests.district.cases.factories import District

KINDS = {
    "营业收入": FactKind(name="营业收入", type="number", unit="元"),
    "从业人员": FactKind(name="从业人员", type="number", unit="人"),
    "成立日期": FactKind(name="成立日期", type="date"),
    "注册区": FactKind(name="注册区", type="string"),
    "失信被执行": FactKind(name="失信被执行", type="boolean"),
}


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [
        ("营业收入（万元）", "营业收入", "万元"),
        ("营业收入(万元)", "营业收入", "万元"),
        ("营业收入 [ 万元 ]", "营业收入", "万元"),
        ("营业收入【单位：万元】", "营业收入", "万元"),
        ("营业收入（单位:元）", "营业收入", "元"),
        ("营业收入", "营业收入", ""),
        (" 营业  收入 ", "营业 收入", ""),
        ("是否上市（是/否）", "是否上市", "是/否"),
        ("", "", ""),
        ("收入（不含税）（万元）", "收入(不含税)", "万元"),
    ],
)
def test_a_heading_may_name_its_unit(heading: str, name: str, unit: str) -> None:
    assert split_heading(heading) == (name, unit)


@pytest.mark.django_db
def test_headings_are_known_by_their_usual_words() -> None:
    header = ["序号", "社会信用代码", "单位名称", "营收（万元）", "职工人数", "开业日期", "注册区", "是否失信被执行人"]
    found = propose(header, "print", KINDS)
    assert [each.fact for each in found] == [
        SKIP,
        CODE,
        NAME,
        "营业收入",
        "从业人员",
        "成立日期",
        "注册区",
        "失信被执行",
    ]
    assert [each.place for each in found] == list(range(8))
    assert (found[3].unit, found[3].factor) == ("万元", Decimal(10_000))
    assert (found[4].unit, found[4].factor) == ("人", Decimal(1))


@pytest.mark.django_db
def test_a_fact_is_taken_by_the_first_column_alone() -> None:
    found = propose(["营业收入（元）", "年营业收入（元）", "名称", "企业名称"], "print", KINDS)
    assert [each.fact for each in found] == ["营业收入", SKIP, NAME, SKIP]


@pytest.mark.django_db
def test_facts_the_catalogue_does_not_have_are_not_proposed() -> None:
    assert [each.fact for each in propose(["研发费用", "参保人数"], "print", KINDS)] == [SKIP, SKIP]


def test_what_was_confirmed_for_the_same_header_is_proposed_again(here: District) -> None:
    confirmed = [column(0, "甲", "营业收入", "千元", KINDS), column(1, "乙", "研发费用", "", KINDS)]
    ColumnMapping.objects.create(
        fingerprint="print", columns=[each.as_json() for each in confirmed], used_at=clock.now(), by=here.officer
    )
    found = propose(["甲", "乙"], "print", KINDS)
    assert (found[0].fact, found[0].unit, found[0].factor) == ("营业收入", "千元", Decimal(1000))
    assert found[1] == Column(1, "乙", SKIP, "", Decimal(1))  # gone from the catalogue since


@pytest.mark.parametrize(
    ("fact", "unit", "kept", "factor"),
    [
        ("营业收入", "万元", "万元", 10_000),
        ("营业收入", "亿元", "亿元", 100_000_000),
        ("营业收入", "", "元", 1),
        ("营业收入", "美元", "元", 1),
        ("从业人员", "万人", "万人", 10_000),
        ("成立日期", "", "", 1),
        ("成立日期", "元", "元", 1),
        (CODE, "", "", 1),
    ],
)
def test_a_unit_is_turned_into_the_facts_own(fact: str, unit: str, kept: str, factor: int) -> None:
    made = column(3, "x", fact, unit, KINDS)
    assert (made.unit, made.factor) == (kept, Decimal(factor))


def test_a_column_comes_back_from_what_is_kept() -> None:
    made = column(3, "营业收入（万元）", "营业收入", "万元", KINDS)
    assert Column.from_json(made.as_json()) == made
    assert all(isinstance(value, str | int) for value in made.as_json().values())


def test_no_usual_word_means_two_facts() -> None:
    words = [word for listed in SYNONYMS.values() for word in listed]
    assert len(words) == len(set(words))
    assert all(factor > 0 for factor in UNITS.values())
