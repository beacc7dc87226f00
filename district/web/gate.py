"""Before and behind every view: HEAD is answered, and what is plainly made up is refused as such."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from district.ground.files.slowing import counted, sender_of
from district.ground.papers.letter import printable
from district.web.errors import bad_request, too_many

FOREIGN = "/foreign/"
EVEN = {"/accounts/signup/", "/accounts/password/reset/"}
ODD = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]")  # not "\\r\\n", which every form sends


class HeadAsGet:
    """Lets views, which name only GET, answer mail scanners and link checkers: with the length, without the content."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            response = self.get_response(request)
        finally:
            request.method = "HEAD"
        if response.streaming:
            cast(
                StreamingHttpResponse, response
            ).streaming_content = []  # the file behind it is closed with the response
        else:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class ForgetsWhoAsks:
    """Where packages of others are served and call from, nobody is signed in: no cookie that comes is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(FOREIGN):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class SaysPolicy:
    """What no page of ours asks a browser for, no page does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class AnswersEvenly:
    """How long opening an account or resetting a password takes says nothing of who is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        if request.method == "POST" and request.path in EVEN:
            time.sleep(max(0.0, settings.EVEN_SECONDS - (time.monotonic() - began)))
        return response


class CleansText:
    """What people type or paste is text: line ends of word processors become line ends, control characters go.

    A soft line break (U+000B) in a note is no fault of whoever pasted it, but no paper and no workbook can hold it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: Any) -> None:
        """Runs behind the refusal of what is made up, which has read the body."""
        if request.method != "POST" or not any(
            ODD.search(text) for _name, texts in request.POST.lists() for text in texts
        ):
            return
        clean = request.POST.copy()
        for name, texts in request.POST.lists():
            clean.setlist(name, [printable(text) for text in texts])
        clean._mutable = False
        request.POST = clean  # type: ignore[assignment] # a copy of it, closed again


class CountsFiles:
    """However they are read, files that come with a form are counted against whoever sends them, before any is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: Any) -> HttpResponse | None:
        if request.method != "POST" or not request.FILES:
            return None
        files = [each for _name, several in request.FILES.lists() for each in several]
        wait = counted(sender_of(request), len(files), sum(each.size or 0 for each in files))
        return too_many(request, wait) if wait else None


class RefusesMadeUp:
    """Characters and numbers that no database takes are the asker's mistake: 400, not a fault of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: Any) -> HttpResponse | None:
        """Runs behind the check of the form's origin, which has read the body already."""
        for given in (request.GET, request.POST if request.method == "POST" else {}):
            if any("\x00" in text for values in dict(given).values() for text in values):
                return bad_request(request)
        return bad_request(request) if "\x00" in request.path else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A number longer than a key may be, as SQLite's adapter and PostgreSQL say it."""
        long = isinstance(exception, OverflowError) and "SQLite INTEGER" in str(exception)
        return bad_request(request, exception) if long or isinstance(exception, DataError) else None
