"""New links, shown this once to whoever issued them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from district.ground.onetime.actions import Issued


def issued(request: HttpRequest, made: Sequence[Issued], *, back: str) -> HttpResponse:
    """The page that shows links this once, to be passed on; for the views of rooms that issue them."""
    rows = [{"link": each.link, "url": request.build_absolute_uri(each.path)} for each in made]
    answer = render(request, "onetime/issued.html", {"rows": rows, "back": back})
    answer["Cache-Control"] = "no-store"
    return answer
