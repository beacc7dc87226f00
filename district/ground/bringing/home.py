"""Parts of the first page of the hall (`/my/`) and of the desk: rooms say what they show there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from district.ground.bringing.registry import Registry

T = TypeVar("T")
TOP, MAIN, ASIDE = "top", "main", "aside"


@dataclass(frozen=True)
class Scene:
    """Whose page it is, on which day; in the hall for which enterprise (None: the person has none)."""

    person: Any
    today: dt.date
    enterprise: Any = None
    _known: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, find: Callable[[], T]) -> T:
        """What several parts of one page show, found once."""
        if name not in self._known:
            self._known[name] = find()
        known: T = self._known[name]
        return known


@dataclass(frozen=True)
class Part:
    """One part: in which shell (menu.HALL, menu.DESK), on which side, at which place. `shown(scene)` gives what its
    template reads as `home`, or None where there is nothing to show.
    """

    key: str
    shell: str
    side: str
    place: int
    template: str
    shown: Callable[[Scene], dict[str, Any] | None]


parts: Registry[Part] = Registry("home parts")


@dataclass(frozen=True)
class Shown:
    """A part with what it shows."""

    key: str
    template: str
    data: dict[str, Any]


def page_of(shell: str, scene: Scene) -> dict[str, list[Shown]]:
    """The parts of a shell that have something to show, by side, in their order."""
    found: dict[str, list[Shown]] = {TOP: [], MAIN: [], ASIDE: []}
    for part in sorted(parts, key=lambda each: each.place):
        if part.shell == shell and (data := part.shown(scene)) is not None:
            found[part.side].append(Shown(part.key, part.template, data))
    return found
