"""A windowed award by people in browsers: forty-five applicants for thirty places, from scoring to the last decision.

One expert recuses herself, two firms tie at the last place, an objection is upheld and the first of the waiting list
moves up; thirty are granted and not one more. Between notice and decision the
site is started again with its clock twelve days ahead.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.browser.award import APPLICANTS, PLACES, SLUG, TIED, marks_of, name_of
from tests.browser.conftest import PHONE, ROOT, WIDE, Site, environment, served, sign_in, violations

PATIENCE = 120_000  # ms
STRUCK = 5  # the place in the order against which somebody objects
NAME = "杨浦区科技小巨人"
Visit = Callable[..., Page]


def step(data: Path, name: str, **more: str) -> None:
    command = [sys.executable, "-m", "tests.browser.award", name]
    subprocess.run(command, cwd=ROOT, env=environment(data) | more, check=True, timeout=300)


@pytest.fixture(scope="module")
def award(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data of a site of its own, where the year's applicants have passed the joint review."""
    data = tmp_path_factory.mktemp("award")
    step(data, "prepare", HUIQI_DEMO="")
    yield data


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    contexts = []

    def make(site: Site, username: str = "", *, phone: bool = False) -> Page:
        context = browser.new_context(base_url=site.url, viewport=PHONE if phone else WIDE, locale="zh-CN",
                                      accept_downloads=True, reduced_motion="reduce")  # type: ignore[arg-type]  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        if username:
            sign_in(page, username)
        return page

    yield make
    for context in contexts:
        context.close()


def begin_scoring(page: Page) -> str:
    page.goto("/desk/scoring/")
    expect(page.get_by_text(f"{NAME}：{APPLICANTS} 件等评审")).to_be_visible()
    page.get_by_role("button", name="开始评审").click()
    page.wait_for_url(re.compile(r"/desk/scoring/[^/]+/$"))
    return page.url


def score(page: Page) -> list[str]:
    """The expert steps back from one case and marks another; gives what axe found."""
    page.goto("/desk/sheets/")
    page.locator("main tbody a").first.click()
    page.get_by_label("有的话，是什么关系").fill("示例：担任这家企业的独立董事")
    page.get_by_role("button", name="有，申请回避").click()
    page.goto("/desk/sheets/")
    page.locator("main tbody a").first.click()
    number = int(page.locator("form .fs-3").inner_text()[4:6])
    found = violations(page)
    page.get_by_role("button", name="没有，开始打分").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("示例巨人")  # blind
    for box, value in zip(page.locator("input[name^=mark-]").all(), marks_of(number), strict=True):
        box.fill(value)
    found += violations(page)
    page.get_by_role("button", name="交评分表，看下一件").click()
    page.wait_for_load_state()
    return found


def close_scoring(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text(f"已交 {APPLICANTS * 4} / {APPLICANTS * 4} 张评分表")).to_be_visible()
    expect(page.get_by_text("1 人回避")).to_have_count(1)
    page.get_by_role("button", name="结束评审").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载评审纪要").click()
    minutes = Document(str(download.value.path()))
    words = "\n".join([each.text for each in minutes.paragraphs] + [
        cell.text for table in minutes.tables for row in table.rows for cell in row.cells])  # fmt: skip
    assert "回避" in words
    assert name_of(0) in words


def rank(page: Page) -> list[list[str]]:
    """The order by the rule; gives its rows as they are shown."""
    page.goto(f"/desk/places/{SLUG}/")
    expect(page.get_by_text(f"{APPLICANTS} 件等排名次")).to_be_visible()
    page.get_by_role("button", name="按规则排名次").click()
    expect(page.get_by_role("heading", name="名次", exact=True)).to_be_visible()
    rows = [row.locator("td").all_inner_texts() for row in page.locator("tbody tr").all()]
    assert len(rows) == APPLICANTS
    last, first_waiting = rows[PLACES - 1], rows[PLACES]
    assert name_of(TIED[1]) in last[2]
    assert "有名额" in last[4]
    assert name_of(TIED[0]) in first_waiting[2]
    assert "与上一名同分，按" in first_waiting[2]
    assert "候补" in first_waiting[4]
    return rows


def put_on_notice(page: Page) -> None:
    page.goto(f"/desk/places/{SLUG}/")
    page.get_by_role("button", name="公示选中的").click()
    page.wait_for_load_state()


def object_to_one(page: Page) -> list[str]:
    """Somebody who is not signed in, on a phone."""
    page.goto("/notices/")
    page.locator("main a.hq-card-link").first.click()
    expect(page.locator("tbody tr")).to_have_count(PLACES)
    row = page.locator("tbody tr").nth(STRUCK - 1)
    assert re.search(r"\d{6}\*{8}\w{4}", row.inner_text())
    found = violations(page)
    row.get_by_role("link", name="提出异议").click()
    page.get_by_label("异议的理由").fill("示例：申报的研发人员里有人已离职。")
    page.get_by_role("button", name="提交异议").click()
    page.wait_for_load_state()
    return found


def state(page: Page) -> list[str]:
    """Whom it is against hears of it, on a phone, and answers; who objected is not said."""
    page.goto("/messages/")
    page.get_by_role("button", name=re.compile(f"去看看.*{name_of(STRUCK - 1)}.*公示期间收到异议")).click()
    main = page.locator("main")
    expect(main).to_contain_text("申报的研发人员里有人已离职")
    expect(main).to_contain_text("谁提的异议不公开")
    found = violations(page)
    page.get_by_label("陈述意见").fill("示例：离职在申报之后。")
    page.get_by_role("button", name="提交陈述").click()
    expect(main).to_contain_text("部门会先看您的陈述再作答复")
    return found


def uphold(page: Page) -> None:
    page.goto("/desk/notices/")
    page.locator("main tbody a").first.click()
    expect(page.locator("main")).to_contain_text("示例：离职在申报之后。")
    page.get_by_label("核查结果").fill("示例：经核查，研发人员数与社保记录不符。")
    page.get_by_role("button", name="异议成立，退回审核").click()
    page.wait_for_load_state()


def move_up(page: Page) -> None:
    """The first of the waiting list gets the place, and a notice of its own."""
    page.goto(f"/desk/places/{SLUG}/")
    page.get_by_role("button", name="按名次递补下一家").click()
    page.wait_for_load_state()
    page.goto(f"/desk/places/{SLUG}/")
    expect(page.get_by_label(name_of(TIED[0]))).to_be_checked()
    expect(page.get_by_label(name_of(STRUCK - 1))).to_have_count(0)  # it has left the list
    expect(page.get_by_text("公示期间异议成立").first).to_be_visible()
    page.get_by_role("button", name="公示选中的").click()
    page.wait_for_load_state()


def many(page: Page, state: str, action: str, note: str = "") -> None:
    """All cases in a state, tried and then done."""
    page.goto(f"/desk/applications/?state={state}")
    page.get_by_label("办什么").select_option(action)
    page.get_by_label("说明（不予同意时必填）").fill(note)
    page.get_by_label("不只勾选的").check()
    page.get_by_role("button", name="试办").click()
    expect(page.get_by_role("heading", name="试办完，等开始")).to_be_visible(timeout=PATIENCE)


def begin(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^开始办理")).click()
    expect(page.get_by_role("heading", name="已办完")).to_be_visible(timeout=PATIENCE)


def figure(page: Page, label: str) -> int:
    return int(page.locator(".hq-figure", has_text=label).locator("b").inner_text().split()[0])


def decide(page: Page, director: Page) -> None:
    """Proposed in bulk by the officer, signed in bulk by the director, who reads the total in words."""
    many(page, "noticed", "grant", "示例：公示无异议。")
    assert figure(page, "可以办") == PLACES
    begin(page)
    assert figure(page, "已办") == PLACES
    sign(director, PLACES, "壹仟伍佰万元整")
    many(page, "accepted", "grant")  # the one that was struck: no place, and no notice behind it
    assert figure(page, "可以办") == 0
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(re.compile("公示|名额"))
    many(page, "accepted", "refuse", "示例：公示期间异议成立。")
    begin(page)
    many(page, "waiting", "refuse", "示例：名额已满。")
    begin(page)
    assert figure(page, "已办") == APPLICANTS - PLACES - 1
    sign(director, APPLICANTS - PLACES)
    page.goto(f"/desk/places/{SLUG}/")
    assert (figure(page, "已同意"), figure(page, "还剩")) == (PLACES, 0)


def sign(page: Page, count: int, words: str = "") -> None:
    many(page, "approving", "sign")
    assert figure(page, "可以办") == count
    expect(page.locator("main")).to_contain_text(words)
    begin(page)
    assert figure(page, "已办") == count


def public_record(page: Page) -> None:
    """Kept for ever: page, table and feed."""
    page.goto("/notices/")
    page.locator("main a.hq-card-link", has_text=f"{PLACES} 家").click()
    table = page.locator("tbody")
    expect(table.get_by_text("异议成立").first).to_be_visible()
    text = page.request.get(page.url + "table/").body().decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == PLACES + 1
    feed = ET.fromstring(page.request.get("/notices/feed/").body())
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) >= 2


def letter(page: Page, stranger: Page, award: Path) -> None:
    """The firm reads its letter; a stranger verifies it by its code."""
    page.goto("/my/applications/")
    page.locator("main tbody tr", has_text="已同意").first.get_by_role("link").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    database = next(award.glob("*.sqlite3"))
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        sql = """SELECT l.code, d.number FROM letters_issuedletter l JOIN cases_decision d
                 ON d.id = l.decision_id WHERE d.outcome = 'granted' LIMIT 1"""
        code, number = connection.execute(sql).fetchone()
    stranger.goto(f"/verify/{code}/")
    expect(stranger.locator("main")).to_contain_text(number)


def up_to_the_notice(visit: Visit, site: Site) -> list[str]:
    officer, expert, stranger = visit(site, "science"), visit(site, "expert"), visit(site, phone=True)
    address = begin_scoring(officer)
    found = violations(officer) + score(expert)
    step(site.data, "mark")
    close_scoring(officer, address)
    found += violations(officer)
    step(site.data, "agree")
    rank(officer)
    found += violations(officer)
    put_on_notice(officer)
    found += object_to_one(stranger)
    found += state(visit(site, "giant", phone=True))
    uphold(officer)
    found += violations(officer)
    move_up(officer)
    return found


@pytest.mark.long
def test_forty_five_for_thirty(visit: Visit, award: Path) -> None:
    with served(award) as site:
        found = up_to_the_notice(visit, site)
    with served(award, HUIQI_DEMO_AHEAD="12") as site:
        officer, stranger = visit(site, "science"), visit(site, phone=True)
        decide(officer, visit(site, "director"))
        found += violations(officer)
        public_record(stranger)
        found += violations(stranger)
        letter(visit(site, "giant", phone=True), stranger, award)
    assert not found, "\n".join(found)
