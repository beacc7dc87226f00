"""One place a kind: what is read of what people type, what is said, the schema, the paper."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from district.ground.surveys.answering import read, score
from district.ground.surveys.asked.base import BadAnswer
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.checking import checked
from district.ground.surveys.printing import question_parts
from district.ground.surveys.questions import Choice, Kind, Question, Words, one_page
from district.ground.surveys.samples import HIRING, RATING
from district.ground.surveys.schemas import schema_of

TWO = (Choice("a", Words("甲"), Decimal(2)), Choice("b", Words("乙"), Decimal(1)))


def of(kind: Kind, **more: Any) -> Question:
    return Question("q", kind, Words("问"), **more)


@pytest.mark.parametrize(
    "question, typed, value",
    [
        (of(Kind.NUMBER), "１,２００ ", Decimal(1200)),
        (of(Kind.NUMBER, unit="人", places=0), "12 人", Decimal(12)),
        (of(Kind.MONEY), "1.25万元", Decimal(12500)),
        (of(Kind.MONEY, unit="元/月"), "8000元/月", Decimal(8000)),
        (of(Kind.NUMBER), "-0.50", Decimal("-0.5")),
        (of(Kind.DATE), "2026年1月31日", dt.date(2026, 1, 31)),
        (of(Kind.YES_NO), "true", True),
        (of(Kind.SCALE, choices=(Choice("1", Words("1")),)), "1", Decimal(1)),
        (of(Kind.SEVERAL, choices=TWO), ["b", "a"], ("a", "b")),
        (of(Kind.TEXT), "  ", None),
    ],
)
def test_what_people_type_is_understood(question: Question, typed: Any, value: Any) -> None:
    assert asked(question).read(question, typed) == value


@pytest.mark.parametrize(
    "question, typed, why",
    [
        (of(Kind.NUMBER, places=0), "1.5", "整数"),
        (of(Kind.NUMBER, places=1), "1.55", "最多 1 位"),
        (of(Kind.MONEY), "NaN", "请填数字"),
        (of(Kind.NUMBER), "9" * 40, "请填数字"),
        (of(Kind.NUMBER), "1e9", "请填数字"),
        (of(Kind.DATE), "2026-02-30", "请填日期"),
        (of(Kind.CHOICE, choices=TWO), "c", "选一个"),
        (of(Kind.SEVERAL, choices=TWO), ["a", "c"], "列出的"),
        (of(Kind.TEXT), "长" * 301, "最多 300"),
        (of(Kind.FILE), "../../etc/passwd", "重新上传"),
    ],
)
def test_what_cannot_be_taken_is_said(question: Question, typed: Any, why: str) -> None:
    with pytest.raises(BadAnswer, match=why):
        asked(question).read(question, typed)


def test_the_schema_says_kinds_and_limits() -> None:
    found = schema_of(checked(HIRING).content)
    staff = found["properties"]["staff"]
    assert (staff["type"], staff["minimum"], staff["maximum"]) == ("integer", 0, 100000)
    row = found["properties"]["posts"]["items"]
    assert row["properties"]["pay"]["minimum"] == 2000 and row["required"] == ["post", "number"]
    assert found["required"] == ["staff", "hires"] and "visit" in found["properties"]["phone_time"]["description"]


def test_a_rating_is_added_up() -> None:
    content = one_page(of(Kind.CHOICE, choices=TWO))
    assert score(content, read(content, {"q": "a"}).values) == 2
    assert score(RATING, read(RATING, {"overall": "5", "speed": "4", "solved": "yes"}).values) == 11


def test_the_paper_says_when_a_question_is_asked() -> None:
    content = checked(HIRING).content
    [first, *boxes] = question_parts(content.asked["why_not"], 3, content.asked)
    assert first.text == "3. 暂不招人的原因（满足“未来三个月要招人吗 = false”时回答）" and boxes[1].text == "□ 订单不足"


def test_one_person_is_asked_for_each_claimed_enterprise(here: Any) -> None:
    from district.enterprises.memberships import asked_for_firms

    found = list(asked_for_firms(here.founder))
    assert found and len({each.subject for each in found}) == len(found) and all(each.person for each in found)
