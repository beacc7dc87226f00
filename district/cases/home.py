"""What the cases show on first pages: the firm's own, what waits for its officials' pen and for firms."""

from __future__ import annotations

from typing import Any

from district.cases.approving.queries import waiting_for
from district.cases.core import queries
from district.cases.desk.figures import RESTING
from district.enterprises.mandates.queries import is_agent
from district.ground.bringing.home import ASIDE, MAIN, TOP, Part, Scene
from district.ground.bringing.menu import DESK, HALL
from district.ground.figures.counting import value

FEW = 6


def cases(scene: Scene) -> dict[str, Any] | None:
    if scene.enterprise is None:
        return None
    return {"cases": list(queries.cases_of(scene.person).filter(enterprise=scene.enterprise)[:FEW])}


def clients(scene: Scene) -> dict[str, Any] | None:
    return {} if is_agent(scene.person) else None


def desk(scene: Scene) -> dict[str, Any]:
    """How many wait for the person's signature, how many of the bureau's cases for the firm or a place."""
    resting = value(RESTING, user=scene.person, own=True)
    return {"approvals": waiting_for(scene.person).count(), "waiting": resting.number}


PARTS = (
    Part("cases", HALL, MAIN, 30, "desk/home/cases.html", cases),
    Part("clients", HALL, ASIDE, 80, "desk/home/clients.html", clients),
    Part("desk_cases", DESK, TOP, 20, "desk/home/desk.html", desk),
)
