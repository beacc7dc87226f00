"""The public library: cards, filters, windows that open and close, answers, packages; who it is shown to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from district.ground import clock
from district.ground.tables.listing import listed
from district.policies import library, plain_text
from district.policies.columns import LIBRARY
from district.policies.library import Card, window, window_today, window_words
from district.policies.windows import Window, window_of
from tests.district.cases.factories import FILES, District, publish

SPRING: dict[str, Any] = {"mode": "window", "from": "04-01", "to": "05-31"}
WINTER: dict[str, Any] = {"mode": "window", "from": "12-15", "to": "01-31"}
CARD = Card(
    slug="x", name="示例", office="区科委", kind="award", kind_label="奖励", summary="", stages=["初创企业"],
    topics=["startup"], most="1", clauses=3, judged=2, illustrative=False, window="", opens=None, closes=None,
    open_now=True,
)  # fmt: skip


@pytest.mark.parametrize(("intake", "day", "opens", "closes"), [
    (SPRING, (2022, 3, 31), (2022, 4, 1), (2022, 5, 31)),
    (SPRING, (2022, 4, 1), (2022, 4, 1), (2022, 5, 31)),
    (SPRING, (2022, 5, 31), (2022, 4, 1), (2022, 5, 31)),
    (SPRING, (2022, 6, 1), (2023, 4, 1), (2023, 5, 31)),
    (WINTER, (2022, 1, 31), (2021, 12, 15), (2022, 1, 31)),
    (WINTER, (2022, 2, 1), (2022, 12, 15), (2023, 1, 31)),
    (WINTER, (2022, 12, 31), (2022, 12, 15), (2023, 1, 31)),
    ({"mode": "window", "from": "02-29", "to": "03-10"}, (2022, 1, 1), (2022, 2, 28), (2022, 3, 10)),
    ({"mode": "window", "from": "02-29", "to": "03-10"}, (2024, 1, 1), (2024, 2, 29), (2024, 3, 10)),
    ({"mode": "window", "from": "2020-04-01", "to": "2020-05-31"}, (2022, 4, 5), (2022, 4, 1), (2022, 5, 31)),
    ({"mode": "window", "from": "06-24", "to": "06-24"}, (2022, 6, 24), (2022, 6, 24), (2022, 6, 24)),
])  # fmt: skip
def test_a_window_is_the_one_that_is_open_or_the_next(
    intake: dict[str, Any], day: tuple[int, int, int], opens: tuple[int, int, int], closes: tuple[int, int, int]
) -> None:
    found = window_of(intake, dt.date(*day))
    assert found == Window(dt.date(*opens), dt.date(*closes))
    assert window(intake, dt.date(*day)) == (dt.date(*opens), dt.date(*closes))
    assert found is not None and found.is_open(dt.date(*day)) is (opens <= day)


@pytest.mark.parametrize("intake", [
    {}, {"mode": "rolling"}, {"mode": "automatic"}, {"mode": "window"}, {"mode": "window", "from": "04-01"},
    {"mode": "window", "from": "04-01", "to": "soon"}, {"mode": "window", "from": "13-01", "to": "05-31"},
    {"mode": "window", "from": "04-32", "to": "05-31"}, {"mode": "rolling", "from": "04-01", "to": "05-31"},
])  # fmt: skip
def test_without_two_days_it_is_always_open(intake: dict[str, Any]) -> None:
    assert window_of(intake, dt.date(2022, 6, 24)) is None
    assert window(intake, dt.date(2022, 6, 24)) == (None, None)


@pytest.mark.parametrize(("day", "chinese", "english"), [
    ((2022, 3, 1), "2022年4月1日开放", "1 April 2022"), ((2022, 5, 31), "今天截止", "today"),
    ((2022, 5, 26), "5月31日截止，剩 3 个工作日", "3 working days"),
])  # fmt: skip
def test_a_window_is_told_as_it_stands_today(day: tuple[int, int, int], chinese: str, english: str) -> None:
    opens, closes = window(SPRING, dt.date(*day))
    with override("zh-hans"):
        assert window_today(SPRING, opens, closes, dt.date(*day)) == chinese
    with override("en"):
        said = window_today(SPRING, opens, closes, dt.date(*day))
        assert said and not any("一" <= char <= "鿿" for char in said), said


def test_what_is_always_taken_is_told_so() -> None:
    day = dt.date(2022, 6, 24)
    with override("zh-hans"):
        assert window_today({"mode": "automatic"}, None, None, day) == "免申即享"
        assert window_today({"mode": "rolling"}, None, None, day) == "常年受理"
        assert window_words(SPRING, *window(SPRING, day)) == "4月1日至5月31日"


@pytest.mark.parametrize(("asked", "kept"), [
    ({}, True), ({"office": "区科委"}, True), ({"office": "区人社局"}, False), ({"kind": "award"}, True),
    ({"kind": "loan"}, False), ({"stage": "初创企业"}, True), ({"stage": "成长期企业"}, False),
    ({"topic": "startup"}, True), ({"topic": "jobs"}, False), ({"open": "1"}, True),
    ({"office": "区科委", "kind": "loan"}, False),
])  # fmt: skip
def test_filters_narrow_together(asked: dict[str, str], kept: bool) -> None:
    def found(card: Card) -> list[Any]:
        table = replace(LIBRARY, rows=lambda _person, _asked: [card], options=None)
        return list(listed(table, user=AnonymousUser(), params=asked).found)

    assert bool(found(CARD)) is kept
    assert "open" not in asked or not found(replace(CARD, open_now=False))


def test_only_an_open_window_closes() -> None:
    closes = dt.date(2022, 5, 31)
    assert not CARD.closing
    assert replace(CARD, closes=closes).closing
    assert not replace(CARD, closes=closes, open_now=False).closing


def test_cards_are_of_the_day(here: District) -> None:
    found = {card.slug: card for card in library.cards(clock.today())}
    assert set(found) == {"hiring", "award"}
    hiring = found["hiring"]
    assert (hiring.office, hiring.clauses, hiring.judged) == ("区人社局", 4, 3)
    assert hiring.open_now and hiring.opens is None
    assert library.cards(dt.date(2021, 12, 31)) == []  # before any rule


def test_windows_that_close_within_a_month_stand_first(here: District) -> None:
    late = FILES | {"test/programmes/award/2022-01-01.yaml": FILES["test/programmes/award/2022-01-01.yaml"]}
    publish(late)
    opens = {card.slug: (card.opens, card.closes) for card in library.cards(dt.date(2023, 5, 20)) if card.closes}
    assert opens == {"award": (dt.date(2023, 4, 1), dt.date(2023, 5, 31))}
    assert [card.slug for card in library.closing_soon(dt.date(2023, 5, 20))] == ["award"]
    assert library.closing_soon(dt.date(2023, 4, 1)) == []  # two months away
    assert library.closing_soon(dt.date(2023, 6, 20)) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_shelf_is_filtered_by_its_address(here: District, client: Client, language: str) -> None:
    at, more = reverse("policies:library"), {"headers": {"accept-language": language}}
    assert client.get(at, **more).context["total"] == 2
    assert client.get(at, {"office": "区科委"}, **more).context["total"] == 1
    assert client.get(at, {"office": "没有这个局"}, **more).context["total"] == 0
    assert client.get(at, {"open": "1"}, **more).context["total"] in (1, 2)
    page = client.get(at, {"page": "999", "kind": "x' OR 1=1"}, **more)
    assert page.status_code == 200 and page.context["total"] == 0


def test_what_is_not_there_is_not_found(here: District, client: Client) -> None:
    for name, slug in (("policies:programme", "none"), ("policies:package", "none"), ("policies:answer", "none")):
        assert client.get(reverse(name, args=[slug])).status_code == 404, name


def test_before_anything_is_published_pages_say_so(db: None, client: Client) -> None:
    for name in ("policies:library", "policies:feed", "policies:answers_feed", "policies:calendar", "home", "sitemap"):
        assert client.get(reverse(name)).status_code == 200, name


ANSWERS = FILES | {
    "test/answers/old.md": (
        "---\ntitle: 老问题？\nchecked_on: 2021-01-01\noffice: 区人社局\n---\n第一段。\n\n第二段。\n"
    ),
    "test/answers/new.md": "---\ntitle: 新问题？\nchecked_on: 2022-06-01\noffice: 区人社局\n---\n只有一段。\n",
    "test/answers/undated.md": "---\ntitle: 没写日期？\noffice: 区人社局\n---\n一段。\n",
}


def test_an_answer_that_was_not_checked_for_a_year_says_so(here: District, client: Client) -> None:
    publish(ANSWERS)
    old, new, undated = (client.get(reverse("policies:answer", args=[slug])) for slug in ("old", "new", "undated"))
    assert (old.context["months"], old.context["old"]) == (17, True)
    assert (new.context["months"], new.context["old"]) == (0, False)
    assert (undated.context["months"], undated.context["old"]) == (None, False)
    assert old.context["paragraphs"] == ["第一段。", "第二段。"]


def test_answers_in_the_feed_stand_by_when_they_were_checked(here: District, client: Client) -> None:
    publish(ANSWERS)
    feed = client.get(reverse("policies:answers_feed")).content.decode()
    places = [feed.index(title) for title in ("新问题？", "老问题？", "没写日期？")]
    assert places == sorted(places)
    assert "第一段。" in feed and "第二段。" not in feed


@pytest.mark.parametrize(("text", "head", "body"), [
    ("---\ntitle: 问？\n---\n答。\n", {"title": "问？"}, "答。\n"), ("答。", {}, "答。"),
    ("---\n- 1\n---\n答。", {}, "答。"),
    ("---\ntitle: 问？\n答。", {}, "---\ntitle: 问？\n答。"), ("---\n\n---\n答。", {}, "答。"),
])  # fmt: skip
def test_an_answers_head_and_body(text: str, head: dict[str, str], body: str) -> None:
    assert plain_text.answer_parts(text) == (head, body)
    assert plain_text.answer_title(text, "slug") == head.get("title", "slug")


def test_a_body_is_cut_at_empty_lines() -> None:
    assert plain_text.paragraphs("一。\n二。\n\n \n三。\n") == ["一。\n二。", "三。"]
    assert plain_text.paragraphs("  \n") == []
    assert plain_text.answer_head("---\ntitle: 问？\ncite: 某条\n---\n答。\n") == "答。 某条"


def test_what_is_searched_of_a_programme_is_of_the_day(here: District) -> None:
    from district.policies.queries import catalogue

    award = catalogue().programmes["award"]
    now, later = (plain_text.programme_text(award, dt.date(year, 6, 1)) for year in (2022, 2023))
    before = plain_text.programme_text(award, dt.date(2000, 1, 1))
    assert now != later and before == now  # before the first rule, by the first
    assert "区科委" in now
