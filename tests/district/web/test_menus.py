"""Menus by role: every entry leads to a page that its people may open; nobody sees a door that is closed to them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from district.ground.people.models import Person, Role
from district.web import navigation
from district.web.navigation import BOTTOM, DESK, DESK_MENU, HALL, Door, open_doors
from rulebook.telling import HAN
from tests.district.cases.factories import District, person

SignIn = Callable[[Person], Client]
ROLES = ("officer", "leader", "auditor", "expert", "administrator")
ALL = {door.route: door for door in (*HALL, *BOTTOM, *DESK_MENU)}


def asked(user: object, path: str = "/") -> object:
    request = RequestFactory().get(path)
    request.user = user  # type: ignore[assignment]
    return request


def routes(doors: tuple[Door, ...], user: object, path: str = "/") -> list[str]:
    """Addresses of what the person sees."""
    return [str(each["url"]) for each in open_doors(doors, asked(user, path))]  # type: ignore[arg-type]


@pytest.fixture
def someone(here: District) -> dict[str, Person]:
    """A person of each role, and a member of an enterprise."""
    return {role: person(f"the-{role}", **{role: "区人社局"}) for role in ROLES} | {"member": here.founder}


@pytest.mark.parametrize("route", ALL)
def test_every_entry_leads_somewhere_and_has_english(route: str) -> None:
    assert reverse(route).startswith("/")
    with override("en"):
        assert not HAN.search(str(ALL[route].label)), ALL[route].label
    with override("zh-hans"):
        assert HAN.search(str(ALL[route].label))


@pytest.mark.parametrize("role", ROLES)
def test_an_official_may_open_every_door_they_see(someone: dict[str, Person], as_: SignIn, role: str) -> None:
    client = as_(someone[role])
    for address in routes(DESK_MENU, someone[role]):
        answer = client.get(address)
        assert answer.status_code in (200, 302), (role, address, answer.status_code)
        if answer.status_code == 302:
            assert "/accounts/login" not in answer["Location"], (role, address)


@pytest.mark.parametrize("role", ROLES)
def test_a_door_that_is_not_shown_is_closed(someone: dict[str, Person], as_: SignIn, role: str) -> None:
    """Some rooms are read by more than work there; those of one role are open to it alone."""
    client, shown = as_(someone[role]), set(routes(DESK, someone[role]))
    closed = [door for door in DESK if door.roles and role not in door.roles]
    for door in closed:
        address = reverse(door.route)
        if address in shown:
            continue
        assert client.get(address).status_code in (200, 302, 403), (role, door.route)
    only = {"people:staff": "administrator", "record:log": "auditor", "cases:bundles": "auditor"}
    for route, alone in only.items():
        assert (client.get(reverse(route)).status_code == 200) is (role == alone), (role, route)


def test_a_member_sees_no_desk_and_a_stranger_no_account(someone: dict[str, Person]) -> None:
    member, stranger = routes(HALL, someone["member"]), routes(HALL, AnonymousUser())
    assert reverse("desk") not in member and reverse("account") in member
    assert reverse("account_login") not in member and reverse("account_login") in stranger
    assert reverse("account") not in stranger and reverse("messaging:messages") not in stranger
    assert routes(DESK, someone["member"]) == [reverse("policies:library")]
    assert reverse("desk") in routes(HALL, someone["officer"])


def test_where_one_is_is_marked(someone: dict[str, Person]) -> None:
    def here(path: str) -> list[str]:
        doors = open_doors(HALL, asked(someone["member"], path))  # type: ignore[arg-type]
        return [str(each["url"]) for each in doors if each["here"]]

    assert here("/") == ["/"]  # not everything begins with home
    assert here(reverse("policies:library")) == [reverse("policies:library")]
    assert here(reverse("policies:programme", args=["hiring"])) == [reverse("policies:library")]
    assert here("/nowhere/") == []


def test_a_room_that_is_not_built_has_no_door(here: District) -> None:
    doors = (Door("没有", "no:route", "x"), Door("首页", "home", "home"))
    assert routes(doors, here.founder) == ["/"]


def test_groups_stand_together() -> None:
    for doors in (HALL, DESK, DESK_MENU):
        groups = [str(door.group) for door in doors]
        assert len(list(itertools.groupby(groups))) == len(set(groups))


def test_the_rail_at_the_bottom_is_four_and_for_everybody() -> None:
    assert len(BOTTOM) == 4 and not any(door.roles or door.who for door in BOTTOM)
    assert Role.EXPERT not in navigation.OFFICIALS and len(navigation.OFFICIALS) == len(Role) - 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_site_map_has_every_room_of_the_hall(someone: dict[str, Person], as_: SignIn, language: str) -> None:
    main = as_(someone["member"]).get(reverse("sitemap"), headers={"accept-language": language}).content.decode()
    main = main.partition("<main")[2]
    for address in routes(HALL, someone["member"]):
        assert f'href="{address}"' in main, address


def test_who_belongs_where(someone: dict[str, Person], as_: SignIn) -> None:
    for role, who in someone.items():
        assert as_(who).get(reverse("me"))["Location"] == ("/my/" if role == "member" else "/desk/"), role
    assert as_(someone["member"]).get(reverse("desk")).status_code == 403
    assert as_(someone["expert"]).get(reverse("desk"))["Location"] == reverse("cases:sheets")
    assert as_(someone["auditor"]).get(reverse("desk")).status_code == 200
    assert Client().get(reverse("my")).status_code == 302


def test_components_are_shown_to_administrators_alone(someone: dict[str, Person], as_: SignIn) -> None:
    assert Client().get(reverse("gallery")).status_code == 404
    assert as_(someone["leader"]).get(reverse("gallery")).status_code == 404
