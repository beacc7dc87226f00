"""What a session is of: the room that planned it says on which page it is read, and where its seats are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from district.ground.bringing.registry import Registry
from district.ground.slots.models import Session


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
