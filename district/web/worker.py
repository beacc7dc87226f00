"""The web server's process: what it cannot even read is answered in the house's look, Chinese first."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.template.loader import render_to_string
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

log = logging.getLogger(__name__)
TOO_LONG = {
    errors.LimitRequestLine: (
        HTTPStatus.REQUEST_URI_TOO_LONG, "地址太长了", "请缩短地址，或者从首页重新查找。 The address is too long.",
    ),
    errors.LimitRequestHeaders: (
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "请求头太长了",
        "请清除本站的 Cookie 后再试。 The request's headers are too long: clear this site's cookies.",
    ),
}  # fmt: skip
UNREADABLE = (HTTPStatus.BAD_REQUEST, "这个请求看不懂", "浏览器发来的内容不完整。 The request could not be read.")
FAULT = (HTTPStatus.INTERNAL_SERVER_ERROR, "这一步没有完成", "处理时出了意外，我们已经记录下来。 Something went wrong.")
SAFE = "没有任何数据被改动。 Nothing was changed."


def answer_to(error: Exception) -> tuple[HTTPStatus, str, str]:
    """Status, title and sentence for what went wrong before any page."""
    known = next((said for kind, said in TOO_LONG.items() if isinstance(error, kind)), None)
    if known:
        return known
    return UNREADABLE if isinstance(error, errors.ParseException) else FAULT


def page(error: Exception) -> bytes:
    """The whole answer as it goes over the wire."""
    status, title, what = answer_to(error)
    words = {"lang": "zh-CN", "brand": "惠企", "home": "回首页 Home", "status": int(status), "title": title,
             "what": what, "safe": SAFE}  # fmt: skip
    try:
        text = str(render_to_string("web/_error_bare.html", words))
    except Exception:  # a page about what does not work has to work
        log.exception("the page of an unreadable request failed itself")
        text = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>{what}'
    body = text.encode()
    head = (
        f"HTTP/1.1 {int(status)} {status.phrase}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


class HouseWorker(ThreadWorker):  # type: ignore[misc] # the library is untyped
    """As gunicorn's own, but for the page of what it cannot read."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        if answer_to(exc) == FAULT:
            self.log.exception("Error handling request %s", getattr(req, "uri", ""))
        else:
            self.log.warning("Unreadable request: %s", type(exc).__name__)
        try:
            util.write_nonblock(client, page(exc))
        except OSError:
            self.log.debug("Failed to send error message.")
