"""The menus: brought by rooms, by wing, closed but where one is, found by typing; whoever sees an entry may open it."""

from __future__ import annotations

import re
from collections.abc import Callable
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from district.ground.bringing.menu import DESK, Entry, Wing, entries, wings
from district.ground.people.models import Person
from tests.district.cases.factories import District, person

As = Callable[[Person], Client]


@pytest.fixture
def people(here: District) -> dict[str, Person]:
    return {
        "founder": here.founder, "officer": here.officer, "leader": here.leader, "auditor": here.auditor,
        "expert": person("expert", expert="区科委"), "admin": person("admin", administrator="区人社局"),
        "stranger": here.stranger,
    }  # fmt: skip


def links(html: str, name: str) -> list[str]:
    """Addresses in the menu of that name."""
    part = html.partition(f'id="{name}"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]+)"', part)


def test_whoever_sees_an_entry_may_open_its_page(people: dict[str, Person], as_: As) -> None:
    """The permission that shows an entry is no wider than the page's own."""
    shut = []
    for role, who in people.items():
        client = as_(who)
        page = client.get("/menu/")
        shown = [door for part in page.context["parts"] for door in part.doors]
        assert len(shown) > 5
        with mock.patch("django.template.backends.django.Template.render", lambda *_args, **_more: ""):
            for door in shown:
                status = client.get(door.url, follow=True).status_code
                if status != 200:
                    shut.append((role, door.url, status))
    assert not shut


def test_each_has_their_own_doors(people: dict[str, Person], as_: As) -> None:
    def has(who: str, route: str) -> bool:
        return reverse(route) in links(as_(people[who]).get("/todo/").content.decode(), "menu-rail")

    assert has("leader", "cases:approvals") and not has("auditor", "cases:approvals")
    assert has("auditor", "record:log") and not has("officer", "record:log")
    assert has("expert", "cases:sheets") and not has("officer", "cases:sheets")
    assert has("admin", "people:staff") and not has("leader", "people:staff")
    assert not has("expert", "enterprises:register")


def test_wings_are_closed_but_the_one_where_one_is(people: dict[str, Person], as_: As) -> None:
    html = as_(people["officer"]).get("/desk/funds/").content.decode()
    rail = html.partition('id="menu-rail"')[2].partition("</nav>")[0]
    wings_shown = re.findall(r"<details data-group( open)?><summary>([^<]+)</summary>", rail)
    assert [words for is_open, words in wings_shown if is_open] == ["经费"]
    outside = re.sub(r"<details.*?</details>", "", rail, flags=re.DOTALL)
    assert len(wings_shown) + outside.count("<li") <= 12  # one column, however many rooms come
    assert len(links(html, "menu-rail")) > 30
    assert links(html, "menu-small") == links(html, "menu-rail")  # a phone has them all


@pytest.mark.parametrize("asked, found", [
    ("拨付", "funds:payments"), ("付款", "funds:payments"), ("经费", "funds:overview"),
    (" 企业库 ", "enterprises:register"),
])  # fmt: skip
def test_a_typed_filter_works_without_a_script(people: dict[str, Person], as_: As, asked: str, found: str) -> None:
    page = as_(people["officer"]).get("/menu/", {"q": asked})
    urls = [door.url for part in page.context["parts"] for door in part.doors]
    assert reverse(found) in urls
    assert len(urls) < 12


def test_in_english_it_is_found_by_english_words_whatever_their_case(people: dict[str, Person], as_: As) -> None:
    page = as_(people["officer"]).get("/menu/", {"q": "PAYMENTS"}, headers={"accept-language": "en"})
    assert reverse("funds:payments") in [door.url for part in page.context["parts"] for door in part.doors]


def test_what_is_not_there_is_said(client: Client, here: District) -> None:
    page = client.get("/menu/", {"q": "<没有>"})
    assert page.context["parts"] == []
    assert "没有叫“&lt;没有&gt;”的栏目" in page.content.decode()
    english = client.get("/menu/", {"q": "拨付"}, headers={"accept-language": "en"}).content.decode()
    assert "拨付”" in english.partition("<main")[2]  # what was typed is not told in another language


def test_a_stranger_sees_the_hall_alone(client: Client, here: District) -> None:
    urls = [door.url for part in client.get("/menu/").context["parts"] for door in part.doors]
    assert reverse("account_login") in urls and reverse("policies:library") in urls
    assert not [each for each in urls if each.startswith("/desk")]
    assert reverse("todo") not in urls


def test_a_new_room_brings_its_own_wing_and_nobody_else_is_touched(people: dict[str, Person], as_: As) -> None:
    wing = Wing("example", "示例室", DESK, 45)
    entry = Entry("示例栏目", "policies:library", "books", "example", 10, lambda who: who == people["officer"])
    kept = dict(wings._things), dict(entries._things)
    wings.register(wing, wing)
    entries.register(entry, entry)
    try:
        html = as_(people["officer"]).get("/todo/").content.decode()
        assert html.count("示例室</summary>") == 2  # the rail's and the phone's
        assert html.index("企业</summary>") < html.index("示例室</summary>") < html.index("政策</summary>")
        assert "示例栏目" not in as_(people["leader"]).get("/todo/").content.decode()
    finally:
        for shelf, things in zip((wings, entries), kept, strict=True):
            shelf._things.clear()
            shelf._things.update(things)  # type: ignore[arg-type]
