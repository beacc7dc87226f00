"""What a first visitor would wait for, done before anybody comes: the catalogue compiled, templates, words for search.

The web server does it once, before it makes its processes (`--preload`), so that they share the memory; no connection
to the database and no thread is left over for them to share too.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.forms.renderers import get_default_renderer
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from district.enterprises.trades.queries import find
from district.policies import queries

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PAGES = ("/", "/policies/", "/fits/check/", f"/search?q={quote('补贴')}", "/accounts/login/")
LANGUAGES = ("zh-CN", "en")
LETTERS = "rj"  # a trade typed in letters: their table is made when it is first asked

log = logging.getLogger(__name__)


def warm(application: Application) -> None:
    """Do it; a site that cannot yet (nothing published, no database) starts all the same and says why in its log."""
    try:
        queries.catalogue()
        find(LETTERS)
        for page in PAGES:
            for language in LANGUAGES:
                _visit(application, page, language)
        _compile_templates()
    except Exception as error:
        log.warning("not warmed: %s", error)
    finally:
        connections.close_all()


def _visit(application: Application, address: str, language: str) -> None:
    """One GET from this machine, with nobody signed in."""
    path, _question, query = address.partition("?")
    host = next((each.lstrip(".") for each in settings.ALLOWED_HOSTS if each != "*"), "localhost")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "", "HTTP_HOST": host,
        "SERVER_NAME": host, "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_ACCEPT_LANGUAGE": language, "HTTP_X_FORWARDED_PROTO": "https" if settings.HTTPS else "http",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    response = application(environ, lambda *_said: None)
    for _part in response:
        pass
    if callable(close := getattr(response, "close", None)):
        close()


def _compile_templates() -> None:
    for name in _names():
        try:
            get_template(name)
        except TemplateSyntaxError as error:  # the page that needs it will say so
            log.warning("%s: %s", name, error)
    for name in _in(Path(forms.__file__).parent / "templates"):  # of fields: an engine of their own
        get_default_renderer().get_template(name)


def _names() -> Iterator[str]:
    """Every template of the rooms, as views name it."""
    for room in apps.get_app_configs():
        if room.name.startswith("district."):
            yield from _in(Path(room.path) / "templates")


def _in(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html")))
