"""Where a request comes from, and how often: the one place that reads an address of the network."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
HOUSEHOLD = 64  # bits of an IPv6 address that one line has to itself


def client_of(request: HttpRequest) -> str:
    """The address by which visitors are told apart: behind proxies that are trusted (HUIQI_PROXIES) what they say of
    whom they serve, and nobody else's word. Of IPv6 the line's network. "" where the server was told none.
    """
    near = request.META.get("REMOTE_ADDR", "")
    told = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
    trusted: int | Sequence[Network] = settings.PROXIES
    if isinstance(trusted, int):
        chain = [*told, near]
        return _line(_plain(chain[-1 - min(trusted, len(told))]) or _plain(near) or near)
    found = _plain(near) or near
    while told and _is_ours(found, trusted) and (further := _plain(told.pop())):
        found = further
    return _line(found)


def too_many(
    request: HttpRequest, what: str, *, most: int, within: int, about: str = "", count: bool = True
) -> bool:  # fmt: skip
    """Whether this would be more than `most` of a kind in so many seconds from one address, or `about` one thing
    wherever from. All processes count together. `count`: it is one of them; else it is only asked.
    """
    used = ratelimit.consume(
        request, app="huiqi", action=what, config={what: f"{most}/{within}s/key"},
        key=about or f"from {client_of(request)}", limit_get=True, dry_run=not count,
    )  # fmt: skip
    return used is None


def _plain(said: str) -> str:
    """An address without port, brackets and zone; "" for what is none."""
    host = said.strip().removeprefix("[").partition("]")[0] if said.strip().startswith("[") else said.strip()
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def _line(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    return str(ipaddress.ip_network((found, HOUSEHOLD), strict=False).network_address)


def _is_ours(address: str, trusted: Sequence[Network]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in each for each in trusted)
