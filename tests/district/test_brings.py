"""What rooms bring is registered once, listed, and taken up by whoever collects it."""

from __future__ import annotations

import io
from importlib import import_module, reload
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from district.ground.bringing import demo, home, registry
from district.ground.messages.kinds import kinds
from district.ground.search.things import pages, sources
from district.web.demo.load import make_parts
from tests.district.cases.factories import District

ROOMS = (
    "ground.acts", "ground.people", "ground.record", "ground.files", "ground.messages", "ground.figures",
    "ground.asking", "ground.tokens", "ground.slots", "ground.surveys", "ground.work", "ground.onetime",
    "ground.organisations", "ground.unsent", "ground.anchors", "ground.traces",
    "enterprises", "policies", "authoring", "funds", "cases", "web", "insight",
    *(f"services.{each}" for each in (
        "advice", "advice.clinic", "advice.panels", "community", "community.alliance", "community.contests",
        "training.hours", "training.courses", "training.camp", "training.employers",
    )),
)  # fmt: skip


def test_every_room_says_what_it_brings_and_starting_again_changes_nothing() -> None:
    before = registry.listing()
    folder = Path(registry.__file__).parents[2]
    assert {
        ".".join(path.relative_to(folder).parent.parts)
        for path in folder.rglob("brings.py")
        if "management" not in path.parts
    } == set(ROOMS)
    for room in ROOMS:
        reload(import_module(f"district.{room}.brings"))
    assert registry.listing() == before


def test_the_listing_names_every_registry_and_key() -> None:
    said = io.StringIO()
    call_command("brings", stdout=said)
    for name, keys in registry.listing().items():
        assert f"{name}（{len(keys)}）" in said.getvalue()
        for key in keys:
            assert f"  {key}\n" in said.getvalue()
    assert {
        "menu",
        "wings",
        "home parts",
        "to-dos",
        "nightly",
        "demonstration",
        "search sources",
        "search pages",
        "message kinds",
    } <= set(registry.listing())


def test_search_and_messages_have_what_rooms_brought() -> None:
    assert kinds.keys == (
        "notice", "reminder", "digest", "code", "survey", "survey-reminder", "link", "member", "term", "account",
        "seat", "seat_offer", "seat_reminder", "appointment", "recovery", "hours", "certificate", "camp", "camp_post",
        "training", "advice", "advice_offer", "advice_wake", "advice_reminder", "advice_rate", "clinic", "panel",
        "panel_sign", "post", "post_waits", "alliance", "alliance_waits", "contest", "granted", "refused", "overdue",
    )  # fmt: skip
    assert kinds["overdue"].still is not None
    assert len(sources) >= 1
    assert len(pages) > 20


def test_a_room_brings_its_own_demonstration(here: District) -> None:
    made: list[Any] = []
    said: list[str] = []
    kept = dict(demo.parts._things)
    demo.parts._things.clear()
    part = demo.Part("example", "示例室", lambda people: made.append(people["founder"]))
    demo.parts._things.clear()
    demo.parts.register(part, part)
    try:
        make_parts({"founder": here.founder}, said.append)
    finally:
        demo.parts._things.clear()
        demo.parts._things.update(kept)
    assert made == [here.founder]
    assert "演示数据：示例室 …" in said


@pytest.mark.parametrize("shell, address, wanted", [
    ("hall", "/my/", {"todo", "account", "cases", "fits"}),
    ("desk", "/desk/", {"tiles", "urgent", "desk_cases", "figures"}),
])  # fmt: skip
def test_first_pages_are_made_of_what_rooms_bring(
    here: District, client: Client, shell: str, address: str, wanted: set[str]
) -> None:
    here.started()
    client.force_login(here.founder if shell == "hall" else here.officer)
    page = client.get(address)
    shown = {each.key for side in page.context["page"].values() for each in side}
    assert wanted <= shown
    brought = {part.key for part in home.parts if part.shell == shell}
    assert shown <= brought


def test_a_room_adds_a_part_to_a_first_page(here: District, client: Client) -> None:
    client.force_login(here.founder)
    kept = dict(home.parts._things)
    data: dict[str, Any] = {"todos": [], "claims": []}
    home.parts.register(home.Part("example", "hall", home.ASIDE, 50, "web/home/account.html", lambda _scene: data))
    try:
        keys = [each.key for each in client.get("/my/").context["page"]["aside"]]
    finally:
        home.parts._things.clear()
        home.parts._things.update(kept)
    assert keys.index("example") < keys.index("account")
