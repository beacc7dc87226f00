"""What leaves the site as a file, and what programs read, noted in one place: on its way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from district.ground.traces.actions import What, note

API = "/api/"
FILE = "files:file"
LEFT_OUT = {"format", "purpose", "page", "show", "token"}
MOST = 20  # filters that are kept


class NotesWhatLeaves:
    """Every answer that is a file for somebody signed in, and every answer of the API to a reading, leaves a trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        what = _what(request, response)
        if what is not None and request.user.is_authenticated:
            match: Any = request.resolver_match
            said = match.kwargs if match else {}
            note(
                what, by=request.user, request=request, page=match.view_name if match else request.path,
                subject=" ".join(str(each) for each in said.values()), filters=_filters(request),
                rows=getattr(response, "rows_taken", None), purpose=request.GET.get("purpose", ""),
            )  # fmt: skip
        return response


def _what(request: HttpRequest, response: HttpResponse) -> What | None:
    if response.status_code != 200 or not hasattr(request, "user"):
        return None
    if request.path.startswith(API):
        return What.CALLED if request.method == "GET" else None
    if response.get("Content-Disposition", "").startswith("attachment"):
        return What.TAKEN
    return What.FILE if request.resolver_match and request.resolver_match.view_name == FILE else None


def _filters(request: HttpRequest) -> dict[str, str]:
    kept = [(key, str(value)) for key, value in request.GET.items() if key not in LEFT_OUT and value]
    return {key[:40]: value[:80] for key, value in kept[:MOST]}
