"""The pages that look into every room: home, the enterprise's own page, the officer's day, the gallery."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from district.ground.bringing.menu import DESK, HALL
from district.ground.people.doors import open_to_all, require_role, shell_of, signed_in
from district.ground.people.queries import Role
from district.web import navigation, pages


@open_to_all
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The public front page."""
    return render(request, "web/home.html", pages.front())


@signed_in
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Where a person belongs: officials at the desk, others in the hall."""
    return redirect("desk" if request.user.has_desk else "my")  # type: ignore[union-attr]


@signed_in
@require_GET
def my(request: HttpRequest) -> HttpResponse:
    """The enterprise's home: what needs me, what I may get, cases, facts to confirm."""
    return render(request, "web/my.html", pages.enterprise_home(request.user, request.GET.get("enterprise", "")))  # type: ignore[arg-type]


@signed_in
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The officer's day; leaders and auditors see the same figures over what they may see."""
    require_role(request.user, *Role.values)  # type: ignore[arg-type]
    if not request.user.is_official:  # type: ignore[union-attr]
        return redirect("cases:sheets")
    return render(request, "web/desk_home.html", pages.officer_day(request.user))  # type: ignore[arg-type]


@open_to_all
@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """`/menu/?q=`: every page this person has, by wing; the menu's own search leads here where no script runs."""
    person: Any = request.user
    at_desk = person.is_authenticated and person.has_desk
    asked = request.GET.get("q", "")[:60]
    context = {"q": asked, "parts": navigation.menu(DESK if at_desk else HALL, request, asked),
               "shell": shell_of(person)}  # fmt: skip
    return render(request, "web/menu.html", context)


@open_to_all
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once, for developers and administrators."""
    person: Any = request.user
    if not (settings.DEBUG or (person.is_authenticated and person.has_role(Role.ADMINISTRATOR))):
        raise Http404
    return render(request, "web/gallery.html", pages.gallery())
