"""Every route is closed unless opened: a view says who may come in, or nobody does.

`@open_to_all` lets strangers in, `@signed_in` anyone with an account, `@for_roles(...)` people with such a duty,
`@for_members(...)` members of such an organisation.
A view of ours without a door is refused with 403 and fails the route test.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from district.ground.people.models import Person
from district.ground.people.permissions import No, Refused, member_of, require

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
DESK, HALL = "web/desk.html", "web/hall.html"
THIRD_PARTY = ("allauth.", "django.")  # they close their own doors with Django's login decorators


def open_to_all(view: View) -> View:
    """Strangers may come in: public pages."""
    view.door = "all"  # type: ignore[attr-defined]
    return login_not_required(view)


def signed_in(view: View) -> View:
    """Anyone with an account may come in; the view narrows further by what the person may see."""
    view.door = "signed in"  # type: ignore[attr-defined]
    return view


def for_roles(*roles: str) -> Callable[[View], View]:
    """Only people with one of these duties may come in."""

    def close(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = cast(Person, request.user)
            require_role(person, *roles)
            return view(request, *args, **kwargs)

        checked.door = "roles: " + ", ".join(roles)  # type: ignore[attr-defined]
        return cast(View, checked)

    return close


def for_members(kind: str, *roles: str) -> Callable[[View], View]:
    """Only people who stand in an organisation of this kind today, in one of these roles (any without one)."""

    def close(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not member_of(request.user, kind, *roles):
                require(No(_("这个页面只对相应机构的成员开放。")))
            return view(request, *args, **kwargs)

        checked.door = f"members of {kind}: " + ", ".join(roles)  # type: ignore[attr-defined]
        return cast(View, checked)

    return close


def me(request: HttpRequest) -> Person:
    """Who came in, behind a door that lets no stranger in."""
    return cast(Person, request.user)


def known(user: Any) -> Person | None:
    """Who came in by a door for all; None: a stranger."""
    return user if isinstance(user, Person) else None


def require_role(person: Person, *roles: str) -> None:
    if not person.has_role(*roles):
        require(No(_("这个页面只对有相应岗位的工作人员开放。")))


def shell_of(person: Any, *, own: bool = False) -> str:
    """The frame of a page that people with and without a desk share: the desk's (工作台) for whoever has one, else the
    hall's. `own`: a page about one's own affairs, which an expert without another duty sees in the hall.
    """
    at_desk = getattr(person, "is_official" if own else "has_desk", False)
    return DESK if at_desk else HALL


class DoorMiddleware:
    """Refuses a view of ours that names no door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_args: Any) -> None:
        if not hasattr(view, "door") and not view.__module__.startswith(THIRD_PARTY):
            raise Refused(_("这个地址尚未开放。"))
