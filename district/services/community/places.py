"""Services of the catalogue that activities fulfil."""

from __future__ import annotations

from district.ground import clock
from district.policies.queries import versions_on

SIGN_UP = "community.sign_up"


def programmes() -> list[tuple[str, str]]:
    """Slug and name of those whose entry leads to signing up for an activity, today."""
    found = [
        (row.programme.slug, row.programme.name)
        for row in versions_on(clock.today()) if row.description.get("act") == SIGN_UP
    ]  # fmt: skip
    return sorted(found, key=lambda pair: pair[1])
