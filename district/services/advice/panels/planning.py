"""The earliest panels that are free, complete and fair, with who would step in: pure, in bounded time.

For every moment at which enough people are free, the roles asked for are given out to different people so that as many
as possible are filled and, among those ways, the people who gave the fewest hours lately sit. For one role only as many
of the least loaded count as there are roles: whoever comes after them can always be replaced by one of these who sits
nowhere else. So a moment costs at most MOST_ROLES² people × 2^MOST_ROLES sets of roles, however large the corps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_ROLES = 6
Moment = Any  # whatever can be sorted: when it begins


@dataclass(frozen=True)
class Candidate:
    """Somebody who may sit: the roles they can take, the minutes they gave lately, when they are free."""

    key: int
    roles: frozenset[str]
    load: int
    free: frozenset[Moment]


@dataclass(frozen=True)
class Panel:
    """Who sits at a moment, role by role, and who would step in for each (None: nobody is free then)."""

    starts: Moment
    seats: tuple[int, ...]
    standby: tuple[int | None, ...]
    load: int


class Why(StrEnum):
    """Why a role stays empty: too few can take it, they have no time, or none at the same time as the others."""

    NOBODY = "nobody"
    NO_TIME = "no_time"
    NOT_TOGETHER = "not_together"


@dataclass(frozen=True)
class Missing:
    """A role that cannot be filled: so many are wanted of it, so many can take it, so many of them have any time."""

    role: str
    why: Why
    wanted: int
    known: int
    free: int


@dataclass(frozen=True)
class Planned:
    """The panels found, or why there is none."""

    panels: tuple[Panel, ...]
    missing: tuple[Missing, ...]


def assign(roles: Sequence[str], there: Iterable[Candidate]) -> tuple[int | None, ...]:
    """Different people for the roles: as many roles as can be, then the least load, then the lowest keys."""
    loads = {each.key: each.load for each in there}
    ways: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, (-1,) * len(roles))}
    for each in _worth_asking(roles, there):
        for mask, (load, seats) in list(ways.items()):
            for place, role in enumerate(roles):
                if role in each.roles and not mask >> place & 1:
                    way = (load + loads[each.key], (*seats[:place], each.key, *seats[place + 1 :]))
                    known = ways.get(mask | 1 << place)
                    if known is None or way < known:
                        ways[mask | 1 << place] = way
    best = min(ways, key=lambda mask: (-mask.bit_count(), ways[mask]))
    return tuple(None if key < 0 else key for key in ways[best][1])


def _worth_asking(roles: Sequence[str], there: Iterable[Candidate]) -> list[Candidate]:
    """Of each role as many of the least loaded as there are roles."""
    ranked, found = sorted(there, key=lambda each: (each.load, each.key)), dict[int, Candidate]()
    for role in set(roles):
        able = [each for each in ranked if role in each.roles][: len(roles)]
        found |= {each.key: each for each in able}
    return sorted(found.values(), key=lambda each: (each.load, each.key))


def plan(
    roles: Sequence[str], candidates: Collection[Candidate], *, most: int = 6,
    of: Callable[[Moment], Hashable] = lambda moment: moment, each: int = 2,
) -> Planned:  # fmt: skip
    """Up to `most` panels, the earliest first, no more than `each` of them `of` the same (a day, say).

    Raises ValueError beyond MOST_ROLES roles or without any.
    """
    if not 0 < len(roles) <= MOST_ROLES:
        raise ValueError(f"{len(roles)} roles")
    at: dict[Moment, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.roles & set(roles):
            for moment in one.free:
                at[moment].append(one)
    found: list[Panel] = []
    fullest: tuple[int | None, ...] = (None,) * len(roles)
    taken: dict[Hashable, int] = defaultdict(int)
    for moment in sorted(at):
        if len(found) >= most:
            break
        if taken[of(moment)] >= each:
            continue
        seats = assign(roles, at[moment])
        if None not in seats:
            found.append(_panel(moment, roles, seats, at[moment]))
            taken[of(moment)] += 1
        elif seats.count(None) < fullest.count(None):
            fullest = seats
    return Planned(tuple(found), () if found else _missing(roles, candidates, fullest))


def _panel(moment: Moment, roles: Sequence[str], seats: tuple[int | None, ...], there: list[Candidate]) -> Panel:
    sitting = [key for key in seats if key is not None]
    standby = assign(roles, [each for each in there if each.key not in sitting])
    loads = {each.key: each.load for each in there}
    return Panel(moment, tuple(sitting), standby, sum(loads[key] for key in sitting))


def _missing(
    roles: Sequence[str], candidates: Collection[Candidate], fullest: Sequence[int | None]
) -> tuple[Missing, ...]:
    """By role what stands in the way; those that have people and time at the fullest moment are not named."""
    wanted: Mapping[str, int] = {role: list(roles).count(role) for role in dict.fromkeys(roles)}
    empty = {role for role, key in zip(roles, fullest, strict=True) if key is None}
    found = []
    for role, count in wanted.items():
        known = sum(role in each.roles for each in candidates)
        free = sum(role in each.roles and bool(each.free) for each in candidates)
        if known < count:
            found.append(Missing(role, Why.NOBODY, count, known, free))
        elif free < count:
            found.append(Missing(role, Why.NO_TIME, count, known, free))
        elif role in empty:
            found.append(Missing(role, Why.NOT_TOGETHER, count, known, free))
    return tuple(found)
