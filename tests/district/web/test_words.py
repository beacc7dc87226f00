"""Filters and tags every page uses: money, counts, dates, facts, deadlines, marks; in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.utils.translation import override

from district.ground import clock
from district.web.templatetags import huiqi

FRIDAY = dt.date(2022, 6, 24)


@pytest.fixture(params=["zh-hans", "en"])
def both(request: pytest.FixtureRequest) -> Any:
    with override(request.param):
        yield request.param


@pytest.mark.parametrize(("value", "chinese", "english"), [
    (Decimal("806.63"), "806.63 元", "¥806.63"), (9999, "9,999.00 元", "¥9,999.00"),
    (10_000, "1.00 万元", "¥10,000.00"), ("500000", "50.00 万元", "¥500,000.00"),
    (Decimal("-12345.6"), "-1.23 万元", "¥-12,345.60"), (123_456_789, "1.23 亿元", "¥123,456,789.00"),
    (0, "0.00 元", "¥0.00"), (None, "—", "—"), ("", "—", "—"), ("x", "—", "—"),
])  # fmt: skip
def test_money_is_read_as_officials_read_it(value: object, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert huiqi.yuan(value) == chinese
    with override("en"):
        assert huiqi.yuan(value) == english


@pytest.mark.parametrize(("value", "shown"), [
    (0, "0"), (1234567, "1,234,567"), (Decimal("3.50"), "3.5"), (Decimal("3.00"), "3"), ("12", "12"), (None, "—"),
    ("many", "—"), (Decimal("1E+3"), "1,000"),
])  # fmt: skip
def test_a_count_has_its_separators(value: object, shown: str) -> None:
    assert huiqi.number(value) == shown


@pytest.mark.parametrize(("value", "chinese", "english"), [
    (FRIDAY, "2022年6月24日", "24 June 2022"), ("2022-06-04", "2022年6月4日", "4 June 2022"),
    (dt.datetime(2022, 6, 23, 17, 0, tzinfo=dt.UTC), "2022年6月24日", "24 June 2022"),
    (None, "—", "—"), ("soon", "—", "—"), ("2022-13-01", "—", "—"),
])  # fmt: skip
def test_a_day_is_the_districts(value: object, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert huiqi.cn_date(value) == chinese
    with override("en"):
        assert huiqi.cn_date(value) == english


def test_an_hour_is_the_districts() -> None:
    late = dt.datetime(2022, 6, 23, 23, 5, tzinfo=dt.UTC)
    with override("zh-hans"):
        assert huiqi.cn_time(late) == "2022年6月24日 07:05"
        assert huiqi.cn_time(FRIDAY) == "2022年6月24日"  # a day has no hour


@pytest.mark.parametrize(("value", "unit", "chinese", "english"), [
    (None, "", "未知", "Unknown"), ("", "人", "未知", "Unknown"), (True, "", "是", "Yes"), ("false", "", "否", "No"),
    (FRIDAY, "", "2022年6月24日", "24 June 2022"), ("2022-06-24", "", "2022年6月24日", "24 June 2022"),
    (Decimal("3000000"), "元", "300.00 万元", "¥3,000,000.00"), (Decimal(12), "人", "12 人", "12 人"),
    ("12", "人", "12 人", "12 人"), ("软件业", "", "软件业", "软件业"), (Decimal(1) / Decimal(3), "", "0.33", "0.33"),
    (Decimal("0.1234"), "%", "0.1234 %", "0.1234 %"), ("1234567890", "", "1234567890", "1234567890"),
])  # fmt: skip
def test_a_fact_is_read_with_its_unit(value: object, unit: str, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert huiqi.fact_value(value, unit) == chinese
    with override("en"):
        assert huiqi.fact_value(value, unit) == english


@pytest.mark.parametrize(("due", "left", "how"), [
    (None, None, "none"), (FRIDAY - dt.timedelta(days=1), -1, "overdue"), (FRIDAY, 0, "today"),
    (FRIDAY + dt.timedelta(days=2), 0, "today"),  # Sunday: no working day is left
    (FRIDAY + dt.timedelta(days=3), 1, "soon"), (FRIDAY + dt.timedelta(days=5), 3, "soon"),
    (FRIDAY + dt.timedelta(days=6), 4, "later"),
])  # fmt: skip
def test_a_deadline_is_coloured_by_working_days(due: dt.date | None, left: int | None, how: str) -> None:
    with clock.at(FRIDAY):
        assert huiqi.days_left(due) == left
        assert huiqi.urgency(due) == how


@pytest.mark.parametrize(("value", "kind"), [(True, "yes"), (False, "no"), (None, "open")])
def test_a_mark_is_read_out(both: str, value: bool | None, kind: str) -> None:
    made = huiqi.mark(value)
    words = {"zh-hans": {"yes": "符合", "no": "不符合", "open": "待定"},
             "en": {"yes": "Met", "no": "Not met", "open": "To be determined"}}[both][kind]  # fmt: skip
    assert f"hq-mark-{kind}" in made and f'<span class="visually-hidden">{words}</span>' in made
    assert 'aria-hidden="true"' in made


def test_unknown_stays_unknown_when_it_is_turned() -> None:
    assert [huiqi.turned(each) for each in (True, False, None)] == [False, True, None]


def test_an_icon_is_hidden_from_readers_and_one_that_is_not_there_is_nothing() -> None:
    assert huiqi.icon("home").startswith('<svg aria-hidden="true" focusable="false"')
    assert huiqi.icon("star", True) != huiqi.icon("star")
    assert huiqi.icon("no-such-icon") == "" and huiqi.icon("../../package") == ""


def test_an_address_keeps_what_is_not_changed() -> None:
    request = RequestFactory().get("/x?q=房租&page=3&office=1")
    assert huiqi.query({"request": request}, page=4) == "q=%E6%88%BF%E7%A7%9F&page=4&office=1"
    assert huiqi.query({"request": request}, page=None, office="") == "q=%E6%88%BF%E7%A7%9F"
    assert request.GET["page"] == "3"


def test_a_value_by_a_key_that_varies() -> None:
    assert huiqi.lookup({"a": 1}, "a") == 1
    assert huiqi.lookup({"a": 1}, "b") is None and huiqi.lookup(None, "a") is None and huiqi.lookup("text", 0) is None


def test_pages_around_the_one_shown() -> None:
    paginator = Paginator(range(1000), 25)
    assert huiqi.page_range(paginator, 1) == [1, 2, 3, paginator.ELLIPSIS, 40]
    assert huiqi.page_range(paginator, 20) == [1, paginator.ELLIPSIS, 18, 19, 20, 21, 22, paginator.ELLIPSIS, 40]


@pytest.mark.parametrize(("limit", "chinese", "english"), [
    ("5 working days", "5 个工作日", "5 working days"), ("7 days", "7 天", "7 days"), ("PT1H", "PT1H", "PT1H"),
    ("", "", ""),
])  # fmt: skip
def test_a_term_of_the_catalogue(limit: str, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert huiqi.limit_words(limit) == chinese
    with override("en"):
        assert huiqi.limit_words(limit) == english


def test_every_word_of_the_format_is_told_to_officers(both: str) -> None:
    from district.authoring.specs import KINDS, STATUS

    for word in (*KINDS, *STATUS, "enterprise", "person", "base", "rolling", "window", "automatic", "fen", "yuan"):
        said = huiqi.choice_words(word)
        assert said and said != word, word
        assert said.isascii() == (both == "en"), word
    assert huiqi.choice_words("own-word") == "own-word"


@pytest.mark.parametrize("demo", [True, False])
def test_a_code_is_shown_in_a_demonstration_alone(settings: Any, demo: bool) -> None:
    settings.DEMO = demo
    request = SimpleNamespace(session={"account_email_verification_code": {"code": "123456"}})
    assert huiqi.demo_code({"request": request}) == ("123456" if demo else "")
    assert huiqi.demo_code({"request": SimpleNamespace(session={})}) == ""
