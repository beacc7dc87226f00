"""Whom to call and where to go: only what the catalogue says; a map is a plain link to a public search by address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from district.policies import queries
from district.policies.queries import Reach
from rulebook import Catalogue


@dataclass(frozen=True)
class Contact:
    """An office's reach, its map ("" without an address or a map service), and what nobody has entered yet."""

    reach: Reach
    map: str
    lacks: tuple[str, ...]

    @property
    def phone(self) -> str:
        return self.reach.phone


def reached(office: str, catalogue: Catalogue) -> Contact:
    """How the office is reached."""
    found = queries.reach(office, catalogue)
    lacks = tuple(name for name in ("phone", "address", "hours") if not getattr(found, name))
    return Contact(found, map_of(found.address, catalogue), lacks)


def map_of(address: str, catalogue: Catalogue) -> str:
    """A link to a public map's search for the address, the city before it; it carries nothing of who looks."""
    if not address or not settings.MAP_SEARCH:
        return ""
    layers = catalogue.layers
    city = layers[-2].name if len(layers) > 1 else ""
    place = address if address.startswith(city) else f"{city}{address}"
    return str(settings.MAP_SEARCH).replace("{address}", quote(place.replace(" ", ""), safe=""))
