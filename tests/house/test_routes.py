"""Every route is closed unless opened: a stranger signs in, or is refused, where a view does not say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

THIRD_PARTY = ("allauth.", "django.")
SAMPLES = {"int": "1", "slug": "sample", "str": "sample", "uuid": "00000000-0000-0000-0000-000000000000", "path": "a/b"}
OPEN_TO_STRANGERS_IN_ALLAUTH = {
    "/accounts/login/", "/accounts/logout/", "/accounts/signup/", "/accounts/inactive/", "/accounts/confirm-email/",
    "/accounts/confirm-email/sample/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/", "/accounts/3rdparty/login/cancelled/",
    "/accounts/password/reset/key/1-sample/",
}  # fmt: skip


def every_route(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        text = str(each.pattern)
        if isinstance(each, URLResolver):
            yield from every_route(each.url_patterns, prefix + text)
        else:
            yield sample(prefix + text), each


def sample(pattern: str) -> str:
    """A concrete address for a route's pattern."""
    pattern = re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES.get(match[1] or "str", "sample"), pattern)
    pattern = re.sub(r"\(\?P<\w+>[^)]*\)", "1", pattern)
    return re.sub(r"[\^$]", "", pattern).replace("\\Z", "").replace("//", "/")


ROUTES = list(every_route(get_resolver().url_patterns))


def door(route: URLPattern) -> str | None:
    return getattr(route.callback, "door", None)


def is_ours(route: URLPattern) -> bool:
    return not route.callback.__module__.startswith(THIRD_PARTY)


@pytest.mark.parametrize("address, route", [pytest.param(*each, id=each[0]) for each in ROUTES if is_ours(each[1])])
def test_every_view_of_ours_names_its_door(address: str, route: URLPattern) -> None:
    assert door(route), f"{route.lookup_str} says neither @open_to_all, @signed_in nor @for_roles"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address, route", [pytest.param(*each, id=each[0]) for each in ROUTES])
def test_a_stranger_stays_outside(client: Client, address: str, route: URLPattern, method: str) -> None:
    if door(route) == "all" or address in OPEN_TO_STRANGERS_IN_ALLAUTH:
        pytest.skip("opened on purpose")
    response = getattr(client, method)(address)
    if response.status_code == 302:
        assert response["Location"].startswith("/accounts/login/") or address.startswith("/accounts/"), response[
            "Location"
        ]
    else:
        assert response.status_code in {403, 404, 405}, f"{address} answered {response.status_code} to a stranger"


def test_the_walk_finds_the_site() -> None:
    assert len([route for _, route in ROUTES if is_ours(route)]) > 25
