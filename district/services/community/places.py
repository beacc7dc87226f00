"""Services of the catalogue that activities fulfil."""

from __future__ import annotations

from district.policies.queries import NothingPublished, catalogue

SIGN_UP = "community.sign_up"


def programmes() -> list[tuple[str, str]]:
    """Slug and name of those whose entry leads to signing up for an activity; none before anything is published."""
    try:
        found = catalogue().programmes.values()
    except NothingPublished:
        return []
    return sorted(((each.slug, each.name) for each in found if each.act == SIGN_UP), key=lambda pair: pair[1])
