"""Between the browser and the pages: what is not taken yet is kept, and the page it was typed on comes back filled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from district.ground.acts.minding import Minded
from district.ground.people.factors import Detour
from district.ground.unsent import actions
from district.ground.unsent.filling import filled

Next = Callable[[HttpRequest], HttpResponse]


class KeepsTyped:
    """Stands outside the doors: where they lead elsewhere first, what was typed waits."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, Detour):
            return led(request, response)
        if request.method == "GET" and settings.SESSION_COOKIE_NAME in request.COOKIES:
            return shown(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A word before an act, said where the form is, which is filled again."""
        if not isinstance(exception, Minded):
            return None
        key = actions.keep(request)
        messages.warning(request, exception.why)
        return HttpResponseRedirect(reverse("unsent:back", args=[key]) if key else actions.page_of(request) or "/")

    def process_view(self, request: HttpRequest, *_args: Any) -> None:
        """The mark is ours: no form and no act meets it."""
        if request.method != "POST" or request.content_type not in actions.FORMS or actions.FOR not in request.POST:
            return
        setattr(request, actions.FOR, request.POST[actions.FOR])
        rest = request.POST.copy()
        del rest[actions.FOR]
        rest._mutable = False
        request.POST = rest  # type: ignore[assignment] # a copy of it, closed again


def led(request: HttpRequest, response: Detour) -> HttpResponse:
    """To the page that comes first, and from there back to what was typed, or to the page where it was."""
    if request.method == "POST":
        key = actions.keep(request)
        back = reverse("unsent:back", args=[key]) if key else actions.page_of(request)
        response["Location"] = response.to(back)
    if request.headers.get("HX-Request"):  # a part of a page is no place to sign in
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


def shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with its form filled; where the form is not there any more, what was typed as text."""
    wanted = request.session.get(actions.SHOW)
    if not wanted or wanted["page"] != request.get_full_path() or response.status_code in (301, 302):
        return response
    del request.session[actions.SHOW]
    typed = actions.opened(request, wanted["key"])
    if typed is None:
        return response
    html = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
    text = filled(response.content.decode(response.charset), typed) if html and response.status_code == 200 else None
    if text is None:
        return HttpResponseRedirect(reverse("unsent:text", args=[wanted["key"]]))
    response.content = text.encode(response.charset)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response
