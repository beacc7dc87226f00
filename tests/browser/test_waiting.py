"""The to-do list of everybody in the demonstration agrees with every other number told of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from district.web.demo_accounts import SIGN_INS
from tests.browser.conftest import sign_in


def first_number(page: Page, selector: str) -> int:
    return int(re.sub(r"\D", "", page.locator(selector).first.inner_text()))


@pytest.mark.parametrize("username", [each.username for each in SIGN_INS])
def test_every_number_says_the_same(open_page: Callable[..., Page], username: str) -> None:
    page = open_page()
    sign_in(page, username)
    told = page.request.get("/api/v1/todo?size=200").json()
    assert told["total"] == sum(told["kinds"].values()) == sum(told["when"].values()) == told["count"]
    assert len(told["items"]) == min(200, told["total"])
    days = [each["due"] or "9999" for each in told["items"]]
    assert days == sorted(days)
    answer = page.goto("/me")
    assert answer is not None and answer.ok
    header = page.locator("a[href='/todo/'][aria-label^='待办']").first.get_attribute("aria-label") or ""
    assert int(re.sub(r"\D", "", header)) == told["total"]
    if page.url.endswith("/desk/"):
        for when, count in told["when"].items():
            assert first_number(page, f"a[href='/todo/?when={when}'] b") == count
        assert page.locator(".hq-todos li").count() == min(12, told["total"])
    one_of_a_kind = {item["kind"]: item["link"].partition("#")[0] for item in told["items"]}
    for each in one_of_a_kind.values():  # nobody is sent to a closed door
        assert page.request.get(each).ok, each
    for kind, address in (("case", "/desk/applications/?bucket=mine"), ("approval", "/desk/approvals/")):
        shown = page.request.get(address)
        if shown.ok and "/desk/" in shown.url:
            listed = set(re.findall(r"/desk/applications/([\w-]+)/[\"']", shown.text()))
            ours = {item["link"].split("/")[3] for item in told["items"] if item["kind"] == kind}
            if kind == "case" and not re.search(r'bucket=mine"[^>]*aria-current', shown.text()):
                listed = set()  # the tab is theirs who work on cases; others are told that it was not applied
            assert len(ours) > 25 or ours == listed - {"next"}, address
