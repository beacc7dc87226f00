"""The next most useful question, asked to the end: every answer is of use, and at the end nothing is open."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import rulebook
from rulebook import Value, judge_all, next_question
from tests.rulebook.small import edited, small

DAY = dt.date(2022, 6, 24)
VOCABULARY = "city/vocabulary.yaml"
ANSWERS: dict[str, Value] = {
    "注册区": "杨浦区", "成立日期": dt.date(2020, 1, 15), "从业人员": Decimal(25), "营业收入": Decimal(3_000_000),
    "研发费用": Decimal(100), "行业": "软件业", "失信被执行": False, "高新技术企业": True, "发明专利数": Decimal(0),
    "参保人数": Decimal(8),
}  # fmt: skip


def test_it_asks_to_the_end_and_never_twice() -> None:
    facts: dict[str, Value] = {}
    asked = []
    while question := next_question(small(), facts, DAY):
        assert question.fact not in facts
        assert question.settles >= 1
        asked.append(question.fact)
        facts[question.fact] = ANSWERS[question.fact]
        assert len(asked) <= len(ANSWERS)
    assert all(not verdict.missing for verdict in judge_all(small(), facts, DAY))
    assert "研发费用" not in asked  # no rule asks for it


def test_a_fact_that_settles_a_programme_alone_comes_before_one_of_many() -> None:
    assert next_question(small(), {}, DAY).fact == "成立日期"  # type: ignore[union-attr]
    facts = {"成立日期": dt.date(2020, 1, 15), "参保人数": Decimal(8)}
    assert next_question(small(), facts, DAY).fact != "参保人数"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "fact, ask, type_, choices",
    [
        ("成立日期", "哪一天成立的？", "date", ()),
        ("注册区", "注册区是什么？", "string", ("杨浦区", "虹口区", "静安区")),
        ("失信被执行", "是否失信被执行？", "boolean", ()),
        ("发明专利数", "发明专利数是多少？", "number", ()),
        ("行业", "行业是什么？", "string", ("工业", "软件业", "批发业")),
    ],
)
def test_a_question_is_fit_to_be_shown(fact: str, ask: str, type_: str, choices: tuple[str, ...]) -> None:
    known = {name: value for name, value in ANSWERS.items() if name != fact}
    if fact == "发明专利数":
        known["高新技术企业"] = False
    question = next_question(small(), known, DAY)
    assert question is not None
    assert (question.fact, question.ask, question.type, question.choices) == (fact, ask, type_, choices)
    assert question.unit == small().facts[fact].unit


def test_what_the_person_cannot_answer_is_skipped() -> None:
    first = next_question(small(), {}, DAY)
    assert first is not None
    second = next_question(small(), {}, DAY, skip={first.fact})
    assert second is not None and second.fact != first.fact
    assert next_question(small(), {}, DAY, skip=set(ANSWERS)) is None


def test_only_the_programmes_one_cares_for() -> None:
    question = next_question(small(), {"成立日期": dt.date(2020, 1, 15)}, DAY, slugs=["social"])
    assert question is not None and question.fact == "参保人数"
    assert next_question(small(), {}, DAY, slugs=[]) is None
    assert next_question(small(), {}, DAY, subject="person") is None


def test_words_a_rule_compares_with_are_offered_where_no_list_says_them() -> None:
    free = edited(VOCABULARY, ", one_of: [杨浦区, 虹口区, 静安区]", "")
    catalogue = rulebook.read_files(free, "town")
    known = {name: value for name, value in ANSWERS.items() if name != "注册区"}
    question = next_question(catalogue, known, DAY)
    assert question is not None
    assert (question.fact, question.choices) == ("注册区", ("杨浦区",))
