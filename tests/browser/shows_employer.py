"""An employer files training before it starts; learners, hours, the claim; sent back, mended, granted, paid."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from playwright.sync_api import Page, expect
from stdnum.cn import ric

from tests.browser.shows import Walk, Walker, says, submits

COURSE = "示例：客服系统上线培训"
NAMES, LASTS = ("钱示例", "孙示例", "李示例"), 3  # days of six hours: 24 学时
REASON = "示例：名单第 3 人已离职，请剔除后再报。"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def training(walker: Walker) -> Walk:
    hr, officer = walker.phone("manager"), walker.phone("officer")
    filing = _file(walker, hr)
    _acknowledge(walker, officer)
    _list_learners(walker, hr, filing)
    walker = yield LASTS + 1
    hr, officer = walker.phone("manager"), walker.phone("officer")
    _bring_hours(walker, hr, filing)
    claim = _claim(walker, hr, filing)
    _send_back(walker, officer, claim)
    _correct(walker, hr, filing, claim)
    _grant(walker, officer, walker.phone("leader"), claim)
    walker = yield walker.ahead + 1
    walker.beside("pay", claim)
    _paid(walker, walker.phone("manager"), filing)


def number_of(serial: int) -> str:
    """A made-up ID number; the area 999999 is nobody's."""
    body = f"99999919880101{serial:03}"
    return body + str(ric.calc_check_digit(body + "0"))


def workbook(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([heads, *rows]):
            sheet.write_row(place, 0, row)
    return kept.getvalue()


def _upload(page: Page, label: str, name: str, content: bytes) -> None:
    file: Any = {"name": name, "mimeType": SHEET, "buffer": content}
    page.get_by_label(label).set_input_files(file)


def _file(walker: Walker, page: Page) -> str:
    """Before it starts, from the programme's page; the filing's address."""
    page.goto("/policies/online-training/")
    walker.look(page)
    page.get_by_role("link", name="先备案、记学时").first.click()
    walker.look(page)
    page.get_by_role("link", name="备案一次培训").first.click()
    firm = page.get_by_label("企业", exact=True).locator("option").first.inner_text()
    page.get_by_label("企业", exact=True).select_option(label=firm)
    page.get_by_label("申报哪个项目").select_option(label="线上职业培训补贴")
    page.get_by_label("培训项目").fill(COURSE)
    page.get_by_label("方式").select_option(label="线上")
    page.get_by_label("线上：平台类别").select_option(index=1)
    page.get_by_label("线上：平台名称").fill("示例学习平台")
    today = walker.today
    page.get_by_label("开班日期").fill(f"{today}")  # today is too late, and is said
    page.get_by_label("结束日期").fill(f"{today + dt.timedelta(days=LASTS)}")
    page.get_by_label("预计人数").fill(str(len(NAMES)))
    page.get_by_label("授课人").fill("示例讲师")
    page.get_by_label("每人学时").fill("24")
    walker.look(page)
    page.locator("main button[type=submit]").last.click()
    says(page, re.compile("备案"))
    walker.look(page)
    page.get_by_label("开班日期").fill(f"{today + dt.timedelta(days=1)}")
    with page.expect_navigation():
        page.locator("main button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(r"/my/training/[A-Z]+[^/]+/$"))
    walker.look(page)
    return page.url.replace(walker.site.url, "")


def _acknowledge(walker: Walker, page: Page) -> None:
    page.goto("/desk/training/")
    walker.look(page)
    page.get_by_role("link", name=COURSE).first.click()
    walker.look(page)
    submits(page, "确认备案")
    walker.look(page)


def _list_learners(walker: Walker, page: Page, filing: str) -> None:
    """Two by a workbook, one typed in."""
    page.goto(filing)
    rows = [(name, number_of(700 + n)) for n, name in enumerate(NAMES)]
    _upload(page, "学员名单（Excel）", "示例名单.xlsx", workbook(("姓名", "身份证号"), rows[:2]))
    submits(page, "上传名单")
    page.get_by_text("在这里加一个学员").click()
    page.get_by_label("姓名").fill(rows[2][0])
    page.get_by_label("身份证号").fill(rows[2][1])
    submits(page, "加入名单")
    expect(page.locator(".hq-figure", has_text="学员")).to_contain_text(str(len(NAMES)))
    walker.look(page)


def _bring_hours(walker: Walker, page: Page, filing: str) -> None:
    page.goto("/my/training/")
    walker.look(page)
    page.goto(filing)
    first = walker.began + dt.timedelta(days=1)
    rows = [
        (name, number_of(700 + n), f"{first + dt.timedelta(days=day)} 09:{n * 9:02}",
         f"{first + dt.timedelta(days=day)} 15:{n * 9:02}")
        for n, name in enumerate(NAMES) for day in range(LASTS)
    ]  # fmt: skip
    heads = ("姓名", "身份证号", "开始时间", "结束时间")
    _upload(page, "学习记录或签到表（Excel）", "示例学习记录.xlsx", workbook(heads, rows))
    submits(page, "上传记录")
    says(page, f"收下 {len(rows)} 行")
    walker.look(page)
    submits(page, "结班")
    walker.look(page)


def _claim(walker: Walker, page: Page, filing: str) -> str:
    """One click fills the application in from the ledger; the case's number."""
    page.goto(filing)
    submits(page, "申报", within=page.get_by_role("region", name="补贴申报"), exact=False)
    walker.look(page)
    if "/my/training/" in page.url:
        page.get_by_role("link", name="去核对、提交").click()
    walker.look(page)
    assert page.locator("#papers [role=group]").first.evaluate("box => box.scrollHeight - box.clientHeight") <= 1
    _submit(walker, page, "核对并提交申报")
    found = re.search(r"(SB[0-9A-Z-]+)", page.get_by_role("main").inner_text())
    assert found
    return found[1]


def _submit(walker: Walker, page: Page, button: str) -> None:
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="提交前核对")).to_be_visible()
    walker.look(page)
    page.get_by_label("我代表企业声明").check()
    submits(page, "确认提交")
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    walker.look(page)


def _send_back(walker: Walker, page: Page, claim: str) -> None:
    page.goto(f"/desk/applications/{claim}/")
    walker.look(page)
    page.locator("#send-back textarea").last.fill(REASON)
    submits(page, "退回补正", within=page.locator("#send-back"), exact=False)
    page.goto(f"/desk/applications/{claim}/")
    says(page, "补正中")


def _correct(walker: Walker, page: Page, filing: str, claim: str) -> None:
    """From the message to the case, from there to the class; the third is left out, the list filled in anew."""
    page.goto("/messages/")
    walker.look(page)
    page.goto(f"/my/applications/{claim}/")
    says(page, REASON)
    walker.look(page)
    page.goto(filing)
    walker.look(page)
    third = page.get_by_role("listitem").filter(has_text=f"{NAMES[2][0]}**")
    third.locator("summary").click()
    third.get_by_label("为什么不再计算").fill("示例：已离职")
    submits(page, "从名单中除去", within=third)
    submits(page, "重新带入", exact=False)
    walker.look(page)
    page.goto(f"/my/applications/{claim}/")
    page.locator("[name^=reply-]").first.fill("示例：已剔除，名单两人。")
    page.locator("[name^=reply-]").first.press("Tab")
    walker.look(page)
    _submit(walker, page, "核对并提交补正")


def _grant(walker: Walker, officer: Page, leader: Page, claim: str) -> None:
    """Accepted, what only a person can judge is answered, proposed; signed by the leader."""
    case = f"/desk/applications/{claim}/"
    officer.goto(case)
    submits(officer, "受理")
    officer.goto(case)
    walker.look(officer)
    officer.get_by_role("button", name="符合", exact=True).first.click()
    officer.goto(case)
    submits(officer, "拟同意")
    leader.goto(case)
    walker.look(leader)
    submits(leader, "签批，作出决定")
    leader.goto(case)
    says(leader, "已同意")


def _paid(walker: Walker, page: Page, filing: str) -> None:
    page.goto(filing)
    says(page, "到账")
    walker.look(page)
