"""The check in a frame on another portal: who may hold it, without cookies, answers in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client, override_settings
from lxml import html

from district.ground import clock
from district.web import environment
from tests.district.whole import publish_yangpu

PORTALS = ("https://portal.example", "https://street.example:8443")
ADDRESS = "/embed/check/"


@pytest.fixture
def site(db: None) -> Iterator[Client]:
    with clock.at(dt.date(2022, 6, 24)):
        publish_yangpu()
    with override_settings(PORTALS=PORTALS):
        yield Client()


def policy(response: Any, name: str) -> list[str]:
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";") if part.strip()]
    return next((words[1:] for words in parts if words[0] == name), [])


def form_of(page: bytes, number: int = 0) -> dict[str, str]:
    return dict(html.fromstring(page).forms[number].form_values())


def test_only_the_named_portals_may_hold_it(site: Client) -> None:
    response = site.get(ADDRESS)
    assert response.status_code == 200
    assert policy(response, "frame-ancestors") == list(PORTALS)
    assert "X-Frame-Options" not in response.headers
    assert policy(response, "script-src") == policy(response, "style-src") == ["'self'"]
    assert policy(response, "default-src") == ["'none'"]


@pytest.mark.parametrize(
    "address", ["/", "/fits/", "/policies/", "/accounts/login/", "/embed/check/whole/", "/nowhere/"]
)
def test_no_other_page_may_be_held(site: Client, address: str) -> None:
    response = site.get(address)
    assert policy(response, "frame-ancestors") == ["'none'"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_without_portals_nobody_may(site: Client) -> None:
    with override_settings(PORTALS=()):
        response = site.get(ADDRESS)
    assert policy(response, "frame-ancestors") == ["'none'"] and response.headers["X-Frame-Options"] == "DENY"


def test_nothing_is_kept_and_nothing_is_posted(site: Client) -> None:
    response = site.get(ADDRESS, {"注册区": "杨浦区", "fact": "从业人员", "value": "12人"})
    assert not response.cookies and not site.cookies
    page = html.fromstring(response.content)
    assert all(form.method == "GET" for form in page.forms)
    assert b"csrf" not in response.content.lower()
    assert site.post(ADDRESS).status_code == 405
    assert not page.xpath("//script[not(@src)] | //@style | //@onclick")


def test_four_questions_then_the_three_best(site: Client) -> None:
    asked: list[str] = []
    address: dict[str, Any] = {}
    for _n in range(6):
        response = site.get(ADDRESS, address)
        page = html.fromstring(response.content)
        if not page.forms:
            break
        form = form_of(response.content)
        asked.append(form["fact"])
        buttons = page.xpath("//form[1]//button[@name='value']/@value")
        field = page.xpath("//input[@id='value']")
        kind = field[0].get("type") if field else "boolean"
        value = buttons[0] if buttons else {"date": "2024-03-01"}.get(kind or "", "12")
        address = form | {"value": value}
    assert 2 <= len(asked) <= 4 and len(set(asked)) == len(asked)
    best = page.xpath("//ol/li")
    assert 1 <= len(best) <= 3
    link = page.xpath("//a[@target='_blank']")[0]
    assert "noopener" in link.get("rel")
    told = dict(parse_qsl(urlsplit(link.get("href")).query))
    assert set(told) == set(asked)


def test_the_link_brings_the_answers_along(site: Client) -> None:
    response = site.get("/embed/check/whole/", {"注册区": "杨浦区", "从业人员": "12人", "没有这项": "1"})
    assert response.status_code == 302
    page = site.get(response.headers["Location"], follow=True).content.decode()
    assert "从业人员" in page and "12" in page


@pytest.mark.parametrize(
    "typed, why",
    [("-5", "不会少于 0"), ("很多", "没看懂"), ("", "填一填"), ("三千万人", "不会超过")],
)
def test_what_cannot_be_is_refused_kindly_and_asked_again(site: Client, typed: str, why: str) -> None:
    with_question = {"skip": [], "fact": "从业人员", "value": typed}
    for _n in range(30):  # until 从业人员 is what is asked
        page = site.get(ADDRESS, with_question).content
        form = form_of(page)
        if form["fact"] == "从业人员" or len(with_question["skip"]) > 2:
            break
        with_question["skip"] = [*with_question["skip"], form["fact"]]
    if form["fact"] != "从业人员":
        from district.enterprises.queries import fact_kinds
        from district.policies.embedding.answers import BadValue, read

        with pytest.raises(BadValue, match=why):
            read(fact_kinds()["从业人员"], typed)
        return
    assert why in page.decode() and 'aria-invalid="true"' in page.decode()


def test_how_people_write_is_understood(site: Client) -> None:
    from decimal import Decimal

    from district.enterprises.queries import fact_kinds
    from district.policies.embedding.answers import BadValue, read

    kinds = fact_kinds()
    assert read(kinds["营业收入"], "300万")["营业收入"] == Decimal(3_000_000)
    assert read(kinds["从业人员"], "１２人")["从业人员"] == 12
    assert read(kinds["行业代码"], "I6513")["行业代码"] == "6513"
    with pytest.raises(BadValue, match="还没有到"):
        read(kinds["成立日期"], "2999-01-01")


def test_english_by_the_address(site: Client) -> None:
    page = site.get(ADDRESS, {"lang": "en"}).content.decode()
    assert '<html lang="en"' in page and 'name="lang" value="en"' in page


@pytest.mark.parametrize("text", ["https://a.example", "https://a.example:8443, http://127.0.0.1:99", ""])
def test_portals_are_origins(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HUIQI_PORTALS", text)
    assert environment.origins("HUIQI_PORTALS") == tuple(each.strip() for each in text.split(",") if each)


@pytest.mark.parametrize(
    "text", ["*", "https://*.example", "http://a.example", "https://a.example/path", "a.example", "https://u@a.example",
             "https://a.example; script-src *", "'self'"],
)  # fmt: skip
def test_anything_else_stops_the_site(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HUIQI_PORTALS", text)
    with pytest.raises(ValueError, match="HUIQI_PORTALS"):
        environment.origins("HUIQI_PORTALS")
