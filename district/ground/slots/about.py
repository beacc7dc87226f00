"""What a session or an appointment is of: the room that planned it says on which page it is read, and where seats are
given."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person
from district.ground.slots.models import Hold, Session


@dataclass(frozen=True)
class About:
    """`key`: the `room` of its sessions. `page(session)`, `desk(session)`: addresses for everybody and at the desk.
    `only`: seats are given there alone, for more is asked there than a name.
    """

    key: str
    label: str | Promise
    page: Callable[[Session], str] = field(compare=False)
    desk: Callable[[Session], str] = field(compare=False)
    only: bool = False


abouts: Registry[About] = Registry("what sessions are of")


def about(session: Session) -> About | None:
    return abouts.get(session.room) if session.room else None


def signs_elsewhere(session: Session) -> bool:
    """Whether a seat of it comes with what another page asks."""
    found = about(session)
    return found is not None and found.only


@dataclass(frozen=True)
class Held:
    """`key`: the `room` of its appointments. `pages(person, holds)`: their group → where this person reads of it."""

    key: str
    pages: Callable[[Person, Sequence[Hold]], Mapping[uuid.UUID, str]] = field(compare=False)


helds: Registry[Held] = Registry("what appointments are of")


def pages_of(person: Person, holds: Iterable[Hold]) -> dict[uuid.UUID, str]:
    """The group of appointments → where this person reads what they are of; each room is asked once."""
    rooms: dict[str, list[Hold]] = {}
    for each in holds:
        rooms.setdefault(each.room, []).append(each)
    found: dict[uuid.UUID, str] = {}
    for room, rows in rooms.items():
        if held := helds.get(room):
            found.update(held.pages(person, rows))
    return found
