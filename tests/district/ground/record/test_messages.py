"""Notices: one's own, read once, and a link that leads where it says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from district.ground.messages.models import Message
from district.ground.messages.posting import mark_read, post
from district.ground.messages.queries import unread
from district.ground.people.models import Person


@pytest.fixture
def notices(founder: Person, officer: Person) -> list[Message]:
    for n in range(3):
        post(
            to=[founder], title=f"给创业者{n}", body="第一行\n第二行", link="/policies/", room="x", needs_action=n == 0
        )
    post(to=[officer], title="给经办员", room="x")
    return list(Message.objects.order_by("pk"))


def test_a_person_sees_their_own(client: Client, founder: Person, notices: list[Message]) -> None:
    client.force_login(founder)
    page = client.get("/messages/").content.decode()
    assert page.count("给创业者") >= 3
    assert "给经办员" not in page
    assert page.index("给创业者2") < page.index("给创业者0")


def test_opening_marks_it_read_and_goes_there(client: Client, founder: Person, notices: list[Message]) -> None:
    client.force_login(founder)
    address = f"/messages/{notices[0].pk}/"
    assert client.get(address).status_code == 405  # reading pages never write
    for _ in range(2):
        assert client.post(address)["Location"] == "/policies/"
    assert unread(founder).count() == 2
    assert "给创业者0" not in client.get("/messages/?unread=1").content.decode()


def test_nobody_opens_anothers(client: Client, founder: Person, notices: list[Message]) -> None:
    client.force_login(founder)
    assert client.post(f"/messages/{notices[3].pk}/").status_code == 404
    assert mark_read(person=founder, message_ids=[notices[3].pk]) == 0


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_a_link_never_leads_outside(client: Client, founder: Person, link: str) -> None:
    post(to=[founder], title="x", link=link, room="x")
    client.force_login(founder)
    assert client.post(f"/messages/{Message.objects.get().pk}/")["Location"] == "/messages/"


def test_all_at_once(client: Client, founder: Person, officer: Person, notices: list[Message]) -> None:
    client.force_login(founder)
    assert "3 条消息已标为已读" in client.post("/messages/read/", follow=True).content.decode()
    assert (unread(founder).count(), unread(officer).count()) == (0, 1)
    client.post("/messages/read/")
    assert "没有消息" in client.get("/messages/?unread=1").content.decode()


def test_officials_read_at_their_desk(client: Client, officer: Person, notices: list[Message]) -> None:
    client.force_login(officer)
    assert "hq-rail" in client.get("/messages/").content.decode()


def test_a_long_list_is_paged_at_a_fixed_cost(
    client: Client, founder: Person, django_assert_max_num_queries: Any
) -> None:
    for n in range(60):
        post(to=[founder], title=f"消息{n}", room="x")
    client.force_login(founder)
    client.get("/messages/")
    with django_assert_max_num_queries(7):
        page = client.get("/messages/").content.decode()
    assert "消息59" in page
    assert "消息10" not in page
