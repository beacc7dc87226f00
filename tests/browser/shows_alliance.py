"""A member of the alliance lends a room to another: offered, borrowed, given back early; what was lent is counted."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.browser.shows import ZONE, Walk, Walker, says, submits

ROOM, PURPOSE, CANCELLED = "示例：临街的小会议室", "示例：投资人来访", "示例：客户改期了"
HOURS = 8


def lending(walker: Walker) -> Walk:
    """Offered every day at this hour; borrowed for the day the walks go on, another cancelled; given back early."""
    owner, guest = walker.phone("manager"), walker.phone("founder")
    _admit(walker, walker.phone("officer"))
    room = _offer(walker, owner)
    yield walker.ahead  # when the others have said when they go on
    on = max(walker.later, 1)
    _borrow(walker, guest, room, walker.began + dt.timedelta(days=on))
    _cancel(walker, guest, room)
    walker = yield on
    guest = walker.phone("founder")
    before = _lent(walker, guest)  # on this day: what others borrowed came to its end in between
    _give_back(walker, guest)
    assert _lent(walker, guest) == before + 1
    _read_by_owner(walker, walker.phone("manager"))


def _lent(walker: Walker, page: Page) -> int:
    page.goto("/community/alliance/")
    walker.look(page)
    return int(page.locator(".hq-figure", has_text="近一年办成的借用").locator("b").inner_text())


def _admit(walker: Walker, page: Page) -> None:
    """A third firm asked to join, and the office says yes."""
    page.goto("/desk/community/alliance/")
    walker.look(page)
    page.get_by_role("main").get_by_role("row", name=re.compile("待确认|申请")).get_by_role("link").first.click()
    submits(page, "同意加入")
    says(page, "已同意，从今天起一年。")
    walker.look(page)


def _offer(walker: Walker, page: Page) -> str:
    page.goto("/my/community/alliance/")
    walker.look(page)
    page.get_by_role("link", name="出借一样东西").click()
    page.get_by_label("类别").select_option(label="场地")
    page.get_by_label("名称").fill(ROOM)
    page.get_by_label("地点").fill("示例路 9 号一楼")
    page.get_by_role("textbox", name="说明").fill("示例：八个座位，门口按铃。")
    hour = min(max(dt.datetime.now(ZONE).hour - 2, 0), 24 - HOURS)
    page.get_by_label("从哪一天起").fill(f"{walker.began + dt.timedelta(days=1)}")
    for day in ("周一", "周二", "周三", "周四", "周五", "周六", "周日"):
        page.get_by_label(day).check()
    page.get_by_label("从几点").fill(f"{hour:02}:00")
    page.get_by_label("到几点").fill(f"{(hour + HOURS) % 24:02}:00")
    page.get_by_label("一次借多久").select_option(label="一天（八小时）")
    walker.look(page)
    submits(page, "放上去")
    says(page, "已放上共享资源")
    walker.look(page)
    return page.url.replace(walker.site.url, "")


def _borrow(walker: Walker, page: Page, room: str, day: dt.date) -> None:
    page.goto("/community/alliance/")
    page.get_by_role("link", name="全部资源").click()
    walker.look(page)
    page.get_by_role("main").get_by_role("link", name=ROOM).first.click()
    page.get_by_label("用来做什么").fill(PURPOSE)
    walker.look(page)
    with page.expect_navigation():
        page.locator(f"button[name=slot][value^='{day}']").first.click()
    says(page, "已借到")
    walker.look(page)


def _cancel(walker: Walker, page: Page, room: str) -> None:
    page.goto(room)
    page.get_by_label("用来做什么").fill("示例：备用")
    with page.expect_navigation():
        page.locator("button[name=slot]").first.click()
    page.get_by_text("取消借用").first.click()
    page.get_by_label("原因，对方会看到").fill(CANCELLED)
    with page.expect_navigation():
        page.get_by_role("button", name="取消借用").click()
    says(page, "已取消")


def _give_back(walker: Walker, page: Page) -> None:
    """From one's own calendar to the lending, and back it goes."""
    page.goto("/my/slots/")
    page.get_by_role("main").get_by_role("link", name=PURPOSE).first.click()
    walker.look(page)
    submits(page, "提前归还")
    says(page, "已归还")
    walker.look(page)


def _read_by_owner(walker: Walker, page: Page) -> None:
    page.goto("/messages/")
    says(page, ROOM)
    says(page, CANCELLED)
    page.goto("/my/community/alliance/")
    expect(page.get_by_role("main")).to_contain_text(PURPOSE)
    walker.look(page)
