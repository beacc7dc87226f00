"""The API as a whole: closed unless opened, problems as such, the description, tags and pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from district.api import site
from district.api.site import described
from district.ground.bringing.shown import areas
from district.ground.people.models import Person
from district.ground.tables.registry import TABLES
from district.ground.tables.tables import PUBLIC
from district.ground.tokens.actions import PER_MINUTE
from district.policies.fitting import kept
from tests.district.cases.factories import District, join

OPENED = {  # as their pages are; the description is open too
    "read.policies.list", "read.policies.one", "read.policies.check", "policies.unsubscribe",
    "read.reports.one", "read.alliance.member", "read.community.activity", "read.community.post",
    "onetime.anew", *(f"slots.{each}_seat" for each in ("accept", "decline", "leave", "cancel")),  # by a link's token
    *(f"clinic.{each}" for each in ("number", "arrive", "leave", "again")), "community.withdraw_consent",  # likewise
    *(f"list.{each.key}" for each in TABLES if each.door == PUBLIC),
}  # fmt: skip
ByKey = Callable[..., Client]


def operations() -> Iterator[tuple[str, str, str]]:
    """Key, method and a concrete address of every operation."""
    for path, methods in described()["paths"].items():
        for method, each in methods.items():
            yield each["operationId"], method, re.sub(r"\{[^}]+\}", "sample", path)


def test_every_operation_is_closed_unless_opened(db: None, client: Client) -> None:
    told = {}
    for key, method, address in operations():
        response = client.generic(method.upper(), address, "{}", content_type="application/json")
        told[key] = response.status_code
        assert response["Content-Type"].startswith(("application/problem+json", "application/json")), key
    assert len(told) > 8 and {key for key, status in told.items() if status != 401} == OPENED
    assert not {status for key, status in told.items() if key in OPENED} & {401, 403, 500}


@pytest.mark.parametrize(
    "method, address, status",
    [
        ("get", "/api/v1/nothing", 404), ("get", "/api/v1/", 404), ("get", "/api/v2/todo", 404), ("get", "/api/", 404),
        ("post", "/api/v1/policies", 405), ("put", "/api/v1/check", 405), ("get", "/api/v1/messages", 401),
        ("get", "/api/v1/policies?page=0", 422), ("get", "/api/v1/policies?page=x", 422),
        ("get", "/api/v1/policies/%00", 400), ("get", "/api/v1/policies?office=%00", 400),
        ("get", "/api/v1/policies/none", 404),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_a_problem_in_the_readers_language(
    here: District, client: Client, method: str, address: str, status: int
) -> None:
    found = {}
    for language in ("zh-hans", "en"):
        response = getattr(client, method)(address, headers={"accept-language": language})
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        found[language] = json.loads(response.content)
        assert {"type", "title", "status", "detail", "errors"} == set(found[language])
        assert found[language]["status"] == status and found[language]["type"].endswith(f"#problem-{status}")
    assert re.search("[\u4e00-\u9fff]", found["zh-hans"]["title"])
    assert not re.search("[\u4e00-\u9fff]", json.dumps(found["en"], ensure_ascii=False)), found["en"]


def test_strangers_ask_as_often_from_one_address_as_with_a_key(here: District) -> None:
    def asked(address: str, at: str) -> Any:
        return Client(REMOTE_ADDR=at).get(address)

    lists = [f"/api/v1/{each.key}" for each in TABLES if each.door == PUBLIC]
    assert len(lists) > 2 and {asked(each, "192.0.2.1").status_code for each in lists} == {200}
    for _n in range(PER_MINUTE - len(lists)):
        assert asked("/api/v1/policies?size=1", "192.0.2.1").status_code == 200
    often = asked(lists[0], "192.0.2.1")
    assert often.status_code == 429 and often["Retry-After"] == "60"
    assert asked(lists[0], "192.0.2.2").status_code == 200


def test_field_errors_say_where_and_why(here: District, client: Client) -> None:
    body = {"who": "firm", "facts": {"从业人员": "很多很多", "没有的": "1"}}
    response = client.post("/api/v1/check", json.dumps(body), content_type="application/json")
    assert response.status_code == 422
    errors = {each["field"]: each["detail"] for each in response.json()["errors"]}
    assert set(errors) == {"body.facts.从业人员", "body.facts.没有的"} and "没看懂" in errors["body.facts.从业人员"]
    strange = client.post(
        "/api/v1/check", json.dumps({"who": "cat", "more": 1}), content_type="application/json"
    ).json()
    assert {each["field"] for each in strange["errors"]} == {"body.who", "body.more"}
    assert client.post("/api/v1/check", "{", content_type="application/json").status_code == 400


def test_a_fault_of_ours_is_a_problem_without_its_inside(
    here: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> Any:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("district.policies.readings.library.cards", broken)
    response = client.get("/api/v1/policies")
    assert response.status_code == 500 and response["Content-Type"] == "application/problem+json"
    assert "secret" not in response.content.decode()


def test_a_list_is_given_by_pages_with_links_and_tags(here: District, by_key: ByKey) -> None:
    client = by_key(here.founder)
    first = client.get("/api/v1/policies?size=1")
    answer = first.json()
    assert (answer["page"], answer["size"], answer["pages"], answer["total"], len(answer["items"])) == (1, 1, 2, 2, 1)
    links = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', first["Link"]) and
                 [(rel, url) for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', first["Link"])])  # fmt: skip
    assert set(links) == {"first", "next", "last"}
    second = client.get(links["next"]).json()
    assert second["items"][0]["slug"] != answer["items"][0]["slug"]
    assert client.get("/api/v1/policies?page=9").json()["items"] == []
    again = client.get("/api/v1/policies?size=1", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert client.get("/api/v1/policies?size=2", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert "Authorization" in first["Vary"] and "private" in first["Cache-Control"]


def test_the_description_names_every_operation_with_examples_in_both_languages(here: District, client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1") and document["components"]["schemas"]["Problem"]
    for path, methods in document["paths"].items():
        for method, each in methods.items():
            answer = each["responses"]["200"]["content"]["application/json"]
            assert set(answer["examples"]) == {"zh", "en"}, (path, method)
            assert each["responses"]["422"]["$ref"].rpartition("/")[2] in document["components"]["responses"]
            for body in (each.get("requestBody") or {}).get("content", {}).values():
                assert set(body.get("examples") or {}) == {"zh", "en"}, (path, method)
    english = client.get("/api/v1/openapi.json", headers={"accept-language": "en"}).json()
    assert not re.search("[\u4e00-\u9fff]", english["paths"]["/api/v1/policies"]["get"]["summary"])


def test_the_page_of_operations_loads_nothing_from_elsewhere(here: District, client: Client) -> None:
    page = client.get("/api/v1/docs")
    html = page.content.decode()
    assert page.status_code == 200 and "script-src 'self'" in page["Content-Security-Policy"]
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == [] and "<script>" not in html and "style=" not in html
    for key, _method, _address in operations():
        assert f'id="{key}"' in html


def test_every_operation_is_of_an_area_that_a_key_can_be_narrowed_to() -> None:
    """A list or act of an area nobody named is under a word of the code, and no key but one to everything opens it."""
    named = {str(each.label) for each in areas}
    paths = described()["paths"].values()
    assert {tag for each in paths for one in each.values() for tag in one["tags"]} <= named


def test_a_key_to_an_area_opens_its_lists(here: District, by_key: ByKey) -> None:
    for scope, address in (("messaging:read", "messages.messages"), ("anchors:read", "anchors.anchors"),
                           ("traces:read", "traces.traces")):  # fmt: skip
        asked = f"/api/v1/{address}?for_what=核对"
        assert by_key(here.auditor, scope).get(asked).status_code == 200, address
        assert by_key(here.auditor, "cases:read").get(asked).status_code == 403, address


def test_reading_is_narrowed_to_who_asks(here: District, by_key: ByKey) -> None:
    case = here.submitted()
    assert by_key(here.founder).get("/api/v1/cases").json()["total"] == 1
    assert by_key(here.stranger).get("/api/v1/cases").json()["items"] == []
    assert by_key(here.stranger).get(f"/api/v1/cases/{case.reference}").status_code == 404
    uscc = here.firm.uscc
    assert by_key(here.founder).get(f"/api/v1/enterprises/{uscc}/facts").json()["facts"]
    assert by_key(here.stranger).get(f"/api/v1/enterprises/{uscc}/facts").status_code == 404
    join(here.stranger, here.firm)
    assert by_key(here.stranger).get(f"/api/v1/enterprises/{uscc}/facts").status_code == 200


def test_page_and_api_say_the_same_of_a_case(here: District, by_key: ByKey, as_: Callable[[Person], Client]) -> None:
    case = here.submitted()
    shown = by_key(here.founder).get(f"/api/v1/cases/{case.reference}").json()
    page = as_(here.founder).get(f"/my/applications/{case.reference}/")
    assert (shown["sentence"], shown["next"]) == (page.context["sentence"], page.context["next_words"])
    assert [each["what"] for each in shown["story"]] == [each["label"] for each in page.context["entries"]]
    assert shown["sentence"] in page.content.decode()
    listed = by_key(here.founder).get("/api/v1/cases").json()["items"]
    mine = as_(here.founder).get("/my/applications/")
    pages = [*mine.context["needs_me"], *mine.context["page"]]
    assert sorted(each["reference"] for each in listed) == sorted(each.reference for each in pages)


def test_a_draft_says_what_its_form_asks(here: District, by_key: ByKey, as_: Callable[[Person], Client]) -> None:
    draft = here.started()
    asked = by_key(here.founder).get(f"/api/v1/cases/{draft.reference}").json()["draft"]
    page = as_(here.founder).get(f"/my/applications/{draft.reference}/").context
    assert {each["field"] for each in asked["facts"] + asked["statements"]} <= set(page["form"].fields)
    assert asked["missing"] == page["missing"] and asked["eligible"] == page["verdict"]["eligible"]
    assert [each["name"] for each in asked["papers"]] == [each.name for each in page["draft"].papers]


def test_the_check_says_what_the_page_says_and_keeps_nothing(here: District, client: Client) -> None:
    body = {"who": "firm", "facts": {"注册区": "示例区", "从业人员": 5, "失信被执行": False, "营业收入": "300万"}}
    before = Session.objects.count()
    answer = client.post("/api/v1/check", json.dumps(body), content_type="application/json").json()
    assert "sessionid" not in client.cookies and Session.objects.count() == before
    said = {"注册区": "示例区", "从业人员": "5", "失信被执行": "false", "营业收入": "3000000.00"}
    page = client.get(f"/fits/shared/{kept.link(kept.Kept(who='firm', answers=said))}/").context["result"]
    groups = {"get": page.get, "step": page.steps, "open": page.open, "no": page.no}
    shown = [(group, each.look.verdict.programme) for group, listed in groups.items() for each in listed]
    assert [(each["group"], each["slug"]) for each in answer["programmes"]] == shown and len(shown) == 2
    assert Decimal(answer["possible"]) == page.possible and Decimal(answer["sure"]) == page.sure


def test_the_description_is_written_once_a_language_however_often_strangers_ask(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(site, "described", lambda: (asked.append("described"), described())[1])
    site.written.cache_clear()
    site.told.cache_clear()
    said: dict[tuple[str, str], bytes] = {}
    for language in ("zh-hans", "en", "zh-hans", "en"):
        for address in ("/api/v1/openapi.json", "/api/v1/docs"):
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == 200
            said.setdefault((language, address), answer.content)
    assert len(asked) == 4 and len(set(said.values())) == 4
    assert json.loads(said["en", "/api/v1/openapi.json"])["paths"]
