"""What the figures show on the desk's first page: this year's, of what the person may read, beside last year's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from district.ground.bringing.home import ASIDE, Part, Scene
from district.ground.bringing.menu import DESK
from district.ground.figures.counting import parts_of
from district.ground.figures.figure import Flow
from district.ground.figures.periods import Period
from district.ground.figures.registry import of_the_desk, of_the_front
from district.ground.figures.shown import FigureShown, all_shown


def front() -> list[FigureShown]:
    """Those of the public front page, everything up to today."""
    return all_shown(of_the_front())


def desk(scene: Scene) -> dict[str, Any] | None:
    """One query a source and year, however many figures."""
    mine = [each for each in of_the_desk() if each.may_whole(scene.person)]
    if not mine:
        return None
    year = scene.today.year
    now = all_shown(mine, Period.year(year), user=scene.person, own=True)
    flows = [each for each in mine if isinstance(parts_of(each)[0], Flow)]
    before = {each.key: each for each in all_shown(flows, Period.year(year - 1), user=scene.person, own=True)}
    return {"figures": [replace(each, before=before.get(each.key)) for each in now], "year": year}


PARTS = (Part("figures", DESK, ASIDE, 10, "figures/_home.html", desk),)
