"""What may this person do now, and why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from district.ground.acts.acts import Act


@dataclass(frozen=True)
class Offer:
    """One act as it stands for a person and a thing: its words, whether it is allowed, else why not."""

    act: Act[Any]
    key: str
    label: str
    tells: str
    allowed: bool
    why: str


def offer(user: Any, thing: Any, act: Act[Any]) -> Offer:
    answer = act.allows(user, thing)
    why = "" if answer else str(answer.why)
    return Offer(act, act.key, str(act.label), str(act.tells), bool(answer), why)


def offered(user: Any, thing: Any, acts: Iterable[Act[Any]]) -> tuple[Offer, ...]:
    """Each act, in order; those that are not allowed say why."""
    return tuple(offer(user, thing, each) for each in acts)
