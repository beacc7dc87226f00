"""An automatic grant by people in browsers: lists, offers, the leader's release, and a founder who did nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, prepared, served, sign_in, violations

pytestmark = pytest.mark.long
PROGRAMME = "失业保险稳岗返还"
PATIENCE = 900_000  # some 50 grants, between which the worker leaves the writer free, beside another browser and site
FIRMS = "60"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own with fewer firms: each is granted, one after the other."""
    data = tmp_path_factory.mktemp("few")
    shutil.copytree(prepared(tmp_path_factory, FIRMS), data, dirs_exist_ok=True)
    with served(data) as site:
        yield site


def compute(page: Page) -> str:
    """The officer has the lists computed; gives the run's number."""
    page.goto("/desk/runs/")
    page.get_by_label("项目").select_option(label=PROGRAMME)
    page.get_by_role("button", name="生成名单").click()
    expect(page.get_by_role("heading", name="可直接给付")).to_be_visible(timeout=180_000)
    for heading in ("企业点一下就能享受", "只差一项信息", "不符合（写明理由）"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def offer(page: Page, run: str) -> tuple[str, int]:
    """The officer makes offers of that run; gives the round's address and how many may be paid: who is barred by the
    register of today is on the list too, with the reason."""
    page.goto("/desk/offers/")
    page.get_by_role("button", name=f"据此发出：名单 {run}").click()
    expect(page.get_by_role("heading", name="已发出")).to_be_visible(timeout=180_000)
    expect(page.get_by_text("由牵头部门负责人放行")).to_be_visible()
    pay = page.locator("#round tr", has_text="直接给付").locator("td").nth(3).inner_text()
    return page.url, int(pay.replace(",", ""))


def choose(page: Page, address: str) -> None:
    """The officer sees whether the budget suffices and, where it does not, has everybody get the same part."""
    page.goto(address)
    expect(page.get_by_role("heading", name="预算够不够")).to_be_visible()
    if page.get_by_role("button", name="就这样办").count():
        page.get_by_role("radio", name="按比例").check()
        page.get_by_role("button", name="就这样办").click()
        expect(page.get_by_text("已选择：按比例")).to_be_visible()


def release(page: Page, address: str, count: int) -> None:
    """The leader releases the pay list and sees it granted; what was not possible says why."""
    page.goto(address)
    page.get_by_role("link", name=f"放行直接给付 {count:,} 家").click()
    expect(page.get_by_text("元，大写：")).to_be_visible()
    page.get_by_role("button", name="确认放行").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("heading", name="直接给付已办完")).to_be_visible(timeout=PATIENCE)
    cells = page.locator("#round tr", has_text="直接给付").first.locator("td").all_inner_texts()
    total, waiting, done, refused = (int(cells[place].replace(",", "")) for place in (1, 3, 5, 7))
    assert total >= count and (waiting, done + refused) == (0, total)
    assert done > count / 2


def find(page: Page) -> None:
    """The founder, on a phone, finds the decision and its reasons without having applied."""
    page.goto("/my/offers/")
    page.get_by_role("link", name=PROGRAMME).first.click()
    expect(page.locator("main")).to_contain_text("已成件")
    page.get_by_role("link", name="看办理情况").click()
    main = page.locator("main")
    expect(main).to_contain_text("已同意")
    expect(main).to_contain_text("上年裁员率不高于 5.5%")
    expect(main).to_contain_text("沪办府规〔2024〕4号")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_nobody_applies_and_it_is_granted(open_page: Callable[..., Page]) -> None:
    officer, leader, founder = open_page(), open_page(), open_page(width="phone")
    sign_in(officer, "officer")
    address, count = offer(officer, compute(officer))
    choose(officer, address)
    found = violations(officer)
    sign_in(leader, "leader")
    release(leader, address, count)
    found += violations(leader)
    sign_in(founder, "founder")
    find(founder)
    found += violations(founder)
    officer.goto(address + "?kind=pay&state=applied")
    officer.locator("summary", has_text="导出").first.click()
    officer.locator("input[name=for_what]").first.fill("示例：发放前核对名单")
    with officer.expect_download() as download:
        officer.get_by_role("button", name="导出 Excel").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert not found, "\n".join(found)
