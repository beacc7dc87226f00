"""Every address that takes a POST is made from an act, but for these; and every act is fit to be performed."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from district.ground.acts.registry import ACTS
from district.ground.people.models import Bureau, Person
from district.ground.people.queries import Role
from tests.district.duties import give
from tests.house.test_routes import ROUTES, is_ours

# Written by hand, with why. This list only shrinks: a new POST is an act.
BY_HAND = {
    "fits/who": "a visitor's own answers, kept in the session; nothing of the house changes",
    "fits/answer": "a visitor's own answers, kept in the session; nothing of the house changes",
    "fits/forget": "a visitor's own answers, kept in the session; nothing of the house changes",
    "fits/code": "a visitor's own answers, kept in the session; nothing of the house changes",
    "fits/shared/<str:token>/go-on": "a visitor's own answers, kept in the session; nothing of the house changes",
    "desk/programmes/drafts/<str:reference>/check/": "asks what a text being typed would mean; nothing is kept",
    "desk/surveys/<slug:key>/preview/": "shows what a sketch would ask after these answers; nothing is kept",
}
BY_HAND |= {
    "check": "the API's check: a question too long for an address; nothing is kept",
    "^.*$": "below the API: what is not there is not found, however it is asked",
}
XAPI = "cmi5's own calls by a launch's token, which a course of others makes; learning was begun by an act"
BY_HAND |= {
    "foreign/fetch/<str:token>/": XAPI,
    "foreign/scorm/<str:token>/": "what a SCORM package says by a launch's token; it becomes cmi5's statements",
    "foreign/xapi/statements": XAPI,
    "foreign/xapi/activities/state": XAPI,
    "foreign/xapi/agents/profile": XAPI,
}
BESIDE = {"address", "kept", "paper", "reference", "year"}  # what an address or a session gives besides the form


def made(route: URLPattern) -> tuple[Any, ...]:
    return getattr(route.callback, "acts", ())


@pytest.fixture
def everyone(db: None) -> tuple[Person, Person]:
    """Two whom together every door lets in: an administrator holds no other duty."""
    person, admin = (Person.objects.create_user(name, password="x") for name in ("everyone", "admin"))
    bureau = Bureau.objects.create(name="区测试局", full="区测试局")
    for role in Role.values:
        give(admin if role == Role.ADMINISTRATOR else person, bureau, role)
    return person, admin


def test_every_post_is_made_from_an_act(everyone: tuple[Person, Person]) -> None:
    """A view that reads only answers 405 behind its door, before it looks at anything."""
    clients = [Client(raise_request_exception=False) for _each in everyone]
    for each, person in zip(clients, everyone, strict=True):
        each.force_login(person)
    taken = set()
    for address, route in ROUTES:
        if is_ours(route) and not made(route) and 405 not in {each.post(address).status_code for each in clients}:
            taken.add(str(route.pattern))
    assert taken == BY_HAND.keys(), "a POST by hand: describe it as an act; or one fewer: take it off the list"


def test_every_act_has_its_address() -> None:
    reached = {each.key for _address, route in ROUTES for each in made(route)}
    assert len(ACTS) > 150 and set(ACTS.keys) - reached == set() and reached - set(ACTS.keys) == set()


def test_what_a_form_gives_the_action_takes() -> None:
    wrong = []
    for act in ACTS:
        takes = inspect.signature(act.do).parameters
        any_name = any(each.kind == each.VAR_KEYWORD for each in takes.values())
        given = {"by"} | ({act.named} if act.named != "thing" else set())
        if act.whole:
            given.add("form")
        elif act.asks is not None and not hasattr(act.asks, "given"):
            given |= set(act.asks.base_fields)  # type: ignore[attr-defined]
        wrong += [f"{act.key} gives {name}" for name in given if name not in takes and not any_name]
        if act.asks is None:
            wanted = {
                name for name, each in takes.items() if each.default is each.empty and each.kind != each.VAR_KEYWORD
            }
            wrong += [f"{act.key} lacks {name}" for name in wanted - given - BESIDE]
    assert wrong == []


def test_an_act_is_named_by_its_room_and_says_what_it_is() -> None:
    rooms = {each.app_name for each in get_resolver().url_patterns if getattr(each, "app_name", None)}
    for act in ACTS:
        room, _dot, verb = act.key.partition(".")
        assert (room in rooms and verb) or act.key in {"account", "account_agree", "account_close"}, act.key
        assert str(act.label).strip(), f"{act.key} has no words for its button"


def test_an_act_on_something_says_where_its_form_goes() -> None:
    """Either by the route of its key, or by an address of its own."""
    lost = []
    for act in ACTS:
        if act.address is None:
            try:
                reverse(act.key.replace(".", ":", 1), args=[] if act.on is None else ["1"])
            except NoReverseMatch:
                lost.append(act.key)
    assert sorted(lost) == sorted(WITH_MORE)


# Their addresses name more than the thing: a year, a paper of the case or of the firm.
WITH_MORE = {"cases.bundle", "cases.paper_check", "enterprises.paper_remove"}


@pytest.mark.django_db
def test_a_term_the_wrong_way_round_is_a_sentence_not_a_fault(client: Client, everyone: tuple[Person, Person]) -> None:
    bureau, other = Bureau.objects.get(name="区测试局"), Person.objects.create_user("other", password="x")
    client.force_login(everyone[1])
    asked = {"bureau": bureau.pk, "role": "officer", "since": "2022-06-24", "until": "2022-06-24"}
    assert client.post(reverse("people:grant", args=[other.pk]), asked).status_code in (302, 422)
    assert not other.has_role("officer")
