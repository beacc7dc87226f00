"""What went wrong, as application/problem+json (RFC 9457), in the words of the page and the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA = "application/problem+json"
BELOW = "/api/"
ABOUT = "/api/v1/docs#problem-"


@dataclass(frozen=True)
class FieldError:
    """One thing given that cannot be taken: where, and why."""

    field: str
    detail: str


@dataclass(frozen=True)
class Problem:
    """The body of every answer from 400 on. `errors`: what is wrong of what was given, each by itself."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = field(default_factory=list)


TITLES: dict[int, str | Promise] = {
    400: _("这个请求看不懂"), 401: _("没有登录，令牌也不对"), 403: _("不能这样做"), 404: _("没有找到"),
    405: _("这个地址不接受这种方法"), 409: _("现在不能这样做"), 415: _("不接受这种内容"),
    422: _("填写的内容要改"), 429: _("用得太频繁了"), 500: _("这一步没有完成"),
}  # fmt: skip
DETAILS: dict[int, str | Promise] = {
    400: _("地址或填写的内容不完整。没有任何数据被改动。"),
    401: _("请先登录，或者在请求头里带上有效的令牌：Authorization: Bearer hq_…"),
    403: _("您的账号没有做这件事的权限。"), 404: _("地址可能写错了，或者内容已经移走，或者它不对您公开。"),
    405: _("请换一种方法，见接口说明。"), 409: _("它现在的状态不允许。没有任何数据被改动。"),
    415: _("请用 JSON 或表单发送。"),
    422: _("请按每一项的说明修改后再发。"), 429: _("请等一会儿再试，见 Retry-After。"),
    500: _("处理时出了意外，我们已经记录下来。请过几分钟再试。"),
}  # fmt: skip


class Refusal(Exception):
    """An operation ends with this problem."""

    def __init__(
        self, status: int, detail: str | Promise = "", *, errors: list[FieldError] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(str(detail) or str(status))
        self.status, self.detail, self.errors, self.headers = status, detail, errors or [], dict(headers or {})


def problem(status: int, detail: str | Promise = "", errors: list[FieldError] | None = None) -> HttpResponse:
    """The answer that says what is wrong."""
    known = status if status in TITLES else (400 if status < 500 else 500)
    body = Problem(
        f"{ABOUT}{known}", str(TITLES[known]), status, str(detail) or str(DETAILS[known]), errors or [],
    )  # fmt: skip
    response = HttpResponse(json.dumps(asdict(body), ensure_ascii=False), content_type=MEDIA, status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="huiqi"'
    return response


def is_problem(response: Any) -> bool:
    return str(response.headers.get("Content-Type", "")).startswith(MEDIA)
