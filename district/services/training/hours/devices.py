"""By which device somebody learns: a mark in a cookie of its own, for who signs in after whom on one phone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "huiqi_device", "district.services.training.hours.device"
YEAR = 365 * 24 * 3600
View = Callable[..., HttpResponse]


def device_of(request: HttpRequest) -> str:
    """The mark of who asks; a new one where their browser brought none. It says nothing of the device itself."""
    mark: str = getattr(request, "device_mark", "")
    if not mark:
        mark = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=YEAR) or secrets.token_hex(16)
        request.device_mark = mark  # type: ignore[attr-defined]
    return mark


def marks_device(view: View) -> View:
    """The answer of a view that asked for the mark leaves it with the browser."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if mark := getattr(request, "device_mark", ""):
            response.set_signed_cookie(
                COOKIE, mark, salt=SALT, max_age=YEAR, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response

    return marked
