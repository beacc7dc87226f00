"""What the register shows on first pages: facts to confirm, a claim on its way."""

from __future__ import annotations

from typing import Any

from district.enterprises import queries
from district.ground.bringing.home import ASIDE, MAIN, Part, Scene
from district.ground.bringing.menu import HALL


def claims(scene: Scene) -> dict[str, Any] | None:
    """Of a person without an enterprise: what was claimed, or that one should be."""
    if scene.enterprise is not None:
        return None
    return {"claims": [each for each in queries.memberships_of(scene.person) if each.state == "requested"]}


def stale(scene: Scene) -> dict[str, Any] | None:
    if scene.enterprise is None:
        return None
    known = scene.once("facts", lambda: queries.facts_of(scene.enterprise, scene.today))
    count = sum(each.expired and each.kind.asked for each in known.values())
    return {"count": count, "enterprise": scene.enterprise} if count else None


PARTS = (
    Part("claims", HALL, MAIN, 15, "enterprises/home/claims.html", claims),
    Part("stale", HALL, ASIDE, 20, "enterprises/home/stale.html", stale),
)
