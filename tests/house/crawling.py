"""The demonstration walked from its home pages by following links: one address and one form of each route, by role."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from district.ground.people.models import Person

MOST_PAGES = 600  # a role: more routes than anybody has


@dataclass
class Form:
    """A form as the page shows it: where it is posted, and what it would send."""

    action: str
    fields: dict[str, list[str]]
    files: list[str]


@dataclass
class Walk:
    """`pages`: route → address; `forms`: route → form. Of each the first that was met."""

    pages: dict[str, str] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)


@cache
def route_of(address: str) -> str | None:
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return str(found.route)


_sessions: dict[str, str] = {}


def signed_in(username: str) -> Client:
    """A browser of theirs; signed in once, however many there are."""
    client = Client(raise_request_exception=False)
    kept = _sessions.get(username)
    if kept is not None and Session.objects.filter(pk=kept).exists():
        client.cookies[settings.SESSION_COOKIE_NAME] = kept
        return client
    client.force_login(Person.objects.get(username=username))
    _sessions[username] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return client


def walk(client: Client, passed: Collection[str] = ()) -> Walk:
    """Follow links breadth first; the second page of a route, and one of a route that is passed, is not opened."""
    found, waiting, tried = Walk(), deque(["/", "/desk/"]), set[str]()
    while waiting and len(found.pages) < MOST_PAGES:
        address = waiting.popleft()
        route = route_of(address)
        if route is None or route in found.pages or route in passed or address in tried:
            continue
        tried.add(address)
        response = client.get(address)
        if response.status_code in (301, 302):
            waiting.append(response["Location"])
        if response.status_code != 200:
            continue
        found.pages[route] = address
        if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
            continue
        page = html.fromstring(response.content.strip() or b"<p></p>")
        waiting.extend(_links(page))
        for form in _forms(page, address):
            if (target := route_of(form.action)) is not None:
                found.forms.setdefault(target, form)
    return found


def _links(page: Any) -> Iterator[str]:
    for name in ("href", "hx-get", "data-url"):
        for link in page.xpath(f"//@{name}"):
            if str(link).startswith("/") and "/logout" not in link and not str(link).startswith("/static"):
                yield str(link).split("#")[0]


def _forms(page: Any, address: str) -> Iterator[Form]:
    for form in page.forms:
        if (form.method or "GET").upper() != "POST":
            continue
        fields: dict[str, list[str]] = {}
        for name, value in form.form_values():
            fields.setdefault(str(name), []).append(str(value))
        for each in form.xpath(".//*[@name]"):
            fields.setdefault(str(each.get("name")), [""])
        files = [str(each.get("name")) for each in form.xpath(".//input[@type='file'][@name]")]
        fields = {name: value for name, value in fields.items() if name not in files}
        yield Form(form.action or urlsplit(address).path, fields, files)


def status(response: HttpResponse) -> int:
    """The status; a body that is made while it is sent is made."""
    if response.streaming:
        list(response.streaming_content)  # type: ignore[arg-type]
    return int(response.status_code)
