"""Every page, in a wide window and on a phone: axe finds nothing, nothing runs off the side.

Each page is loaded in one of the two languages, in the other one by the next run, and looked at in every width. With
HUIQI_THOROUGH=1 both are loaded, and `HUIQI_AXE_FIGURES=1` writes what was counted where the accessibility statement
reads it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from district.web import about
from tests import turns
from tests.browser.conftest import AXE, PHONE, Site, sign_in, violations
from tests.browser.pages import (
    LANGUAGES,
    LOOKED_AT,
    MEMBER,
    PUBLIC,
    linked,
    looked_at,
    looked_at_twice,
    seen_in_every_width,
)

WIDTHS = ["wide", "phone"]


def fallen_to(language: str, addresses: list[str]) -> list[str]:
    return turns.share(addresses, LANGUAGES.index(language), len(LANGUAGES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(language=language)
    page.goto("/")
    addresses = [*PUBLIC, *linked(page, r"/answers/.+")]
    found = [
        each for address in fallen_to(language, addresses) for each in seen_in_every_width(page, address, language)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_members_pages(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(language=language)
    sign_in(page, "founder")
    addresses = list(MEMBER)
    page.goto("/my/enterprises/")
    addresses += linked(page, r"/my/enterprises/\w+/facts/") + linked(page, r"/my/enterprises/\w+/funds/")
    addresses += linked(page, r"/my/enterprises/\w+/mandates/")
    page.goto("/my/applications/")
    addresses += linked(page, r"/my/applications/[^/]+/")
    found = [
        each for address in fallen_to(language, addresses) for each in seen_in_every_width(page, address, language)
    ]
    assert not found, "\n".join(found)


def test_the_statement_says_what_these_tests_look_at() -> None:
    """The figures of the accessibility statement are those of the two tests above."""
    kinds = len(PUBLIC) + 1 + len(MEMBER) + 4
    version = json.loads((AXE.parent / "package.json").read_text(encoding="utf-8"))["version"]
    if os.environ.get("HUIQI_AXE_FIGURES"):
        assert turns.THOROUGH, "what the statement says was looked at in one run"
        figures = {"day": dt.date.today().isoformat(), "version": version, "pages": kinds,
                   "languages": len(LANGUAGES), "widths": LOOKED_AT, "found": 0}  # fmt: skip
        about.RUN.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    run = about.last_run()
    assert (run.pages, run.languages, run.widths, run.version) == (kinds, len(LANGUAGES), LOOKED_AT, version)
    assert run.found == 0


def test_every_room_is_reached_on_a_phone_without_a_script(browser: Browser, site: Site) -> None:
    """The menu is HTML's own; the desk has it too, and one signs out from it."""
    phone = browser.new_context(base_url=site.url, viewport=PHONE, java_script_enabled=False, locale="zh-CN")
    try:
        page = phone.new_page()
        sign_in(page, "officer")
        for shell, rooms in (("/", ["免申即享", "我的义务", "公示", "政策库", "工作台", "账号和隐私"]),
                             ("/desk/", ["申报办理", "待我审批", "资金", "名录导入", "办事大厅"])):  # fmt: skip
            page.goto(shell)
            for room in rooms:
                page.locator("header .hq-menu > summary").click()
                said = page.get_by_role("link", name=room, exact=True, include_hidden=True)
                panel = page.locator("header .hq-menu-panel")
                link = panel.get_by_role("link", name=room, exact=True, include_hidden=True)
                wing = page.locator("header .hq-menu-panel details").filter(has=said)
                if not link.is_visible():
                    wing.locator("summary").click()
                link.click()
                expect(page.get_by_role("heading", level=1)).to_have_count(1)
                page.goto(shell)
        page.locator("header .hq-menu > summary").click()
        page.get_by_role("button", name="退出").click()
        page.goto("/me/account/")
        expect(page).to_have_url(re.compile("/accounts/login/"))
    finally:
        phone.close()


def test_a_case_of_every_bucket(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, "officer")
    addresses: list[str] = []
    for bucket in ("week", "all", "finished"):
        page.goto(f"/desk/applications/?bucket={bucket}")
        addresses += linked(page, r"/desk/applications/[^/]+/")
    page.goto("/desk/applications/")
    addresses += linked(page, r"/calendar.*")
    found: list[str] = []
    for address in dict.fromkeys(addresses):
        page.goto(address)
        found += looked_at_twice(page, wide=True)
    assert addresses and not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_after_a_decision(open_page: Callable[..., Page], width: str) -> None:
    """An obligation, findings at every step, a campaign and its items; the enterprise's side of a finding."""
    page = open_page(width=width)
    sign_in(page, "officer")
    found: list[str] = []
    lists = {"/desk/after/": r"/desk/after/YW[^/]+/", "/desk/findings/?tab=opened": r"/desk/findings/HC[^/]+/",
             "/desk/findings/?tab=upheld": r"/desk/findings/HC[^/]+/",
             "/desk/findings/?tab=over": r"/desk/findings/HC[^/]+/",
             "/desk/campaigns/": r"/desk/campaigns/CC[^/]+/"}  # fmt: skip
    for address, pattern in lists.items():
        page.goto(address)
        shown = linked(page, pattern)
        assert shown, f"the demonstration has nothing at {address}"
        found += looked_at(page, shown[0])
    found += [each for address in linked(page, r"/desk/campaigns/CC[^/]+/\d+/") for each in looked_at(page, address)]
    page = open_page(width=width)
    sign_in(page, "manager")
    found += looked_at(page, "/my/obligations/")
    for address in linked(page, r"/my/findings/[^/]+/"):
        found += looked_at(page, address)
        page.get_by_label("您的意见").fill("示例：已迁回，正在办理变更登记。")
        page.get_by_role("button", name="提交意见").click()
        expect(page.get_by_text("已收到您的意见")).to_be_visible()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_run_and_a_trial(open_page: Callable[..., Page], width: str) -> None:
    """The lists and the lab, done by the worker behind the running site, looked at when they are there."""
    page = open_page(width=width)
    sign_in(page, "officer")
    page.goto("/desk/runs/")
    page.get_by_label("项目").select_option(label="一次性开办费补贴")
    page.get_by_role("button", name="生成名单").click()
    expect(page.get_by_role("heading", name="可直接给付")).to_be_visible(timeout=180_000)
    found = looked_at(page, page.url)
    page.goto("/desk/lab/startup-cost/")
    rule = page.get_by_label("规则")
    rule.fill(rule.input_value().replace("最长连续参保月数 >= 6", "最长连续参保月数 >= 3"))
    page.get_by_label("全年预算").fill("100,000")
    page.get_by_role("button", name="对全区企业试算").click()
    expect(page.get_by_role("heading", name="只差一点的企业")).to_be_visible(timeout=180_000)
    expect(page.locator(".hq-chart svg").first).to_be_visible()
    found += looked_at(page, page.url)
    assert not found, "\n".join(found)


CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_english_by_a_switch_that_stays(open_page: Callable[..., Page]) -> None:
    page = open_page(width="phone")
    page.goto("/")
    page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for address in ("/", "/policies/", "/accounts/login/", "/fits/"):
        found = looked_at(page, address, "en")
        assert not found, "\n".join(found)
        labels = page.evaluate(
            "() => [...document.querySelectorAll('h1, nav a, main button, main label')].map(each => each.innerText)"
        )
        chinese = [each for each in labels if CHINESE.search(each) and "杨浦" not in each]
        assert len(chinese) < len(labels) / 2, chinese  # names of facts and programmes are the catalogue's own


def test_dark_and_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/policies/")
    page.get_by_role("button", name="切换深色或浅色").first.click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert not violations(page)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.innerText.trim()") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("() => location.hash") == "#main"
    page.goto("/policies/")
    page.locator("main a").first.focus()
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_printing_gives_the_page_and_not_its_cards_of_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page(width="wide")
    sign_in(page, "officer")
    page.goto("/desk/applications/")
    page.set_viewport_size({"width": 718, "height": 1000})  # what a sheet of A4 leaves
    page.emulate_media(media="print")
    assert page.locator(".hq-table thead").first.is_visible()
    cell = page.locator(".hq-table tbody td").nth(1)
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "table-cell"
    assert page.locator(".hq-rail").is_hidden() and page.locator(".hq-filters").first.is_hidden()


def test_a_letter_is_compared_in_the_browser(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page(width="phone")
    sign_in(page, "manager")
    page.goto("/my/applications/")
    links = page.evaluate("() => [...document.querySelectorAll('main a[href]')].map(link => link.getAttribute('href'))")
    cases = [each for each in dict.fromkeys(links) if re.fullmatch(r"/my/applications/SB[^/]+/", each)]
    for case in cases:
        page.goto(case)
        if page.get_by_role("link", name="PDF", exact=True).count():
            break
    papers = page.get_by_role("region", name="文书")
    with page.expect_download() as taken:
        papers.get_by_role("link", name="PDF").first.click()
    file = tmp_path / "letter.pdf"
    taken.value.save_as(file)
    papers.get_by_role("link", name="核验").first.click()
    page.get_by_label("选择文件").set_input_files(file)
    expect(page.get_by_text("一致：就是发出的那份文件。")).to_be_visible()
    other = tmp_path / "changed.pdf"
    other.write_bytes(file.read_bytes() + b" ")
    page.get_by_label("选择文件").set_input_files(other)
    expect(page.get_by_text("不一致")).to_be_visible()
    assert not violations(page)
