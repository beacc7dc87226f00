"""Every page that somebody reaches by following links, each once, is answered; of them one in three, in the next run
others, is opened in the browser and looked at: no script fails, axe finds nothing on a phone, nothing runs off the
side, words can be read in the dark; those that are named, and what desks work on, in a wide window too.

Whoever has the demonstration's duties goes in turn; a route that one has looked at is passed by the next. A new page
is looked at as soon as something leads to it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import Error, Page

from tests import turns
from tests.browser.conftest import sign_in
from tests.browser.pages import MEMBER, OFFICER, OTHERS, PUBLIC, looked_at_twice
from tests.house.crawling import route_of

NOTHING: list[str] = []
DESK = {"officer": OFFICER, "banking": NOTHING} | OTHERS
HALL = dict.fromkeys(("founder", "manager", "banking"), NOTHING) | OTHERS
OF_PROGRAMS = ("/api/", "/static/", "/accounts/logout/")
ASKS_WHAT_FOR = 422  # a file that leaves for a purpose: the page that asks for it
THINGS = re.compile(r"/desk/(applications|enterprises|funds|awards|batches|clawbacks|outbox|jobs|work|absences)/.+/.*")
LEAST = {"desk": 150, "hall": 30}  # routes reached: fewer, and something no longer leads anywhere


def links(text: str) -> list[str]:
    found = [str(each) for each in html.fromstring(text).xpath("//a/@href")]
    return [each.split("#")[0] for each in found if each.startswith("/") and not each.startswith(OF_PROGRAMS)]


def opened(page: Page, address: str) -> bool:
    """Whether the browser shows the page at an address; a file may come instead."""
    try:
        return page.goto(address) is not None
    except Error as error:
        if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
            return False
        raise


def walked(page: Page, beginning: list[str], of_desk: bool, seen: set[str]) -> Iterator[str]:
    """What is wrong with the pages of one part of the house to which links lead from where one begins."""
    waiting = deque([(each, True) for each in beginning])
    while waiting:
        address, named = waiting.popleft()
        route = route_of(address)
        if route is None or urlsplit(address).path.startswith("/desk/") != of_desk or (route in seen and not named):
            continue
        answer = page.request.get(address, timeout=60_000)  # as the browser asks, with its cookies
        if answer.status in (403, 404) or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status not in (200, ASKS_WHAT_FOR):
            yield f"{address}: {answer.status}"
            continue
        seen |= {route, route_of(answer.url) or ""}
        waiting.extend((each, False) for each in links(answer.text()))
        if turns.has_turn(route, 3) and opened(page, address):
            yield from looked_at_twice(page, wide=named or bool(THINGS.fullmatch(address)))


@pytest.mark.long
@pytest.mark.parametrize("part", ["desk", "hall"])
def test_every_page_to_which_links_lead(open_page: Callable[..., Page], part: str) -> None:
    of_desk = part == "desk"
    seen = {route_of(each) or "" for each in ([] if of_desk else [*PUBLIC, *MEMBER])}
    before, found = set(seen), list[str]()
    for username, beginning in (DESK if of_desk else HALL).items():
        page = open_page()
        sign_in(page, username)
        found += walked(page, ["/desk/" if of_desk else "/my/", "/", *beginning], of_desk, seen)
        page.context.close()
    assert not found, "\n".join(found)
    assert len(seen - before) >= LEAST[part], len(seen - before)
