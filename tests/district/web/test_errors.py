"""Error pages: what happened, what is safe, what to do, in the house's look, in one language; even when all fails."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path

from district.ground.people.doors import open_to_all
from district.ground.people.permissions import Refused
from district.web import errors
from district.web import urls as site
from tests.district.cases.factories import District
from tests.district.web.languages import foreign


def raising(error: Exception) -> Any:
    def view(_request: HttpRequest) -> HttpResponse:
        raise error

    return open_to_all(view)


def limited(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


urlpatterns = [
    path("odd", raising(BadRequest("odd"))),
    path("closed", raising(Refused("只有牵头部门的经办人或负责人可以审签。"))),
    path("broken", raising(RuntimeError("示例故障 secret"))),
    path("expired", open_to_all(errors.csrf_failed)),
    path("often", open_to_all(limited)),
    path("forgotten", lambda request: HttpResponse("in")),  # names no door
    *site.urlpatterns,
]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500
TITLES = {
    "odd": (400, "这个请求看不懂", "We could not read this request"),
    "closed": (403, "这里暂时不能进入", "You cannot enter here now"),
    "expired": (403, "这一页放得太久了", "This page has been open too long"),
    "nowhere": (404, "没有找到这一页", "Page not found"),
    "broken": (500, "这一步没有完成", "This step was not completed"),
}


@pytest.fixture
def visitor(here: District) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def _routes() -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("name", TITLES)
@pytest.mark.parametrize("place", [1, 2])
def test_each_says_what_happened_in_the_readers_language(visitor: Client, name: str, place: int) -> None:
    language = {1: "zh-hans", 2: "en"}[place]
    answer = visitor.get(f"/{name}", headers={"accept-language": language})
    status, title = TITLES[name][0], TITLES[name][place]
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<h1 class="m-0">{title}</h1>' in page and f">{status}</p>" in page
    assert foreign(page, language) == []


@pytest.mark.parametrize("name", TITLES)
def test_each_has_a_way_on_and_one_blue_button(visitor: Client, name: str) -> None:
    main = main_of(visitor.get(f"/{name}").content.decode())
    assert main.count("btn-primary") == 1
    for address in ("/", "/accounts/login/", "/about/sitemap/", "/about/contact/"):
        assert f'href="{address}"' in main
    assert ('role="search"' in main) == (name in ("closed", "nowhere"))


def test_a_refusal_says_why(visitor: Client) -> None:
    page = visitor.get("/closed").content.decode()
    assert "只有牵头部门的经办人或负责人可以审签。" in main_of(page)
    assert "只有牵头部门" not in visitor.get("/expired").content.decode()


def test_who_is_signed_in_is_not_asked_to_sign_in(here: District, visitor: Client) -> None:
    visitor.force_login(here.founder)
    assert 'href="/accounts/login/"' not in main_of(visitor.get("/nowhere").content.decode())


def test_a_fault_tells_nothing_of_itself(visitor: Client) -> None:
    page = visitor.get("/broken").content.decode()
    assert "secret" not in page and "Traceback" not in page and "RuntimeError" not in page


def test_a_view_without_a_door_is_closed(visitor: Client, here: District) -> None:
    visitor.force_login(here.leader)
    answer = visitor.get("/forgotten")
    assert answer.status_code == 403 and "这个地址尚未开放。" in answer.content.decode()


@pytest.mark.parametrize(("language", "title", "home"), [
    ("zh-hans", "这一步没有完成", "回首页"), ("en", "This step was not completed", "Home"),
])  # fmt: skip
def test_the_page_about_a_fault_works_when_nothing_else_does(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, language: str, title: str, home: str
) -> None:
    def fails(*_args: Any, **_more: Any) -> HttpResponse:
        raise RuntimeError("no database")

    monkeypatch.setattr(errors, "render", fails)
    answer = visitor.get("/broken", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 500 and title in page and home in page
    assert re.search(r'<main class="hq-main"><div class="container-xl">', page)  # keeps its distance from the edge
    assert not re.search("<script|style=", page)


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "请稍等一会儿"), ("en", "Please wait a little")])
def test_too_many_tries_are_told_to_wait(visitor: Client, language: str, title: str) -> None:
    answer = visitor.get("/often", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 429 and title in page
    assert foreign(page, language) == [] and main_of(page).count("btn-primary") == 1


def test_after_five_wrong_passwords_even_the_right_one_waits(here: District, visitor: Client) -> None:
    cache.clear()
    here.founder.set_password("a long password 77")
    here.founder.save()
    for _n in range(5):
        visitor.post("/accounts/login/", {"login": here.founder.username, "password": "wrong"})
    answer = visitor.post("/accounts/login/", {"login": here.founder.username, "password": "a long password 77"})
    assert answer.status_code in (200, 429) and "_auth_user_id" not in visitor.session
    cache.clear()
    visitor.post("/accounts/login/", {"login": here.founder.username, "password": "a long password 77"})
    assert "_auth_user_id" in visitor.session  # a while later


@pytest.mark.parametrize("body", ["name=%00", "q=a%00b"])
def test_what_no_database_takes_is_the_askers_mistake(visitor: Client, body: str) -> None:
    answer = visitor.get(f"/search?{body}")
    assert answer.status_code == 400 and "这个请求看不懂" in answer.content.decode()
