"""For what rows about people and firms leave: whoever takes them along by their duty says so first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SHORTEST, LONGEST = 2, 200  # letters
LAST = "purpose"  # what was said last, in the session: offered again


class Unsaid(Exception):
    """Rows are taken along and nobody said for what."""


def demanded_of(user: Any) -> bool:
    """Whether somebody reads others' data by their duty; one's own rows go without a word."""
    return bool(getattr(user, "has_desk", False))


def says_something(purpose: str) -> bool:
    return sum(each.isalpha() for each in purpose) >= SHORTEST


def purpose_of(request: HttpRequest) -> str:
    """What the address says; "" where that is no purpose."""
    said = " ".join(request.GET.get("for_what", "").split())[:LONGEST]
    return said if says_something(said) else ""


def demand(request: HttpRequest) -> str:
    """The purpose, "" where none is needed. Raises Unsaid: the site asks (`asking`) and comes back."""
    if not demanded_of(request.user):
        return ""
    said = purpose_of(request)
    if not said:
        raise Unsaid
    request.session[LAST] = said
    return said


def asking(request: HttpRequest) -> HttpResponse:
    """The page that asks for what, and leads on to the same file."""
    carried = [(key, value) for key, value in request.GET.items() if key != "for_what"]
    context = {"carried": carried, "tried": "for_what" in request.GET}
    return render(request, "tables/purpose.html", context, status=422)
