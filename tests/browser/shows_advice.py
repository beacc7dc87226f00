"""A founder asks, a panel meets them, then comes to see them, and is rated; an expert's day on a phone."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.browser.shows import ZONE, Walk, Walker, says, submits

NAMES = "all => all.map(each => each.getAttribute('aria-label') || each.textContent.trim())"
EXPERT = "示例专家子"
ROLES = ("财税", "法律", "人事")
ASKED = "示例：融资以前，账、合同、用工怎么一起理？"
ANSWER = "示例答复：在合同里写明源代码交付和著作权归属，验收时一起交。"
VISITED = "示例记录：看了账本和合同，三件事排了先后，下月复看。"
OPINION = "示例意见：先把账理清，再签合同，最后谈融资。"


def panel_and_visit(walker: Walker) -> Walk:
    """Asked and booked; signed by each, turned into a visit; recorded, ended, rated."""
    founder, officer = walker.phone("founder"), walker.phone("officer")
    need = _ask(walker, founder)
    held = _book_panel(walker, officer, need)
    _read_when(walker, founder)
    walker = yield _days(walker, held) + 1
    founder, officer = walker.phone("founder"), walker.phone("officer")
    _sign_all(walker, officer, need)
    came = _turn_into_visit(walker, founder, need)
    walker = yield _days(walker, came) + 1
    _record(walker, walker.phone("officer"), walker.phone("expert"), need)
    _rate(walker, walker.phone("founder"), need)


def day_of_an_expert(walker: Walker) -> Walk:
    """Today, on a phone: one is taken, one is answered in a minute; who asked reads it."""
    page = walker.phone("expert")
    page.goto("/my/")
    page.get_by_role("main").get_by_role("link", name="接单，或者说接不了").first.click()
    walker.look(page)
    submits(page, "接单")
    says(page, "已接单，请安排怎么谈。")
    walker.look(page)
    page.goto("/my/advice/work/")
    row = page.get_by_role("article").filter(has_text="网上咨询").first
    row.get_by_label("答复").fill(ANSWER)
    row.get_by_label("用了多少分钟").fill("10")
    submits(page, "记录", within=row)
    says(page, "已记录，对方可以看到。")
    walker.look(page)
    walker = yield 1
    founder = walker.phone("founder")
    founder.goto("/my/advice/")
    founder.get_by_role("main").get_by_role("link", name="合同和纠纷").first.click()
    says(founder, ANSWER)


def _days(walker: Walker, moment: dt.datetime) -> int:
    return (moment.astimezone(ZONE).date() - walker.began).days


def _ask(walker: Walker, page: Page) -> str:
    page.goto("/")
    page.get_by_role("link", name="找专家").first.click()
    walker.look(page)
    page.get_by_role("link", name="我要咨询").click()
    walker.look(page)
    page.get_by_role("link", name="记账报税").click()
    page.get_by_label("一个月内").check()
    page.get_by_label("想问什么").fill(ASKED)
    page.get_by_label("在哪个街道").select_option(label="五角场街道")
    page.get_by_label("希望怎么谈").select_option(label="会诊")
    walker.look(page)
    submits(page, "提交")
    says(page, "已提交。")
    walker.look(page)
    found = re.search(r"/my/advice/(ZX[^/]+)/", page.url)
    assert found
    return found[1]


def _book_panel(walker: Walker, page: Page, need: str) -> dt.datetime:
    """The first who was asked takes it by the link the desk sends; the desk finds three experts' earliest time."""
    page.goto("/desk/advice/needs/")
    walker.look(page)
    page.goto(f"/desk/advice/{need}/")
    walker.look(page)
    _take_by_link(walker, page)
    page.goto(f"/desk/advice/{need}/")
    page.get_by_role("link", name="找会诊").click()
    for number, role in enumerate(ROLES, start=1):
        page.get_by_label(f"角色 {number}").select_option(label=role)
    submits(page, "找最早的时间")
    page.get_by_role("radio").first.check()
    held = dt.datetime.fromisoformat(page.get_by_role("radio").first.input_value().split("|")[0])
    page.get_by_label("共同简报").fill("示例：先理清三样，再谈融资。")
    walker.look(page)
    submits(page, "约定这个时间")
    says(page, f"已签 0 / {len(ROLES)}")
    walker.look(page)
    return held


def _take_by_link(walker: Walker, officer: Page) -> None:
    submits(officer, "发工作链接", exact=False)
    page = walker.stranger("an expert without an account")
    page.goto(officer.get_by_role("textbox").first.input_value())
    walker.look(page)
    card = page.locator("section.card").filter(has_text=ASKED)
    submits(page, "接单", within=card)
    says(page, "已接单")
    walker.look(page)
    page.context.close()


def _read_when(walker: Walker, page: Page) -> None:
    page.goto("/my/")
    region = page.get_by_role("region", name="接下来")
    expect(region).to_contain_text("会诊")
    walker.look(page)
    region.get_by_role("link", name=re.compile("会诊")).first.click()
    says(page, re.compile("财税.*法律.*人事"))
    walker.look(page)


def _sign_all(walker: Walker, officer: Page, need: str) -> None:
    """Who has no account signs by a link of their own, which the desk sends; who has one, on their own page."""
    officer.goto("/desk/advice/panels/")
    walker.look(officer)
    officer.get_by_role("main").get_by_role("link", name=re.compile("会诊.*记账报税")).first.click()
    officer.wait_for_load_state()
    panel = officer.url
    for name in officer.get_by_role("button", name=re.compile("^发一次性链接")).evaluate_all(NAMES):
        with officer.expect_navigation():
            officer.get_by_role("button", name=name, exact=True).click()
        walker.look(officer)
        link = officer.get_by_role("textbox").first.input_value()
        officer.get_by_role("link", name="已复制，回去").click()
        _sign_by_link(walker, link)
    if officer.get_by_role("main").get_by_text(EXPERT).count():
        _sign_as_expert(walker, walker.phone("expert"))
    officer.goto(panel)
    says(officer, f"已签 {len(ROLES)} / {len(ROLES)}")
    walker.look(officer)


def _sign_as_expert(walker: Walker, page: Page) -> None:
    page.goto("/my/")
    page.get_by_role("main").get_by_role("link", name=re.compile("签字|意见")).first.click()
    page.get_by_role("textbox", name="我的意见").fill(OPINION)
    walker.look(page)
    submits(page, "签字")
    says(page, "已签字")


def _sign_by_link(walker: Walker, link: str) -> None:
    page = walker.stranger("an expert without an account")
    page.goto(link)
    page.get_by_role("textbox", name="我的意见").fill(OPINION)
    walker.look(page)
    submits(page, "签字")
    says(page, "已签字")
    walker.look(page)
    page.context.close()


def _turn_into_visit(walker: Walker, page: Page, need: str) -> dt.datetime:
    page.goto("/my/advice/panels/")
    walker.look(page)
    page.get_by_role("main").get_by_role("link", name=re.compile("记账报税")).first.click()
    says(page, OPINION)
    walker.look(page)
    page.goto(f"/my/advice/{need}/")
    says(page, OPINION)
    walker.look(page)
    page.get_by_text("换一种方式").first.click()
    submits(page, "上门指导")
    walker.look(page)
    slot = page.locator("button[name=slot]").first
    came = dt.datetime.fromisoformat(str(slot.get_attribute("value")).split("/")[0])
    with page.expect_navigation():
        slot.click()
    says(page, "已约好")
    walker.look(page)
    return came


def _record(walker: Walker, officer: Page, expert: Page, need: str) -> None:
    """Who came writes down in a minute what was said, on their own phone; the others sign theirs; the desk ends it."""
    expert.goto("/my/advice/work/")
    row = expert.get_by_role("article").filter(has_text="记账报税").filter(has_text="上门")
    row.get_by_label("谈了什么").fill(VISITED)
    row.get_by_label("用了多少分钟").fill("60")
    walker.look(expert)
    submits(expert, "记录", within=row)
    says(expert, "已记录")
    walker.look(expert)
    officer.goto(f"/desk/advice/{need}/")
    walker.look(officer)
    submits(officer, "办结")
    says(officer, "已办结")


def _rate(walker: Walker, page: Page, need: str) -> None:
    page.goto("/my/advice/")
    page.get_by_role("main").get_by_role("link", name=re.compile("记账报税")).first.click()
    says(page, VISITED)
    page.get_by_label("5 很好").check()
    page.get_by_label(re.compile("解决了")).first.check()
    page.get_by_label("想说的话").fill("示例：来了一趟就清楚了。")
    walker.look(page)
    submits(page, "提交评价")
    says(page, "谢谢，已记下。")
    walker.look(page)
