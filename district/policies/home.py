"""What the policies show on a firm's first page: what it may get, which one fact would open more."""

from __future__ import annotations

from typing import Any

from district.enterprises import queries as enterprises
from district.ground.bringing.home import ASIDE, MAIN, Part, Scene
from district.ground.bringing.menu import HALL
from district.policies import queries


def _facts(scene: Scene) -> dict[str, Any]:
    known = scene.once("facts", lambda: enterprises.facts_of(scene.enterprise, scene.today))
    return {name: each.value for name, each in known.items() if not each.expired}


def _fits(scene: Scene) -> Any:
    return scene.once("fits", lambda: queries.fits(_facts(scene), scene.today, subject=scene.enterprise.subject))


def fits(scene: Scene) -> dict[str, Any] | None:
    if scene.enterprise is None:
        return None
    package = queries.best_package(scene.enterprise, _facts(scene), scene.today)
    return {"fits": _fits(scene), "package": package, "enterprise": scene.enterprise}


def unlocks(scene: Scene) -> dict[str, Any] | None:
    if scene.enterprise is None or not _fits(scene).unlocks:
        return None
    return {"fits": _fits(scene), "enterprise": scene.enterprise}


PARTS = (
    Part("fits", HALL, MAIN, 20, "policies/home/fits.html", fits),
    Part("unlocks", HALL, ASIDE, 10, "policies/home/unlocks.html", unlocks),
)
