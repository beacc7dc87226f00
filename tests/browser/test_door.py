"""Checking people in where there is no network: kept in the browser, sent later, counted once."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE, Site, sign_in


def test_a_check_in_without_a_network_is_sent_when_it_is_back(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, base_url=site.url, locale="zh-CN")
    page = context.new_page()
    sign_in(page, "officer")
    page.goto("/desk/community/activities/?tab=past")
    page.get_by_role("link", name="示例：红色故事会").click()
    page.get_by_role("link", name="签到", exact=True).click()
    address, count = page.url, page.locator("[data-hq-count]")
    before = int(count.inner_text())
    button = page.get_by_role("button", name=re.compile("^到场")).first
    row = page.locator("[data-hq-ticket]").filter(has=button)
    ticket = row.get_attribute("data-hq-ticket")
    context.set_offline(True)
    page.get_by_label("扫码，或者输入六位签到码").fill(str(ticket)[:6].upper())
    page.get_by_role("button", name="签到", exact=True).click()
    expect(page.locator("[data-hq-status]")).to_contain_text("还有 1 个签到存在这台设备上")
    expect(count).to_have_text(str(before + 1))
    context.set_offline(False)
    expect(page.locator("[data-hq-status]")).to_have_text("全部已发送")
    page.goto(address)
    expect(count).to_have_text(str(before + 1))
    expect(page.locator(f"[data-hq-ticket='{ticket}'] [data-hq-done]")).to_be_visible()
    context.close()
