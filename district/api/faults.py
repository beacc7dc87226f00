"""From what an operation raises to a problem, in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from district.api.problems import FieldError, Refusal, problem
from district.ground.bringing.shown import Unreadable

log = logging.getLogger(__name__)
SAID: dict[str, str | Promise] = {
    "missing": gettext_lazy("必填。"), "string_too_long": gettext_lazy("太长了。"),
    "string_too_short": gettext_lazy("太短了。"),
    "greater_than_equal": gettext_lazy("太小了。"), "less_than_equal": gettext_lazy("太大了。"),
    "extra_forbidden": gettext_lazy("没有这一项。"), "json_invalid": gettext_lazy("不是有效的 JSON。"),
}  # fmt: skip
KINDS: dict[str, str | Promise] = {
    "int": gettext_lazy("请填写整数。"), "decimal": gettext_lazy("请填写数字。"), "float": gettext_lazy("请填写数字。"),
    "bool": gettext_lazy("请填写 true 或 false。"), "date": gettext_lazy("请填写日期，例如 2026-01-31。"),
    "datetime": gettext_lazy("请填写日期和时间。"), "string": gettext_lazy("请填写文字。"),
    "uuid": gettext_lazy("请填写 UUID。"), "enum": gettext_lazy("请从列出的值里选。"),
    "literal": gettext_lazy("请从列出的值里选。"), "list": gettext_lazy("请填写列表。"),
    "dict": gettext_lazy("请填写对象。"), "model": gettext_lazy("请填写对象。"),
}  # fmt: skip


MADE_UP = (SuspiciousOperation, RequestDataTooBig, UnicodeDecodeError, DataError)


def register(api: NinjaAPI) -> None:
    """Every exception an operation may end with."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refusal: _refusal, Http404: lambda request, error: problem(404), Unreadable: _unreadable,
        PermissionDenied: lambda request, error: problem(403, str(getattr(error, "why", ""))),
        ValidationError: _invalid, AuthenticationError: lambda request, error: problem(401), HttpError: _http,
        **dict.fromkeys(MADE_UP, lambda request, error: problem(400)), OverflowError: _overflow, Exception: _fault,
    }  # fmt: skip
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)


def _refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
    response = problem(error.status, error.detail, error.errors)
    for name, value in error.headers.items():
        response.headers[name] = value
    return response


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code)


def _overflow(request: HttpRequest, error: Exception) -> HttpResponse:
    """A number longer than any key is the asker's mistake."""
    return problem(400) if "SQLite INTEGER" in str(error) else _fault(request, error)


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return problem(500)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, errors=[FieldError(_where(each), why_not(str(each.get("type", "")))) for each in error.errors])


def _unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    return problem(422, errors=[FieldError(where, why) for where, why in error.errors.items()])


def _where(each: dict[str, Any]) -> str:
    """`query.size`, `body.facts.从业人员`: the part of the request, then the way to the value."""
    loc = [str(part) for part in each.get("loc", ())]
    place = loc[:1]
    rest = [part for part in loc[1:] if part not in ("asked", "payload", "filters")]
    return ".".join([*place, *rest])


def why_not(kind: str) -> str:
    """What is wrong with a value, by pydantic's name of the fault."""
    if kind in SAID:
        return str(SAID[kind])
    return str(KINDS.get(kind.split("_")[0], "")) or _("不能这样填。")
