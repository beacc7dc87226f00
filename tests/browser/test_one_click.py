"""A grant nobody applies for and one click is needed for, by people in browsers, over four days: what the firm, the
officer and finance read on each of them. A second firm, which does not fit, is told nothing and stays on the list."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.click import FIRM, LINE, NAME, OTHER, YUAN
from tests.browser.conftest import PHONE, ROOT, WIDE, Site, environment, served, sign_in, violations

PATIENCE = 60_000  # ms
Visit = Callable[..., Page]


def step(data: Path, name: str, **more: str) -> None:
    command = [sys.executable, "-m", "tests.browser.click", name]
    subprocess.run(command, cwd=ROOT, env=environment(data) | more, check=True, timeout=300)


@pytest.fixture(scope="module")
def clicking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a site of its own."""
    data = tmp_path_factory.mktemp("click")
    step(data, "prepare", HUIQI_DEMO="")
    return data


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    contexts = []

    def make(site: Site, username: str, *, phone: bool = False) -> Page:
        context = browser.new_context(base_url=site.url, viewport=PHONE if phone else WIDE, locale="zh-CN",
                                      accept_downloads=True, reduced_motion="reduce")  # type: ignore[arg-type]  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        sign_in(page, username)
        return page

    yield make
    for context in contexts:
        context.close()


def make_offers(page: Page) -> str:
    """The officer computes the lists and sends the offers; one firm is asked for a click."""
    page.goto("/desk/runs/")
    page.get_by_label("项目").select_option(label=NAME)
    page.get_by_role("button", name="生成名单").click()
    expect(page.get_by_role("heading", name="企业点一下就能享受")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text(OTHER)  # on the list of those who do not fit, with the reason
    page.goto("/desk/offers/")
    page.get_by_role("button", name=re.compile("^据此发出")).click()
    expect(page.get_by_role("heading", name="已发出")).to_be_visible(timeout=PATIENCE)
    row = page.locator("#round tr", has_text="一键确认").locator("td")
    assert [row.nth(place).inner_text() for place in (1, 3)] == ["1", "1"]
    expect(page.locator("#round")).to_contain_text(re.compile(r"\d{4} 年的名单"))
    return page.url


def consent(page: Page) -> list[str]:
    """The founder, on a phone, reads which firm it is about and until when, and clicks once."""
    page.goto("/messages/")
    main = page.locator("main")
    expect(main).to_contain_text(f"{FIRM}：“{NAME}”免申即享，请一键确认")
    expect(main).to_contain_text(re.compile(r"请在\d{4}年\d+月\d+日前确认"))
    expect(main).not_to_contain_text(OTHER)
    page.get_by_role("button", name=re.compile("去看看.*请一键确认")).click()
    expect(main).to_contain_text("承诺一年内不减员")
    expect(main).to_contain_text(YUAN)
    found = violations(page)
    page.get_by_role("button", name="一键确认").click()
    expect(main).to_contain_text("已受理，正在审核")
    expect(main).to_contain_text(re.compile(r"区人社局将在\d{4}年\d+月\d+日前作出决定"))
    found += violations(page)
    page.goto("/my/offers/")
    expect(main).to_contain_text("已受理，正在审核")
    expect(main).not_to_contain_text("前确认")
    return found


def decide(officer: Page, leader: Page, round_: str) -> list[str]:
    """Nothing to accept: the case waits to be decided, and is, by as many as the rules of the house ask for."""
    officer.goto(round_)
    cells = officer.locator("#round tr", has_text="一键确认").locator("td")
    assert [cells.nth(place).inner_text() for place in (3, 5)] == ["0", "1"]
    found = violations(officer)
    officer.goto("/messages/")
    expect(officer.locator("main")).to_contain_text(f"免申即享已确认，待决定：{FIRM} “{NAME}”")
    officer.get_by_role("button", name=re.compile("去看看.*待决定")).click()
    officer.wait_for_url("**/desk/applications/**")
    case = officer.url
    expect(officer.get_by_role("button", name="受理", exact=True)).to_have_count(0)
    officer.get_by_role("button", name="拟同意", exact=True).click()
    officer.wait_for_load_state()
    leader.goto(case)
    leader.get_by_role("button", name="签批，作出决定").click()
    leader.wait_for_load_state()
    officer.goto(case)
    expect(officer.locator("main")).to_contain_text("已同意")
    return found


def read_letter(page: Page) -> list[str]:
    """The decision, its letter, and where the account is asked for."""
    page.goto("/messages/")
    main = page.locator("main")
    expect(main).to_contain_text(f"{FIRM}：“{NAME}”已同意")
    page.get_by_role("button", name=re.compile("去看看.*已同意")).first.click()
    for words in ("已同意", YUAN, "在杨浦区注册", "承诺一年内不减员"):
        expect(main).to_contain_text(words)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    return violations(page)


PAPER = {"name": "示例开户证明.png", "mimeType": "image/png"}


def name_account(page: Page, funds: str) -> None:
    from tests.district.enterprises.registers import licence

    page.goto(funds)
    page.get_by_label("户名").fill(FIRM)
    page.get_by_label("开户银行").fill("示例银行杨浦支行")
    page.get_by_label("联行号").fill("102290099999")
    page.get_by_label("账号").fill("6222009900910001")
    page.get_by_label("开户许可证或开户证明").set_input_files({**PAPER, "buffer": licence().read()})
    page.get_by_role("button", name="提交核验").click()
    expect(page.locator("main")).to_contain_text("**** 0001")


def test_one_click_from_consent_to_payment(visit: Visit, clicking: Path) -> None:
    from tests.district.enterprises.registers import code

    funds = f"/my/enterprises/{code(910)}/funds/"
    with served(clicking) as site:
        officer, founder = visit(site, "officer"), visit(site, "founder", phone=True)
        round_ = make_offers(officer)
        found = violations(officer) + consent(founder)
        found += decide(officer, visit(site, "leader"), round_.replace(site.url, ""))
        found += read_letter(founder)
        name_account(founder, funds)
        expect(founder.locator("main")).to_contain_text(YUAN)  # still to come
    step(clicking, "pay", HUIQI_DEMO_AHEAD="3")
    with served(clicking, HUIQI_DEMO_AHEAD="3") as site:
        founder, finance = visit(site, "founder", phone=True), visit(site, "finance")
        founder.goto("/messages/")
        expect(founder.locator("main")).to_contain_text(f"{FIRM}：收款账户已核验")
        founder.goto(funds)
        paid = founder.locator(".hq-figure", has_text="已收到")
        expect(paid).to_contain_text(YUAN)
        found += violations(founder)
        finance.goto("/desk/funds/")
        finance.get_by_role("link", name=LINE).first.click()
        expect(finance.locator("main")).to_contain_text(YUAN)
        finance.goto("/desk/payments/")
        expect(finance.locator("main")).to_contain_text("今天没有到期的款")
        found += violations(finance)
    assert not found, "\n".join(found)
