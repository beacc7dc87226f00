"""Answers to packages: from a frame that is nobody's origin every call is another origin's, and asks first."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
NOBODY = "null"  # what a browser calls the origin of a sandboxed frame
HEADERS = "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match"
SHOWN = "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through"


def cross(*methods: str) -> Callable[[View], View]:
    """Lets a sandboxed frame call a view by these methods, never with a session of the site."""
    every = ", ".join((*methods, "OPTIONS"))

    def close(view: View) -> View:
        @wraps(view)
        def called(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                answer: HttpResponseBase = HttpResponse(status=204)
                answer["Access-Control-Allow-Methods"], answer["Access-Control-Allow-Headers"] = every, HEADERS
                answer["Access-Control-Max-Age"] = "600"
            elif request.method not in methods:
                answer = HttpResponse(status=405, headers={"Allow": every})
            else:
                answer = view(request, *args, **kwargs)
            return allowed(request, answer)

        return cast(View, called)

    return close


def allowed(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """With leave for a sandboxed frame, and for no other origin."""
    answer["Vary"] = "Origin"
    if request.headers.get("Origin") == NOBODY:
        answer["Access-Control-Allow-Origin"] = NOBODY
        answer["Access-Control-Expose-Headers"] = SHOWN
    return answer


def said(content: Any, status: int = 200) -> HttpResponse:
    """JSON that nobody keeps."""
    answer = HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/json", status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
