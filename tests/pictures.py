"""`make pictures`: the README's four pictures, taken of the demonstration in headless Chromium on a fixed day.

The demonstration stands on `DAY`, whatever day it is, so that the same program gives the same pictures. They are kept
as WebP under docs/pictures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import FLAGS, served, sign_in
from tests.preflight import chromium

DAY = dt.date(2026, 11, 25)  # a working day within most programmes' windows
SHOWN = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE = {"width": 1280, "height": 800}
RULE = "yangpu/programmes/startup-cost/2020-01-01.yaml"
LONG = 600_000  # ms for what a worker does, once it has told everybody what the demonstration did


def hall(page: Page) -> None:
    """What an enterprise may get, and why."""
    sign_in(page, "founder")
    page.goto("/fits/")


def desk(page: Page) -> None:
    """The officer's worklist, by deadline."""
    sign_in(page, "officer")
    page.goto("/desk/applications/")


def fault(page: Page) -> None:
    """A slip in a draft, told with its line and column before anything is published."""
    sign_in(page, "officer")
    page.goto("/desk/programmes/")
    page.get_by_label("改什么").select_option("startup-cost")
    page.get_by_role("button", name="开始起草").click()
    expect(page.get_by_role("heading", name="下一步")).to_be_visible()
    page.goto(f"{page.url}edit/?path={RULE}&view=text")
    expect(page.locator("html[data-editors=ready]")).to_be_attached(timeout=LONG)
    page.locator(".cm-line", has_text="when: 成立月数").first.click()
    page.keyboard.press("End")
    page.keyboard.insert_text("份")
    expect(page.locator("#check [data-check=red]")).to_be_visible(timeout=LONG)
    page.evaluate("document.querySelectorAll('.cm-scroller').forEach(each => { each.scrollLeft = 0; })")


def lab(page: Page) -> None:
    """What other amounts would cost, over the whole register."""
    sign_in(page, "officer")
    page.goto("/desk/lab/startup-cost/")
    page.locator("[name=vary]").fill("一次性开办费金额=5000,8000,10000")
    page.locator("main button[type=submit]").first.click()
    heading = page.get_by_role("heading", name="参数取值试算")
    expect(heading).to_be_visible(timeout=LONG)
    page.wait_for_timeout(2_000)  # the chart is drawn
    heading.evaluate("each => window.scrollTo(0, each.getBoundingClientRect().top + window.scrollY - 270)")


PICTURES: dict[str, Callable[[Page], None]] = {"hall": hall, "desk": desk, "fault": fault, "lab": lab}


@contextmanager
def site(url: str) -> Iterator[str]:
    """A site that runs already, or one of our own with the demonstration on DAY."""
    if url:
        yield url
        return
    ahead = (DAY - dt.date.today()).days
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), HUIQI_DEMO_AHEAD=str(ahead)) as running:
        yield running.url


def take(browser: Browser, url: str, name: str) -> None:
    """One picture, of the upper part of the page at a desk's width."""
    context = browser.new_context(
        base_url=url, viewport=SIZE, locale="zh-CN", reduced_motion="reduce", color_scheme="light"
    )  # type: ignore[arg-type]
    page = context.new_page()
    PICTURES[name](page)
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.wait_for_timeout(400)  # fonts and charts settle
    image = Image.open(io.BytesIO(page.screenshot()))
    image.save(SHOWN / f"{name}.webp", "WEBP", quality=80, method=6)
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(PICTURES), help="which pictures")
    parser.add_argument("--url", default="", help="a site with the demonstration that runs already")
    asked = parser.parse_args()
    SHOWN.mkdir(exist_ok=True)
    with site(asked.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name in asked.names:
            take(browser, url, name)
            print(f"docs/pictures/{name}.webp")
        browser.close()


if __name__ == "__main__":
    main()
