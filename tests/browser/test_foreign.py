"""A foreign package in a real browser: it is learnt to its end; a hostile one reaches nothing of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PHONE, WIDE, Site, sign_in, violations
from tests.district.services.training.courses.packages import packed, structure, unit
from tests.district.services.training.courses.test_scorm import PASSING, item, manifest

COURSE, HOSTILE_COURSE = "/training/courses/before-the-lease/", "/courses/not-honest/"
HOSTILE = """<!doctype html><title>hostile</title><pre id="told"></pre><script>
(async () => {
  const told = {};
  const attempt = async (name, work) => {
    try {
      told[name] = String(await work()).slice(0, 200) || "nothing";
    } catch (error) {
      told[name] = `no: ${error.name}`;
    }
  };
  const site = location.href.split("/foreign/")[0];
  const withCookies = async (path) => (await fetch(site + path, { credentials: "include" })).text();
  await attempt("cookie", () => document.cookie);
  await attempt("storage", () => localStorage.length);
  await attempt("page", () => withCookies("/me"));
  await attempt("api", () => withCookies("/api/v1/"));
  await attempt("calls", () => withCookies("/foreign/xapi/statements"));
  await attempt("elsewhere", () => fetch("https://example.com/"));
  await attempt("picture", () => new Promise((yes, no) => {
    const image = new Image();
    image.onload = () => yes("loaded");
    image.onerror = () => no(new Error());
    image.src = `${site}/static/huiqi/icon.svg`;
  }));
  await attempt("window", () => {
    if (window.open(`${site}/me`) === null) throw new Error();
  });
  await attempt("worker", () => navigator.serviceWorker.register("worker.js"));
  await attempt("origin", () => self.origin);
  await attempt("own file", async () => (await fetch("own.txt")).text());
  if (window !== top) {
    await attempt("parent", () => parent.document.body.innerText);
    await attempt("address", () => parent.location.href);
    await attempt("top", () => { top.location.href = `${site}/me`; });
  }
  document.getElementById("told").textContent = JSON.stringify(told);
})();
</script>"""


OUTER = """<!doctype html><html><head><title>outer</title></head><body>
<iframe src="sco.html" width="300" height="300" title="inner"></iframe></body></html>"""
SCO = """<!doctype html><html><head><meta charset="utf-8"><title>inner</title><script>
const says = SAYS;
let at = window, steps = 0;
while (!at[says.api] && at.parent && at.parent !== at && steps++ < 7) at = at.parent;
const api = at[says.api], set = (name, value) => api[says.set](says[name], value);
</script></head><body><p id="at"></p><button id="on">on</button><button id="end">end</button><script>
const show = () => { document.getElementById("at").textContent = api[says.get](says.location) || "从头开始"; };
api[says.begin]("");
show();
document.getElementById("on").onclick = () => {
  set("location", "第 2 页"); set("exit", "suspend"); api[says.keep](""); show();
};
document.getElementById("end").onclick = () => {
  for (const [name, value] of says.done) api[says.set](name, value);
  api[says.keep](""); api[says.finish]("");
};
</script></body></html>"""
SAYS = {
    "1.2": {
        "api": "API", "begin": "LMSInitialize", "get": "LMSGetValue", "set": "LMSSetValue", "keep": "LMSCommit",
        "finish": "LMSFinish", "location": "cmi.core.lesson_location", "exit": "cmi.core.exit",
        "done": [["cmi.core.score.raw", "90"], ["cmi.core.lesson_status", "completed"]],
    },
    "2004": {
        "api": "API_1484_11", "begin": "Initialize", "get": "GetValue", "set": "SetValue", "keep": "Commit",
        "finish": "Terminate", "location": "cmi.location", "exit": "cmi.exit",
        "done": [["cmi.score.scaled", "0.9"], ["cmi.success_status", "passed"], ["cmi.completion_status", "completed"]],
    },
}  # fmt: skip
MASTERY = {"1.2": "<adlcp:masteryscore>60</adlcp:masteryscore>", "2004": PASSING}


@pytest.fixture
def quiet(browser: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """A visitor of whom violations of a policy are expected: they are what is tested."""
    contexts: list[BrowserContext] = []

    def make(size: Any = WIDE) -> BrowserContext:
        contexts.append(browser.new_context(base_url=site.url, viewport=size, locale="zh-CN"))
        contexts[-1].set_default_timeout(60_000)
        return contexts[-1]

    yield make
    for each in contexts:
        each.close()


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def text(page: Page) -> str:
    return page.locator("main").inner_text()


def open_first(page: Page, username: str, course: str = COURSE) -> None:
    """Enrol in a course; its first lesson is open then."""
    sign_in(page, username)
    page.goto(course)
    page.click("form[action$='/enrol/'] button")


def published(desk: Page, course: str, title: str, package: bytes) -> None:
    """A course of one lesson, which is a package."""
    sign_in(desk, "officer")
    desk.goto("/desk/courses/new/")
    for name, said in (("reference", course.strip("/").split("/")[-1]), ("title", title), ("summary", "示例。")):
        desk.fill(f"[name={name}]", said)
    desk.select_option("select[name=level]", "1")
    desk.click("main form button[type=submit]")
    desk.goto(f"/desk{course}lessons/new/")
    desk.select_option("select[name=kind]", "package")
    desk.fill("input[name=title]", f"{title}，第一课")
    desk.fill("input[name=minutes]", "5")
    desk.set_input_files("input[name=file]", {"name": "h.zip", "mimeType": "application/zip", "buffer": package})
    desk.click("main form button[type=submit]")
    desk.wait_for_url(f"**/desk{course}")
    assert "h.zip，第 1 版" in text(desk)
    desk.click("form[action$='/publish/'] button")


@pytest.mark.parametrize("width, username", [("phone", "founder"), ("wide", "manager")])
def test_a_package_is_learnt_to_its_end(open_page: Callable[..., Page], width: str, username: str) -> None:
    page = open_page(width=width)
    open_first(page, username)
    page.click("#standing button:has-text('打开')")
    frame = page.frame_locator("iframe.hq-foreign-frame")
    frame.locator("h1", has_text="看产权").wait_for()
    assert not overflows(page) and violations(page) == []
    box = page.locator("iframe.hq-foreign-frame").bounding_box()
    assert box is not None and box["width"] > 330 and box["height"] > 400
    page.click("[data-hq-whole]")
    whole = page.locator("iframe.hq-foreign-frame").bounding_box()
    assert whole is not None and whole["height"] > 700
    frame.locator("#next").click()  # the same page of the package: nothing was loaded anew
    page.click("[data-hq-whole]")
    frame.locator("#next").click()
    frame.locator("#next").click()
    for name in "abc":
        frame.locator(f"input[name={name}][value='1']").check()
    page.wait_for_timeout(62_000 if width == "phone" else 0)  # a minute of somebody reading
    frame.locator("button[type=submit]").click()
    frame.locator("#result", has_text="通过了").wait_for()
    page.locator("#standing", has_text="这一课学完了").wait_for()
    assert "100 分" in page.locator("#standing").inner_text()
    page.goto(COURSE)
    assert "已学完" in text(page) and "领取证书" in text(page)
    assert width == "wide" or "一个来源能证明\n1 分钟" in text(page)
    page.goto("/my/courses/")
    assert "第 1 版" in text(page)
    page.goto("/my/hours/")
    assert "签租约前看三样" in text(page) and "课件上报" in text(page)


@pytest.mark.parametrize("version", ["1.2", "2004"])
def test_a_scorm_package_is_left_gone_on_with_and_passed(open_page: Callable[..., Page], version: str) -> None:
    """Its content stands in a frame of its own page and looks for its interface as SCORM says: up the windows."""
    course = f"/courses/scorm-{version.replace('.', '-')}/"
    files = {"index.html": OUTER, "sco.html": SCO.replace("SAYS", json.dumps(SAYS[version]))}
    made = {"imsmanifest.xml": manifest(item(inside=MASTERY[version]), version=version), **files}
    published(open_page(), course, f"示例：SCORM {version} 课程", packed(made, xml="").read())
    page = open_page(width="phone")
    open_first(page, "student", f"/training{course}")
    lesson = page.url
    frame = page.frame_locator("iframe.hq-foreign-frame").frame_locator("iframe")
    page.click("#standing button:has-text('打开')")
    frame.locator("#at", has_text="从头开始").wait_for()
    frame.locator("#on").click()
    page.goto("/my/")  # left in the middle, without a word of the package
    page.goto(lesson)
    page.click("#standing button:has-text('打开')")
    frame.locator("#at", has_text="第 2 页").wait_for()
    frame.locator("#end").click()
    page.locator("#standing", has_text="这一课学完了").wait_for()
    assert "90 分" in page.locator("#standing").inner_text() and violations(page) == []


def test_a_hostile_package_reaches_nothing_of_the_site(
    open_page: Callable[..., Page], quiet: Callable[..., BrowserContext]
) -> None:
    files = {"index.html": HOSTILE, "own.txt": "mine", "worker.js": ""}
    package = packed(files, xml=structure(unit(more='moveOn="Completed"')))
    published(open_page(), HOSTILE_COURSE, "示例：不老实的课程", package.read())
    page = quiet(PHONE).new_page()
    open_first(page, "student", f"/training{HOSTILE_COURSE}")
    lesson = page.url
    page.click("#standing button:has-text('打开')")
    told = page.frame_locator("iframe.hq-foreign-frame").locator("#told:not(:empty)")
    told.wait_for(state="attached")
    found = json.loads(told.inner_text())
    assert {"parent", "address", "top"} <= set(found)
    check(found)
    assert page.url == lesson  # the window was not led away
    address = page.locator("iframe.hq-foreign-frame").get_attribute("src") or ""
    alone = page.context.new_page()
    alone.goto(address)  # opened in a window of its own, where the site's cookies are: no different
    alone.locator("#told:not(:empty)").wait_for(state="attached")
    check(json.loads(alone.locator("#told").inner_text()))
    page.goto("/me")
    assert "/accounts/login" not in page.url  # still signed in


def check(told: dict[str, str]) -> None:
    """Its own file is all it reaches."""
    assert told.pop("origin") == "null" and told.pop("own file") == "mine", told
    assert {name: said for name, said in told.items() if not said.startswith("no: ")} == {}
    assert set(told) >= {"cookie", "storage", "page", "api", "calls", "elsewhere", "picture", "window", "worker"}
