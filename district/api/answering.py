"""Around every operation: its door, its cache tag, and that whatever goes wrong is said as a problem."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from district.api.problems import is_problem, problem

View = Callable[..., HttpResponseBase]


def answered(view: View) -> View:
    """The view as a route of the site. It opens its own door, by key or session, which is why all may knock."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def knocked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ("Accept-Language", "Authorization", "Cookie"))
        if response.status_code >= 400 and not is_problem(response):
            said = problem(response.status_code)
            for name in ("Allow", "WWW-Authenticate", "Retry-After"):
                if name in response.headers:
                    said.headers[name] = response.headers[name]
            return said
        if request.method in ("GET", "HEAD") and response.status_code == 200 and isinstance(response, HttpResponse):
            return tagged(request, response)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    knocked.door = "all"  # type: ignore[attr-defined]
    return knocked


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """With an ETag of its content; 304 where the asker has it already."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers.setdefault("Cache-Control", "private, no-cache")
    found = get_conditional_response(request, etag=etag, response=response)
    return found or response


def unknown(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Below the API's address there is nothing else."""
    return problem(404)


def routes(
    patterns: list[URLPattern | URLResolver], made_from: Mapping[str, tuple[Any, ...]]
) -> list[URLPattern | URLResolver]:
    """The API's patterns with every view answered; whatever else is asked below them is a problem too. `made_from`: the
    acts of an address, for whoever asks what it is made of.
    """
    for each in patterns:
        if isinstance(each, URLPattern):
            each.callback = answered(each.callback)
            each.callback.acts = made_from.get(str(each.pattern), ())  # type: ignore[attr-defined]
    return [*patterns, re_path(r"^.*$", answered(unknown), name="unknown")]
