"""The services in a real browser, on a phone: a founder asks and a panel meets them; a won contest pays."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in


def test_a_founder_asks_and_the_desk_finds_them_a_panel(open_page: Callable[..., Page]) -> None:
    founder = open_page(width="phone")
    sign_in(founder, "founder")
    founder.goto("/")
    founder.get_by_role("link", name="找专家").first.click()
    founder.get_by_role("link", name="我要咨询").click()
    founder.get_by_role("link", name="记账报税").click()
    founder.get_by_label("一个月内").check()
    founder.get_by_label("想问什么").fill("示例：融资以前，账、合同、用工怎么一起理？")
    founder.get_by_label("希望怎么谈").select_option(label="会诊")
    founder.get_by_role("button", name="提交").click()
    expect(founder.get_by_text("已提交。")).to_be_visible()
    need = re.search(r"/my/advice/(ZX[^/]+)/", founder.url)
    assert need

    officer = open_page(width="phone")
    sign_in(officer, "officer")
    officer.goto(f"/desk/advice/{need[1]}/")
    officer.get_by_role("button", name="接单", exact=True).first.click()
    officer.get_by_role("link", name="找会诊").click()
    for number, role in enumerate(("财税", "法律", "人事"), start=1):
        officer.get_by_label(f"角色 {number}").select_option(label=role)
    officer.get_by_role("button", name="找最早的时间").click()
    officer.get_by_role("radio").first.check()
    officer.get_by_label("共同简报").fill("示例：先理清三样，再谈融资。")
    officer.get_by_role("button", name="约定这个时间").click()
    expect(officer.get_by_text("已签 0 / 3")).to_be_visible()

    founder.goto("/my/")
    expect(founder.get_by_role("region", name="接下来")).to_contain_text("会诊")
    founder.goto(f"/my/advice/{need[1]}/")
    expect(founder.get_by_role("main")).to_contain_text(re.compile("财税.*法律.*人事"))


def test_a_students_won_contest_fills_in_the_application(open_page: Callable[..., Page]) -> None:
    page = open_page(width="phone")
    sign_in(page, "student")
    page.get_by_role("region", name="接下来").get_by_role("link", name=re.compile("路演|商业计划|客户")).first.click()
    expect(page.get_by_role("heading", name="课表")).to_be_visible()
    page.goto("/my/contests/")
    page.get_by_role("link", name="会记账的货架").last.click()
    page.get_by_role("link", name=re.compile("^申报")).click()
    page.get_by_role("link", name="我要申报").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("团队大赛获奖级别 .*级"))
    page.get_by_role("button", name="开始申报").click()
    expect(page).to_have_url(re.compile(r"/my/applications/SB[^/]+/"))
