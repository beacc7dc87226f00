"""Who comes to a session without a seat in it: the room that planned it says so, and they are told of changes too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person
from district.ground.slots.models import Session


@dataclass(frozen=True)
class Comers:
    """`key`: the `room` of its sessions. `people(session)`: who comes; `link(session)`: the page where they see it."""

    key: str
    people: Callable[[Session], Iterable[Person]]
    link: Callable[[Session], str]


comers: Registry[Comers] = Registry("comers")
