"""The hall as a whole: one blue button, narrow pages, fields told once, dates one way, every room found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.urls import reverse

from district.ground import clock
from tests.district.whole import publish_yangpu

ROOT = Path(__file__).resolve().parents[3]
DAY = dt.date(2026, 11, 27)


@pytest.fixture
def yangpu(db: None) -> Iterator[None]:
    with clock.at(DAY):
        publish_yangpu()
        yield


def body(client: Client, address: str, language: str = "zh-Hans") -> str:
    page = client.get(address, headers={"accept-language": language}).content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def test_a_narrow_page_of_the_hall_is_narrow_with_its_heading() -> None:
    """Narrow content in the middle below a heading at the left looks like a mistake."""
    templates = [each.read_text(encoding="utf-8") for each in (ROOT / "district").rglob("*.html")]
    hall = [each for each in templates if '{% extends "web/hall.html" %}' in each]
    assert len(hall) > 40
    assert not [each[:120] for each in hall if re.search(r'class="[^"]*\bhq-narrow\b', each)]


def test_dates_in_english_sentences_are_written_one_way() -> None:
    """12/4/2026 is read in two ways and 2026-12-4 is not how a date is written."""
    told = [
        text
        for entry in polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po"))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]
    assert any("%(m)02d-%(d)02d" in each for each in told)
    odd = [each for each in told if re.search(r"%\(\w+\)d[/.]%\(\w+\)d|%\(\w+\)d-%\((m|d|month|day)\d?\)d", each)]
    assert not odd


@pytest.mark.usefixtures("yangpu")
@pytest.mark.parametrize("words, route", [
    ("账号和隐私", "account"), ("注销账号", "account"), ("隐私政策", "privacy"), ("无障碍", "accessibility"),
    ("联系电话", "contact"), ("网站地图", "sitemap"), ("我的客户", "cases:clients"),
    ("代理记账", "cases:clients"), ("我的订阅", "policies:subscriptions"), ("退订", "policies:subscriptions"),
    ("企业信息", "enterprises:mine"), ("委托代办", "enterprises:mine"), ("我的日历", "slots:my_calendar"),
])  # fmt: skip
def test_every_room_is_found(client: Client, words: str, route: str) -> None:
    hits = client.get("/search", {"q": words}).context["hits"]
    assert reverse(route) in [each.url for each in hits[:3]]


@pytest.mark.usefixtures("yangpu")
def test_nothing_found_and_no_such_page_have_one_blue_button_and_the_search_with_suggestions(client: Client) -> None:
    for address in ("/search?q=没有的东西", "/no-such-page/"):
        page = body(client, address)
        assert page.count("btn-primary") == 1, address
        assert reverse("policies:search_suggest") in page, address


@pytest.mark.usefixtures("yangpu")
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_question_says_its_unit_once(client: Client, language: str) -> None:
    client.post(reverse("policies:fits_who"), {"who": "firm", "place": "杨浦区"})
    page = body(client, reverse("policies:fits_check") + "?ask=营业收入", language)
    assert "id_value" in page
    assert "（元）" not in page
    assert "(yuan)" not in page


@pytest.mark.usefixtures("yangpu")
def test_a_trade_is_chosen_from_a_list_that_is_explained_once(client: Client) -> None:
    client.post(reverse("policies:fits_who"), {"who": "founder", "place": "杨浦区"})
    answer = client.post(reverse("policies:fits_answer"), {"fact": "行业代码", "value": "餐饮"}).content.decode()
    assert "请从列出的里面选一个" in answer
    assert "请选最接近的一个" not in answer
    assert answer.index('id="trades"') < answer.index('name="skip"')


@pytest.mark.usefixtures("yangpu")
def test_results_with_a_question_left_have_one_blue_button(client: Client) -> None:
    client.post(reverse("policies:fits_who"), {"who": "firm", "place": "杨浦区"})
    client.post(reverse("policies:fits_answer"), {"fact": "从业人员", "value": "12人"})
    answer = client.get(reverse("policies:fits_results"))
    assert answer.context["question"]
    page = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert page.count("btn-primary") <= 1


@pytest.mark.usefixtures("yangpu")
@pytest.mark.parametrize("place", ["Yangpu", "yangpu district", "Yangpu District, Shanghai"])
def test_a_district_is_understood_in_english(client: Client, place: str) -> None:
    page = client.get(reverse("policies:fits"), headers={"accept-language": "en"}).content.decode()
    assert 'value="Yangpu District"' in page
    client.post(reverse("policies:fits_who"), {"who": "founder", "place": place})
    assert client.get(reverse("policies:fits_results")).context["kept"].answers["注册区"] == "杨浦区"


@pytest.mark.usefixtures("yangpu")
def test_a_document_is_quoted_in_its_own_words_on_an_english_page(client: Client) -> None:
    page = body(client, reverse("policies:programme", args=["startup-cost"]), "en")
    quotes = re.findall(r"<blockquote([^>]*)>(.*?)</blockquote>", page, re.DOTALL)
    assert quotes
    for tag, words in quotes:
        assert 'lang="zh-Hans"' in tag
        assert not re.search(r"[A-Za-z]{4}", words)


@pytest.mark.usefixtures("yangpu")
@pytest.mark.parametrize("address", ["/policies/ladders/srdi/", "/policies/packages/anti-epidemic-2022/"])
def test_a_page_of_the_library_says_where_it_stands(client: Client, address: str) -> None:
    assert f'class="hq-crumbs" aria-label="所在位置"><a href="{reverse("policies:library")}"' in body(client, address)
