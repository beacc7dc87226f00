"""What the district in use is called, and its hotline: exactly, and for every page without a query each time."""

from __future__ import annotations

import time

from django.conf import settings
from django.utils.translation import gettext as _

from district.policies.queries import NothingPublished, catalogue, hotline_of
from rulebook import Catalogue

KEPT = 300  # seconds a process goes by the name it knows; one that publishes knows at once
_kept: dict[str, tuple[float, str]] = {}


def district_name() -> str:
    """The district for short: its layer's name without the name of the layer above; "" before the first release."""
    try:
        return _(short(catalogue()))
    except NothingPublished:
        return ""


def name_for_pages() -> str:
    """The same as known some minutes ago at most; as configured before the first release."""
    until, name = _kept.get("", (0.0, ""))
    if time.monotonic() >= until:
        try:
            name = keep(catalogue())
        except NothingPublished:
            return str(settings.DISTRICT_NAME)
    return _(name)


def hotline_for_pages() -> str:
    """The citizens' hotline, likewise; "" before the first release and where the catalogue names none."""
    until, number = _kept.get("hotline", (0.0, ""))
    if time.monotonic() < until:
        return number
    try:
        keep(catalogue())
    except NothingPublished:
        return ""
    return _kept["hotline"][1]


def keep(found: Catalogue) -> str:
    """Go by this catalogue's name and hotline from now on."""
    until = time.monotonic() + KEPT
    _kept["hotline"] = (until, hotline_of(found))
    _kept[""] = (until, short(found))
    return _kept[""][1]


def short(found: Catalogue) -> str:
    """A catalogue's district for short."""
    above = found.layers[-2].name if len(found.layers) > 1 else ""
    return found.layers[-1].name.removeprefix(above) or found.layers[-1].name
