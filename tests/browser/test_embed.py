"""The check on a page of another site: shown there and nowhere else, as high as what it says, without a cookie."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PORTAL, Site

PAGE = """<!doctype html><html lang="zh-CN"><title>示例门户</title><h1>示例门户</h1>
<iframe id="huiqi" src="{site}/embed/check/" title="能享受什么" width="600" height="100"></iframe>
<script>
addEventListener("message", function (event) {{
  var frame = document.getElementById("huiqi");
  if (event.origin === "{site}" && event.source === frame.contentWindow) {{ frame.height = event.data.height + 16; }}
}});
</script></html>"""

SETTLED = """() => {
  const now = document.getElementById("huiqi").height, before = window.before;
  window.before = now;
  return now === before;
}"""


@pytest.fixture
def portal(site: Site) -> Iterator[int]:
    """A page of another site, under the allowed origin and, as 127.0.0.1, under one that is not."""

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.format(site=site.url).encode())

        def log_message(self, *_parts: object) -> None:
            """Nothing is told."""

    port = urlsplit(PORTAL).port
    assert port is not None
    server = ThreadingHTTPServer(("", port), Portal)
    Thread(target=server.serve_forever, daemon=True).start()
    yield port
    server.shutdown()
    server.server_close()


def test_the_check_on_another_site(browser: Browser, site: Site, portal: int) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{PORTAL}/")
    frame = page.frame_locator("#huiqi")
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_function("() => Number(document.getElementById('huiqi').height) > 150")
    frame.get_by_role("button", name="不清楚").click()
    expect(frame.get_by_text("第 2 问")).to_be_visible()
    frame.get_by_role("button", name="现在就看结果").click()
    expect(frame.get_by_role("link", name="打开完整测算")).to_be_visible()
    page.wait_for_function(SETTLED, polling=300)  # a click into a frame that still grows misses
    with context.expect_page() as opened:
        frame.get_by_role("link", name="打开完整测算").click()
    assert urlsplit(opened.value.url).netloc == urlsplit(site.url).netloc
    context.close()

    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{portal}/")
    page.wait_for_timeout(1500)
    assert page.frame_locator("#huiqi").get_by_role("heading", level=1).count() == 0
    assert not context.cookies()
    context.close()
