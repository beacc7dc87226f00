"""Authoring in a browser: an officer edits a condition, sees the check, proposes; a leader approves and publishes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in, violations

SLUG = "startup-cost"
RULE = "yangpu/programmes/startup-cost/2020-01-01.yaml"


def begin(page: Page, slug: str) -> str:
    page.goto("/desk/programmes/")
    page.get_by_label("改什么").select_option(slug)
    page.get_by_role("button", name="开始起草").click()
    expect(page.get_by_role("heading", name="下一步")).to_be_visible()
    return page.url


def opened(page: Page, url: str, path: str, view: str = "") -> None:
    page.goto(f"{url}edit/?path={path}" + (f"&view={view}" if view else ""))
    expect(page.locator("html[data-editors=ready]")).to_be_attached(timeout=60_000)
    expect(page.locator("#check [data-check]")).to_be_visible(timeout=60_000)


def looked_at(page: Page) -> list[str]:
    found = violations(page)
    if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1"):
        found.append(f"{page.url}: wider than the window")
    return found


def first_when(page: Page) -> Locator:
    """The FEEL editor of the first condition a machine judges."""
    page.locator("details.hq-entry > summary").first.click()
    return page.get_by_role("textbox", name="判断（FEEL）").first


def test_from_an_edited_condition_to_the_programmes_page(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "officer")
    url = begin(page, SLUG)
    opened(page, url, RULE)
    verdict = page.locator("#check [data-check]")
    expect(verdict).to_have_attribute("data-check", "green")
    editor = first_when(page)
    before = editor.inner_text().strip()
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("从业人")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("从业人员")
    expect(verdict).to_have_attribute("data-check", "red", timeout=60_000)
    expect(page.locator("#check")).to_contain_text(RULE)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f'{before} and 核算日 > date("2000-01-01")')
    expect(verdict).to_have_attribute("data-check", "green", timeout=60_000)
    assert not looked_at(page)
    said = page.get_by_label("说法").first
    said.fill("新的说法：" + said.input_value())
    page.get_by_role("button", name="保存到草案").click()
    expect(page.locator("main")).to_contain_text("已保存")
    page.goto(url)
    expect(page.locator(".hq-diff").first).to_contain_text("核算日")
    page.get_by_role("button", name="英文仍然准确").first.click()  # a changed text asks what becomes of its English
    expect(page.locator("main")).to_contain_text("已裁定")
    page.get_by_role("button", name="送审签").click()
    expect(page.locator(".hq-chip", has_text="待审签").first).to_be_visible()

    leader = open_page()
    sign_in(leader, "leader")
    leader.goto(url)
    assert not looked_at(leader)
    leader.get_by_role("button", name="审签同意").click()
    leader.get_by_role("button", name="发布", exact=True).click()
    expect(leader.locator(".hq-chip", has_text="已发布").first).to_be_visible(timeout=60_000)
    leader.goto(f"/policies/{SLUG}/")
    expect(leader.locator("main")).to_contain_text("新的说法：")
    with leader.expect_download() as download:
        leader.goto("/desk/programmes/")
        leader.get_by_role("link", name="导出目录").click()
    assert download.value.suggested_filename.startswith("catalogue-")


def test_a_decision_table_in_its_editor(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "science")
    url = begin(page, "tech-little-giant")
    opened(page, url, "national/tables/sme-size.yaml")
    cell = page.locator("#table-editor td[data-element-id='cell-0-2'] [contenteditable]")
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(">= 300000000")
    page.locator("#table-editor td[data-element-id='cell-1-2'] [contenteditable]").click()
    expect(page.locator("#check .hq-verdict")).to_be_visible()
    page.get_by_role("button", name="保存到草案").click()
    expect(page.locator("main")).to_contain_text("已保存")
    page.goto(url)
    expect(page.locator(".hq-diff ins")).to_have_count(1)
    expect(page.locator(".hq-diff ins")).to_contain_text(">= 300000000")


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_every_page_of_authoring(open_page: Callable[..., Page], width: str) -> None:
    page = open_page(width=width)
    sign_in(page, "science")
    url = begin(page, "tech-little-giant")
    found = looked_at(page)
    for address in ("/desk/programmes/", "/desk/watch/"):
        page.goto(address)
        found += looked_at(page)
    rule = "yangpu/programmes/tech-little-giant/2017-02-01.yaml"
    for path, view in ((rule, "form"), (rule, "text"), ("yangpu/parameters/start-up.yaml", ""),
                       ("yangpu/programmes/tech-little-giant/programme.yaml", ""),
                       ("national/tables/sme-size.yaml", "")):  # fmt: skip
        opened(page, url, path, view)
        found += looked_at(page)
    assert not found, "\n".join(found)


def test_the_form_works_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "science")
    url = begin(page, "tech-little-giant")
    page.route("**/editors/*.js", lambda route: route.abort())
    page.goto(f"{url}edit/?path=yangpu/programmes/tech-little-giant/2017-02-01.yaml")
    page.get_by_label("名额", exact=True).fill("31")
    page.get_by_role("button", name="保存到草案").click()
    page.goto(url)
    expect(page.locator(".hq-diff ins")).to_contain_text("count: 31")
