"""For whom somebody acts: rooms say it of their subjects, the log writes it down with every line.

`{"agency": …, "client": …, "mandate": …}`, empty where a person acts for themselves, their own firm or their bureau.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person

Source = Callable[[Person, str, str], Mapping[str, str]]
sources: Registry[Source] = Registry(
    "on whose behalf"
)  # (person, room, subject) → on whose behalf; enterprises adds its own when it starts


def behalf_of(by: Person, room: str, subject: str) -> dict[str, str]:
    """What a line of the log says beside the person's name."""
    for source in sources:
        if found := source(by, room, subject):
            return dict(found)
    return {}
