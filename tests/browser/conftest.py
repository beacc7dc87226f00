"""The running site in a real browser: `huiqi run` on a free port with few demonstration firms, headless Chromium."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.preflight import chromium

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
]  # fmt: skip
START_WITHIN, FIRMS = 900, "300"
expect.set_options(timeout=30_000)  # ms: a page may wait for the processor, which is no fault of its own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    url: str
    data: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORTAL = f"http://localhost:{free_port()}"  # another site than ours: the only one that may show the check in a frame


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as `make run` serves it: gunicorn and the worker, static files collected, policies published."""
    data = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared(tmp_path_factory), data, dirs_exist_ok=True)
    with served(data) as site:
        yield site


def prepared(tmp_path_factory: pytest.TempPathFactory, firms: str = FIRMS) -> Path:
    """The demonstration's data as its first start leaves it, made once for all processes of a run of tests."""
    base = tmp_path_factory.getbasetemp()
    data = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"demonstration-{firms}"
    with data.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / ".ready").exists():
            data.mkdir()
            command = [sys.executable, "-m", "district", "run", "--prepare-only", "--firms", firms]
            subprocess.run(command, cwd=ROOT, env=environment(data), check=True, timeout=START_WITHIN)
            (data / ".ready").touch()
    return data


def environment(data: Path) -> dict[str, str]:
    """Of a process that works on the demonstration in `data`."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HUIQI_", "DJANGO_"))}
    return env | {"HUIQI_DATA": str(data), "HUIQI_DEMO": "1", "HUIQI_PORTALS": PORTAL,
                  "DJANGO_SETTINGS_MODULE": "district.web.settings"}  # fmt: skip


@contextmanager
def served(data: Path, **more: str) -> Iterator[Site]:
    """`huiqi run` on a free port over what is in `data`; `more`: environment variables."""
    port, log = free_port(), (data / "run.log").open("wb")
    command = [sys.executable, "-m", "district", "run", "--port", str(port), "--firms", FIRMS]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(data) | more, stdout=log, stderr=subprocess.STDOUT)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url, server, data / "run.log")
        yield Site(url, data)
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail("the site did not start:\n" + log.read_text(errors="replace")[-4000:])
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    pytest.fail("the site did not answer in time:\n" + log.read_text(errors="replace")[-4000:])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if not path:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: the journeys cannot be skipped in CI")
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`open_page(width="phone", language="en")`: a fresh visitor. Script errors and CSP violations fail the test."""
    contexts, faults = [], []

    def make(*, width: str = "wide", language: str = "zh-CN") -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport=PHONE if width == "phone" else WIDE,
            locale=language,
            accept_downloads=True,
            reduced_motion="reduce",
        )  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda line: faults.append(f"{page.url}: {line.text}") if is_fault(line.text, page.url) else None
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, faults


def is_fault(text: str, url: str) -> bool:
    # In an editor Chromium's own editing commands wrap what is typed in a style attribute, which the policy blocks.
    if text.startswith("Applying inline style") and "/desk/programmes/drafts/" in url and "/edit/" in url:
        return False
    return "Content Security Policy" in text or "Uncaught" in text


def sign_in(page: Page, username: str) -> None:
    from district.web.demo_accounts import PASSWORD

    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action*='login'] button[type=submit], main button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page, only: str = "") -> list[str]:
    """What axe finds on the page once it is there: `rule: target (why)`; `only`: one of its rules."""
    page.wait_for_load_state()
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"resultTypes": ["violations"]} | ({"runOnly": [only]} if only else {})
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [f"{page.url} {each['id']}: {node['target']} ({each['help']})" for each in found for node in each["nodes"]]
