"""A questionnaire on a phone: begun, left in the middle, gone on with in another browser, handed in."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in, violations

NEXT = "button.btn-primary[value=next]"


def test_answered_on_a_phone_and_resumed_elsewhere(open_page: Callable[..., Page]) -> None:
    phone = open_page(width="phone")
    sign_in(phone, "founder")
    phone.goto("/surveys/")
    phone.get_by_role("link", name="示例用工需求调查").click()
    link = phone.url
    assert "/surveys/link/" in link
    phone.get_by_role("button", name="开始填写").click()
    phone.fill("input[name=q-staff]", "12")
    phone.check("input[name=q-hires][value=no]")
    expect(phone.get_by_text("暂不招人的原因")).to_be_visible()  # saved while typing, the branch opens
    phone.check("input[name=q-hires][value=yes]")
    expect(phone.get_by_text("暂不招人的原因")).to_be_hidden()
    phone.click(NEXT)
    phone.fill("input[name=q-posts-0-post]", "示例焊工")
    phone.fill("input[name=q-posts-0-number]", "2")
    assert violations(phone) == []
    assert not phone.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1")
    phone.get_by_role("button", name="保存，以后再填").click()
    expect(phone.get_by_role("button", name="接着填")).to_be_visible()

    other = open_page()  # another device: by the same link, not signed in
    other.goto(link)
    other.get_by_role("button", name="接着填").click()
    expect(other.locator("input[name=q-staff]")).to_have_value("12")
    other.click(NEXT)
    expect(other.locator("input[name=q-posts-0-post]")).to_have_value("示例焊工")
    other.fill("input[name=q-posts-0-pay]", "1.2万")
    other.click(NEXT)
    other.click(NEXT)
    expect(other.get_by_text("12,000 元/月")).to_be_visible()
    other.get_by_role("button", name="提交").click()
    expect(other.get_by_text("已提交，谢谢。")).to_be_visible()
