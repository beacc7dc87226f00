"""The main line through the house, by people in browsers: from a bureau's workbook to a decision and its reasons."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import sign_in
from tests.district.enterprises.registers import code

FIRM, FIRM_CODE = "示例新芽软件有限公司", code(900001)
ITEM = "请补开户许可证编号"
HEADER = ("统一社会信用代码", "企业名称", "注册区", "所属街道", "成立日期", "经营状态", "行业代码", "从业人员（人）",
          "营业收入（万元）", "失信被执行")  # fmt: skip


def register(path: Path) -> Path:
    """Ten firms of which one has a wrong check digit, one no name, one an impossible date."""
    today = dt.date.today()
    young = today - dt.timedelta(days=200)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "示例区企业名录")
        sheet.write(1, 0, f"数据截至 {today.year}年{today.month}月{today.day}日")
        sheet.write_row(3, 0, HEADER)
        rest = ("杨浦区", "五角场街道", f"{young:%Y-%m-%d}", "存续", "6513", 5, 60, "否")
        rows = [(FIRM_CODE, FIRM, *rest)]
        rows += [(code(900001 + place), f"示例新芽{place}号有限公司", *rest) for place in range(1, 7)]
        rows.append((code(900020)[:-1] + ("1" if code(900020)[-1] != "1" else "2"), "示例校验位错误公司", *rest))
        rows.append((code(900021), "", *rest))
        rows.append((code(900022), "示例日期不存在公司", "杨浦区", "五角场街道", "2021年2月30日", *rest[3:]))
        for place, row in enumerate(rows, start=4):
            sheet.write_row(place, 0, row)
    return path


def import_workbook(page: Page, path: Path) -> None:
    page.goto("/desk/imports/")
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="上传并核对列").click()
    expect(page.get_by_role("heading", name=path.name)).to_be_visible()
    page.get_by_role("button", name="开始导入 10 行").click()
    expect(page.locator("#progress")).to_contain_text("已完成", timeout=180_000)
    progress = page.locator("#progress")
    expect(progress).to_contain_text("8 行")
    expect(progress).to_contain_text("2 行")
    expect(progress).to_contain_text("3 处")
    page.get_by_role("link", name="下载退回清单").click()
    page.locator("input[name=for_what]").fill("示例：请企业核对退回的行")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出", exact=True).click()
    book = CalamineWorkbook.from_path(str(download.value.path()))
    returned = book.get_sheet_by_name("退回的行").to_python()[1:]
    assert [(row[0], row[1]) for row in returned] == [(12, "代码的校验位不对"), (13, "没有企业名称")]


def sign_up(page: Page, username: str) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("姓名").fill("李示例")
    page.get_by_label("邮箱").fill(f"{username}@example.com")
    page.get_by_label("密码").fill("a long password 77")
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="注册").click()
    page.get_by_label("验证码").fill(page.locator("#demo-code").inner_text())
    page.wait_for_url("**/my/enterprises/")  # the sixth digit sends it


def claim(page: Page, letter: Path) -> None:
    page.goto("/my/enterprises/")
    page.get_by_label("统一社会信用代码").fill(FIRM_CODE)
    page.get_by_label("企业名称").fill(FIRM)
    page.pdf(path=str(letter))
    page.get_by_label("营业执照或授权书").set_input_files(str(letter))
    page.get_by_role("button", name="提交认领").click()
    expect(page.locator("main")).to_contain_text("待确认")


def submit_twice(page: Page) -> None:
    """Two submissions of the same form at the same moment, as a double click on a slow line sends them."""
    answers = page.evaluate(
        """async () => {
          const form = document.querySelector("form[action*='hand-in']");
          const send = () => fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))});
          return (await Promise.all([send(), send()])).map(answer => answer.status);
        }"""
    )
    assert answers == [200, 200]


def see_what_fits(page: Page) -> None:
    """The founder reads the reasons and starts an application."""
    page.goto("/fits/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(FIRM)
    matched = page.locator("details", has_text="一次性开办费补贴").first
    if matched.get_attribute("open") is None:
        matched.locator("summary").click()
    for reason in ("在杨浦区注册", "注册未满 12 个月", "杨人社〔2022〕11号第一条", "至少一名员工已连续参保 6 个月"):
        expect(matched).to_contain_text(reason)
    matched.get_by_role("link", name="看政策和申报").click()
    page.get_by_role("link", name="我要申报").first.click()
    page.get_by_role("button", name="开始申报").click()


def hand_papers_in(page: Page, receipt: Path) -> None:
    """One paper as a file, which the wallet then holds; of the other only that it was brought to the counter."""
    page.pdf(path=str(receipt))
    page.get_by_role("group", name="开办费用支出凭证").locator("input[type=file]").set_input_files(str(receipt))
    expect(page.get_by_label(f"用这份：{receipt.name}")).to_be_checked(timeout=60_000)
    brought = page.get_by_role("group", name="企业银行账户信息")
    brought.get_by_text("没有电子件").click()
    brought.get_by_label("已用别的方式提交").check()  # without waiting for the draft to be saved before handing in
    page.wait_for_load_state("networkidle")


def apply(page: Page, receipt: Path) -> None:
    """Only what is unknown is asked; the verdict follows while filling in; a double click makes one application."""
    expect(page.get_by_role("group", name="还需要您回答")).to_be_visible()
    page.get_by_label("参保时间最长的一名员工已连续参保几个月").fill("7")
    expect(page.get_by_role("group", name="失信被执行人")).to_have_count(0)  # the bureau's to say, and it has said so
    expect(page.locator("#draft")).to_contain_text("5,000", timeout=60_000)
    hand_papers_in(page, receipt)
    page.get_by_role("button", name="核对并提交申报").click()
    expect(page.get_by_role("heading", name="提交前核对")).to_be_visible()
    for words in ("参保", receipt.name, "5,000", "提交之后"):
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_label("我代表企业声明").check()
    submit_twice(page)
    page.goto("/my/applications/")
    expect(page.get_by_role("link", name="一次性开办费补贴")).to_have_count(1)


def send_back(page: Page) -> str:
    """The officer finds the case and sends it back with one item; returns its address."""
    page.goto(f"/desk/applications/?bucket=all&q={FIRM_CODE}")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.get_by_role("link", name=FIRM).click()
    case = page.url
    page.locator("#send-back textarea").last.fill(ITEM)
    page.locator("#send-back").get_by_role("button", name="退回补正").click()
    page.goto(case)
    expect(page.locator("main")).to_contain_text("补正中")
    return case


def correct(page: Page) -> None:
    page.goto("/messages/")
    expect(page.locator("main")).to_contain_text("请补正 1 项")
    page.goto("/my/applications/")
    page.get_by_role("link", name="去补正").click()
    page.locator("[name^=reply-]").first.fill("开户许可证编号 示例-0001")
    page.locator("[name^=reply-]").first.press("Tab")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="核对并提交补正").click()
    page.get_by_label("我代表企业声明").check()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    page.get_by_role("link", name="看办理情况").click()
    expect(page.locator("main")).to_contain_text("已提交")


def decide(page: Page, leader: Page, case: str) -> None:
    """Proposed by the officer, signed by the leader: nobody decides alone."""
    page.goto(case)
    expect(page.locator("main")).to_contain_text("开户许可证编号 示例-0001")
    page.get_by_role("button", name="受理", exact=True).click()
    page.goto(case)
    page.locator("#decide").get_by_role("button", name="拟同意", exact=True).click()
    page.goto(case)
    expect(page.locator("main")).to_contain_text("下一级由另一个人签")
    leader.goto("/desk/approvals/")
    expect(leader.locator("main")).to_contain_text(FIRM)
    leader.goto(case)
    leader.get_by_role("button", name="签批，作出决定").click()
    leader.goto(case)
    expect(leader.locator("main")).to_contain_text("已同意")


def test_from_a_workbook_to_a_decision(open_page: Callable[..., Page], tmp_path: Path) -> None:
    officer, founder = open_page(), open_page(width="phone")
    sign_in(officer, "officer")
    import_workbook(officer, register(tmp_path / "register.xlsx"))
    sign_up(founder, f"newcomer{int(time.time())}")
    claim(founder, tmp_path / "示例授权书.pdf")
    street = open_page()  # who confirms a claim proposes nothing on the firm's cases
    sign_in(street, "street")
    street.goto("/desk/claims/")
    street.get_by_role("row", name=FIRM).get_by_role("button", name="确认").click()
    see_what_fits(founder)
    apply(founder, tmp_path / "示例开办费收据.pdf")
    case = send_back(officer)
    correct(founder)
    leader = open_page()
    sign_in(leader, "leader")
    decide(officer, leader, case)
    founder.goto("/my/applications/")
    founder.get_by_role("link", name="一次性开办费补贴").first.click()
    for words in ("已同意", "杨人社惠〔", "5,000", "在杨浦区注册", "杨人社〔2022〕11号第一条"):
        expect(founder.locator("main")).to_contain_text(words)
