"""What services promise, walked at 390 px by the people concerned: the walker, and what happens beside a walk in
another process over the same data (`shows_beside`).

A walk is a generator: it is given the site, clicks through its day, and yields how many days from the beginning it goes
on at the earliest. Walks share the days, so that the site is served once a day and not once a walk.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, ROOT, Site, environment, is_fault, served, sign_in, violations

ZONE = ZoneInfo("Asia/Shanghai")
PATIENCE = 60_000  # ms
Walk = Generator[int, "Walker", None]
SIDEWAYS = "() => document.documentElement.scrollWidth - window.innerWidth"


class Walker:
    """Everybody's phone on one day, and what was wrong on the pages they saw."""

    def __init__(self, browser: Browser, site: Site, began: dt.date, ahead: int, faults: list[str]) -> None:
        self.site, self.began, self.ahead, self.faults = site, began, ahead, faults
        self.later = ahead  # the day on which the walks go on, as far as they have said
        self._browser, self._pages = browser, dict[str, Page]()

    @property
    def today(self) -> dt.date:
        return self.began + dt.timedelta(days=self.ahead)

    def phone(self, who: str) -> Page:
        """The phone of an account, signed in once a day; of nobody where it is no account."""
        if who not in self._pages:
            self._pages[who] = page = self.stranger(who)
            sign_in(page, who)
        return self._pages[who]

    def stranger(self, name: str) -> Page:
        """A phone nobody is signed in on."""
        context = self._browser.new_context(base_url=self.site.url, viewport=PHONE, locale="zh-CN", has_touch=True,
                                            reduced_motion="reduce")  # type: ignore[arg-type]  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(f"{name} {page.url}: {error}"))
        page.on("console", lambda line: self._heard(name, page, line.text))
        return page

    def _heard(self, name: str, page: Page, text: str) -> None:
        if is_fault(text, page.url):
            self.faults.append(f"{name} {page.url}: {text}")

    def look(self, page: Page) -> None:
        """A page of the walk: axe finds nothing, and nothing goes sideways."""
        self.faults += violations(page)
        if (wide := page.evaluate(SIDEWAYS)) > 1:
            self.faults.append(f"{page.url}: {wide} px too wide")

    def beside(self, step: str, *arguments: str) -> str:
        """A step of others, in another process on the same day; what it says."""
        command = [sys.executable, "-m", "tests.browser.shows_beside", step, *arguments]
        env = environment(self.site.data) | {"HUIQI_DEMO_AHEAD": str(self.ahead)}
        done = subprocess.run(command, cwd=ROOT, env=env, timeout=300, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()


def submits(page: Page, name: str, *, within: Any = None, exact: bool = True) -> None:
    """Press a button and wait for the page that comes."""
    with page.expect_navigation():
        (within or page).get_by_role("button", name=name, exact=exact).first.click()


def says(page: Page, text: Any) -> None:
    expect(page.get_by_role("main")).to_contain_text(text, timeout=PATIENCE)


@contextmanager
def day(browser: Browser, data: Path, began: dt.date, ahead: int, faults: list[str]) -> Iterator[Walker]:
    with served(data, HUIQI_DEMO_AHEAD=str(ahead)) as site:
        walker = Walker(browser, site, began, ahead, faults)
        try:
            yield walker
        finally:
            walker.close()


def walk(browser: Browser, data: Path, walks: dict[str, Callable[[Walker], Walk]]) -> None:
    """All of them, side by side from day to day; what failed of one does not stop the others."""
    faults, broken = list[str](), list[Exception]()
    waiting, going = dict.fromkeys(walks, 0), dict[str, Walk]()
    began, ahead = dt.datetime.now(ZONE).date(), 0
    while waiting:
        with day(browser, data, began, ahead, faults) as walker:
            while today := [name for name in waiting if waiting[name] <= ahead]:
                for name in today:
                    walker.later = max(waiting.values())
                    try:
                        waiting[name] = _goes_on(name, walks, going, walker)
                    except StopIteration:
                        del waiting[name]
                    except Exception as failed:
                        failed.add_note(f"the walk: {name}, {ahead} days from the beginning")
                        broken.append(failed)
                        del waiting[name]
        ahead = max(waiting.values(), default=ahead)
    if faults:
        broken.append(AssertionError("\n".join(faults)))
    if broken:
        raise ExceptionGroup("walks that did not come through", broken)


def _goes_on(name: str, walks: dict[str, Callable[[Walker], Walk]], going: dict[str, Walk], walker: Walker) -> int:
    if name in going:
        return going[name].send(walker)
    going[name] = walks[name](walker)
    return next(going[name])
