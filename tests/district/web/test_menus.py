"""The menus of a member, a stranger and each official: where they lead, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from district.ground.bringing.menu import BOTTOM, DESK, HALL, Entry, entries
from district.ground.people.models import Person
from district.ground.search.things import pages
from district.web.navigation import doors, family, short
from rulebook.telling import HAN
from tests.district.cases.factories import District, person

SignIn = Callable[[Person], Client]
NEVER_SOUGHT = {"home", "policies:search", "desk"}  # where one is, and what only officials have
ROLES = ("officer", "leader", "auditor", "expert", "administrator")


def asked(user: object, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user  # type: ignore[assignment]
    return request


def routes(shell: str, user: object, path: str = "/") -> list[str]:
    """Addresses of what the person sees."""
    return [each.url for each in doors(shell, asked(user, path))]


@pytest.fixture
def someone(here: District) -> dict[str, Person]:
    """A person of each role, and a member of an enterprise."""
    return {role: person(f"the-{role}", **{role: "区人社局"}) for role in ROLES} | {"member": here.founder}


@pytest.mark.django_db
def test_every_entry_leads_somewhere_and_has_english() -> None:
    for entry in entries:
        assert reverse(entry.route).startswith("/")
        with override("en"):
            assert not HAN.search(str(entry.label)), entry.label
        with override("zh-hans"):
            assert HAN.search(str(entry.label))


@pytest.mark.parametrize("role", ROLES)
def test_rooms_of_one_role_are_open_to_it_alone(someone: dict[str, Person], as_: SignIn, role: str) -> None:
    client = as_(someone[role])
    only = {"people:staff": "administrator", "record:log": "auditor", "cases:bundles": "auditor"}
    for route, alone in only.items():
        assert (client.get(reverse(route)).status_code == 200) is (role == alone), (role, route)


def test_a_member_sees_no_desk_and_a_stranger_no_account(someone: dict[str, Person]) -> None:
    member, stranger = routes(HALL, someone["member"]), routes(HALL, AnonymousUser())
    assert reverse("desk") not in member and reverse("account") in member
    assert reverse("account_login") not in member and reverse("account_login") in stranger
    assert reverse("account") not in stranger and reverse("messaging:messages") not in stranger
    assert reverse("desk") in routes(HALL, someone["officer"])


def test_where_one_is_is_marked(someone: dict[str, Person]) -> None:
    def here(path: str) -> list[str]:
        return [each.url for each in doors(HALL, asked(someone["member"], path)) if each.here]

    assert here("/") == ["/"]  # not everything begins with home
    assert here(reverse("policies:library")) == [reverse("policies:library")]
    assert here(reverse("policies:programme", args=["hiring"])) == [reverse("policies:library")]
    assert here("/nowhere/") == []


def test_no_two_entries_are_marked_at_once(someone: dict[str, Person]) -> None:
    """Where one address lies under another, the longer one is where one is."""
    for who in someone.values():
        for shell in (HALL, DESK):
            for door in doors(shell, asked(who)):
                marked = [each.url for each in doors(shell, asked(who, door.url)) if each.here]
                assert marked == [door.url], door.url
                assert sum(each.here for part in short(shell, asked(who, door.url)) for each in part.doors) == 1


def test_what_stands_under_an_entry_is_in_its_row_and_found_by_typing(someone: dict[str, Person]) -> None:
    officer = someone["officer"]
    rail = {each.route: each for part in short(DESK, asked(officer)) for each in part.doors}
    assert "camp:lessons" not in rail and "点名册" in rail["camp:desk"].words
    row = [each.route for each in family(DESK, asked(officer, reverse("camp:lessons")))]
    assert row[0] == "camp:desk" and "camp:lessons" in row and "courses:desk" not in row
    assert [each.here for each in family(DESK, asked(officer, reverse("camp:lessons")))].count(True) == 1
    assert family(DESK, asked(officer, reverse("camp:new_cohort"))) == []  # deeper, the row is not repeated
    assert family(DESK, asked(officer, reverse("funds:overview"))) == []


def test_one_whose_head_is_shut_stands_by_itself(someone: dict[str, Person]) -> None:
    kept = dict(entries._things)
    entry = Entry("示例", "todo", "list-check", "services", 99, shell=HALL, under="desk")
    entries.register(entry, entry)
    try:
        assert "todo" in [each.route for part in short(HALL, asked(AnonymousUser())) for each in part.doors]
    finally:
        entries._things.clear()
        entries._things.update(kept)


def test_the_wing_of_services_stays_short_in_both_menus(someone: dict[str, Person]) -> None:
    def wing(shell: str, who: object, key: str) -> int:
        return next(len(part.doors) for part in short(shell, asked(who)) if part.key == key)

    assert wing(HALL, AnonymousUser(), "services") <= 7
    assert wing(DESK, someone["officer"], "served") <= 12
    assert wing(HALL, someone["member"], "mine") <= 20


def test_the_rail_at_the_bottom_is_four_and_for_everybody(someone: dict[str, Person]) -> None:
    assert len(routes(BOTTOM, AnonymousUser())) == len(routes(BOTTOM, someone["member"])) == 4


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_site_map_has_every_room_of_the_hall(someone: dict[str, Person], as_: SignIn, language: str) -> None:
    main = as_(someone["member"]).get(reverse("sitemap"), headers={"accept-language": language}).content.decode()
    main = main.partition("<main")[2]
    for address in routes(HALL, someone["member"]):
        assert f'href="{address}"' in main, address


def test_every_room_of_the_hall_can_be_searched_for() -> None:
    rooms = {each.route for each in entries if each.shell == HALL} - NEVER_SOUGHT
    known = {each.route for each in pages}
    assert rooms <= known, rooms - known


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
