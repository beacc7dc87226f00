"""What leaves the site as a file, and what programs read, noted in one place: on its way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from district.ground.tables.purposes import Unsaid, asking, purpose_of
from district.ground.traces.actions import What, note
from district.ground.traces.naming import thing_of

API = "/api/"
FILE = "files:file"
DESCRIBES = {"api:docs", "api:openapi"}  # says what can be asked, and nothing of anybody
LEFT_OUT = {"format", "for_what", "page", "show", "token"}
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
                what, by=request.user, request=request, page=(page := match.view_name if match else request.path),
                subject=thing_of(page, said), filters=_filters(request, response),
                rows=getattr(response, "rows_taken", None), purpose=_purpose(request),
            )  # fmt: skip
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What leaves without a purpose waits until one is said."""
        return asking(request) if isinstance(exception, Unsaid) else None


def _what(request: HttpRequest, response: HttpResponse) -> What | None:
    if response.status_code != 200 or not hasattr(request, "user"):
        return None
    if request.path.startswith(API):
        described = request.resolver_match is not None and request.resolver_match.view_name in DESCRIBES
        return What.CALLED if request.method == "GET" and not described else None
    if response.get("Content-Disposition", "").startswith("attachment"):
        return What.TAKEN
    return What.FILE if request.resolver_match and request.resolver_match.view_name == FILE else None


def _purpose(request: HttpRequest) -> str:
    return str(getattr(request, "for_what", "") or purpose_of(request))


def _filters(request: HttpRequest, response: HttpResponse) -> dict[str, str]:
    """What narrowed it, in words where a list knows; else as the address says."""
    known = getattr(response, "narrowed_by", None)
    said = request.GET.items() if known is None else known
    kept = [(str(key), str(value)) for key, value in said if key not in LEFT_OUT and value]
    return {key[:40]: value[:80] for key, value in kept[:MOST]}
