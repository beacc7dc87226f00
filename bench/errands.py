"""A newcomer's errands on a phone, counted and timed: first answers of a founder and a student, a claim of a firm.

Each is walked in headless Chromium at 390 px before a site of its own with the demonstration: how often one taps, how
many questions are asked, how many signs one types, and the seconds the site took of it, which is what is left when
nobody thinks. Rounds go one errand after the other; medians with their spread.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from district.web.demo.firms import make_firms
from tests.browser.conftest import FLAGS, served
from tests.preflight import chromium

TYPED = {"行业代码": "奶茶", "负责人毕业年数": "1"}
TAPPED = {"本人已登记企业": "否"}  # of anything else the first that is offered
ANSWERED = "h2:has-text('留着、分享')"  # what stands below an answer alone
FIRM = 41  # of the demonstration's register: everybody claims this one
NUMBER = "2"  # to any other question that asks how many


@dataclass
class Walk:
    """One visitor on one errand."""

    page: Page
    number: int
    taps: int = 0
    signs: int = 0
    questions: int = 0

    def tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def type(self, where: Locator, text: str, *, slowly: bool = False) -> None:
        (where.press_sequentially if slowly else where.fill)(text)
        self.taps += 1  # one taps into the field
        self.signs += len(text)


def check(who: str) -> Callable[[Walk], None]:
    """From the front page to the sum and the list of what one may get."""

    def walk(walk: Walk) -> None:
        page = walk.page
        page.goto("/")
        walk.tap(page.get_by_role("button", name=who))
        while True:
            page.locator(f"progress[value='{walk.questions}'], {ANSWERED}").first.wait_for()
            if page.locator(ANSWERED).count():
                return
            answer(walk)
            walk.questions += 1

    return walk


def answer(walk: Walk) -> None:
    page = walk.page
    fact = str(page.locator("form.hq-answer input[name=fact]").get_attribute("value"))
    offered = page.locator("form.hq-answer button[name=value]")
    if fact == "行业代码":
        walk.type(page.locator("#id_value"), TYPED[fact], slowly=True)
        walk.tap(page.locator("#trades button").first)
    elif offered.count():
        walk.tap(offered.and_(page.locator(f"[value='{TAPPED[fact]}']")) if fact in TAPPED else offered.first)
    else:
        walk.type(page.locator("#id_value"), TYPED.get(fact, NUMBER))
        walk.tap(page.get_by_role("button", name="下一步"))


def claim(walk: Walk) -> None:
    """From the front page, without an account, to a claim of a firm that waits for the street's word."""
    page = walk.page
    page.goto("/accounts/signup/")
    walk.type(page.get_by_label("姓名"), "李示例")
    walk.type(page.get_by_label("邮箱"), f"hr{walk.number}@example.com")
    walk.type(page.get_by_label("密码"), "a long password 77")
    walk.tap(page.get_by_label("我同意"))
    walk.tap(page.get_by_role("button", name="注册"))
    walk.type(page.get_by_label("验证码"), page.locator("#demo-code").inner_text())
    page.wait_for_url("**/my/enterprises/")
    firm = next(islice(make_firms(FIRM, today=dt.date.today()), FIRM - 1, None))
    walk.type(page.get_by_label("统一社会信用代码"), firm.uscc)
    walk.type(page.get_by_label("企业名称"), firm.name)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as letter:
        page.pdf(path=letter.name)
        page.get_by_label("营业执照或授权书").set_input_files(letter.name)
        walk.taps += 2  # the field, and the file
        walk.tap(page.get_by_role("button", name="提交认领"))
    page.locator("main", has_text="待确认").wait_for()


ERRANDS: dict[str, Callable[[Walk], None]] = {
    "a founder's first answer": check("还没有企业，打算创业"),
    "a student's first answer": check("在校学生"),
    "an HR's claim of a firm, sign-up included": claim,
}


def visit(browser: Browser, url: str, errand: str, number: int) -> tuple[float, Walk]:
    context = browser.new_context(
        base_url=url, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="zh-CN",
        reduced_motion="reduce",
    )  # fmt: skip
    walk = Walk(context.new_page(), number)
    began = time.perf_counter()
    ERRANDS[errand](walk)
    took = time.perf_counter() - began
    context.close()
    return took, walk


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--rounds", type=int, default=5)
    wanted.add_argument("--url", default="", help="a site with the demonstration that runs already")
    said = wanted.parse_args()
    took: dict[str, list[float]] = defaultdict(list)
    last: dict[str, Walk] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)

        def rounds(url: str) -> None:
            for number in range(said.rounds):
                for errand in ERRANDS:
                    seconds, last[errand] = visit(browser, url, errand, number + int(time.time()) % 90_000)
                    took[errand].append(seconds)

        if said.url:
            rounds(said.url)
        else:
            with served(Path(folder)) as site:
                rounds(site.url)
        browser.close()
    for errand, walk in last.items():
        print(f"{errand}: {walk.questions} questions, {walk.taps} taps, {walk.signs} signs typed; the site's part "
              f"{statistics.median(took[errand]):.1f} s ({min(took[errand]):.1f}–{max(took[errand]):.1f})")  # fmt: skip


if __name__ == "__main__":
    main()
