"""Who asks: a key (`Authorization: Bearer`), or somebody signed in to the site, with the same CSRF check as its pages.

A key acts as its account: from here on `request.user` is that person, and its scopes narrow what may be asked.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from district.api.problems import Refusal
from district.ground.clients import too_many
from district.ground.people.factors import is_fresh, key_lacks
from district.ground.people.queries import Person
from district.ground.tokens.actions import PER_MINUTE, count_call
from district.ground.tokens.queries import Token, is_system, token_of

MINUTE = 60  # seconds
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class BearerToken(HttpBearer):
    """A key. One that opens nothing is refused, whoever else the browser says it is."""

    def __call__(self, request: HttpRequest) -> Any:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, secret = header.partition(" ")
        token = token_of(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise Refusal(401)
        if why := key_lacks(token.person, made_with_two=token.two_factors, is_system=is_system(token.person)):
            raise Refusal(403, why)
        if wait := count_call(token):
            raise Refusal(429, headers={"Retry-After": str(wait)})
        request.user = token.person
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError("`__call__` does it")


class SiteSession(APIKeyCookie):
    """Somebody signed in to the site."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            return None
        if request.method not in SAFE and check_csrf(request):
            raise Refusal(403, _("缺少防伪的 X-CSRFToken，或者它过期了。"))
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        raise NotImplementedError("`__call__` does it")


def anybody(request: HttpRequest) -> AnonymousUser:
    """A stranger, where an operation is opened to all; from one address as often as with a key."""
    if too_many(request, "api", most=PER_MINUTE, within=MINUTE):
        raise Refusal(429, headers={"Retry-After": str(MINUTE)})
    return AnonymousUser()


KNOWN = [BearerToken(), SiteSession()]
OPENED = [*KNOWN, anybody]


def covers(request: HttpRequest, area: str, kind: str) -> bool:
    """Whether what they came with opens this: a key by its scopes, a session whatever its person may."""
    key = getattr(request, "auth", None)
    return not isinstance(key, Token) or key.covers(area, kind)


def has_proved(request: HttpRequest) -> bool:
    """Whether who asks may do what asks who they are anew: a system's key, or somebody who signed in a moment ago. A
    person's own key cannot say it is them who sits there."""
    key = getattr(request, "auth", None)
    return is_system(key.person) if isinstance(key, Token) else is_fresh(request)


def narrowed(request: HttpRequest, area: str, kind: str) -> Person | AnonymousUser:
    """Who asks, where the key they came with opens this. Raises Refusal."""
    if not covers(request, area, kind):
        raise Refusal(403, _("令牌的范围不包括这一项：%(scope)s。") % {"scope": f"{area}:{kind}"})
    return request.user
