"""What the site itself shows on first pages: what waits for the person, their account."""

from __future__ import annotations

from typing import Any

from district.ground.bringing.home import ASIDE, MAIN, TOP, Part, Scene
from district.ground.bringing.menu import DESK, HALL
from district.ground.bringing.waiting import WHENS, Waiting

FEW, URGENT = 6, 12


def _waiting(scene: Scene) -> Waiting:
    return scene.once("waiting", lambda: Waiting(scene.person, scene.today))


def _todos(scene: Scene, most: int) -> dict[str, Any] | None:
    asked = _waiting(scene).asked()
    return {"todos": asked[:most], "todo_count": len(asked)} if len(asked) else None


def tiles(scene: Scene) -> dict[str, Any]:
    tally = _waiting(scene).tally
    return {"tiles": [(key, label, tally.of("", key)) for key, label in WHENS.items()]}


PARTS = (
    Part("todo", HALL, MAIN, 10, "web/home/todo.html", lambda scene: _todos(scene, FEW)),
    Part("account", HALL, ASIDE, 90, "web/home/account.html", lambda _scene: {}),
    Part("tiles", DESK, TOP, 10, "web/home/tiles.html", tiles),
    Part("urgent", DESK, MAIN, 10, "web/home/urgent.html", lambda scene: _todos(scene, URGENT) or {"todos": []}),
)
