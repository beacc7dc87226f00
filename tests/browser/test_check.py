"""A founder checks on a phone what there is to get: one tap for who, a trade by its name, the answer, and a slip."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import violations

TAPS = {"负责人身份": "本市户籍", "首次创业": "是", "负责人就业困难": "否", "孵化基地培育": "否"}
TYPED = {"从业人员": "2人", "负责人毕业年数": "1"}


def test_a_founder_checks_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page(width="phone")
    page.goto("/")
    page.get_by_role("button", name="还没有企业，打算创业").click()
    asked: list[str] = []
    while True:
        expect(page.locator(f"progress[value='{len(asked)}'], .hq-total")).to_be_visible()
        if page.locator(".hq-total").count():
            break
        fact = str(page.locator("form.hq-answer input[name=fact]").get_attribute("value"))
        asked.append(fact)
        answer(page, fact)
        assert len(asked) <= 6
    expect(page.get_by_role("heading", level=1)).to_contain_text("可能最多")
    step = page.locator("details.hq-result", has_text="首次创业一次性补贴")
    for words in ("在杨浦区登记注册", "至少一人参保满 6 个月", "8,000.00 元"):
        expect(step).to_contain_text(words)
    assert not violations(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth + 1")


def answer(page: Page, fact: str) -> None:
    if fact == "行业代码":
        page.locator("#id_value").press_sequentially("奶茶")
        page.locator("#trades button").first.click()
    elif fact in TAPS:
        page.locator(f"button[name=value][value='{TAPS[fact]}']").click()
    else:
        assert fact in TYPED, fact
        page.locator("#id_value").fill("-5")
        page.get_by_role("button", name="下一步").click()
        expect(page.locator(".errorlist")).to_contain_text("不会少于 0")
        expect(page.locator("#id_value")).to_have_value("-5")
        page.locator("#id_value").fill(TYPED[fact])
        page.get_by_role("button", name="下一步").click()
