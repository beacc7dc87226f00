"""How many walk-ins to call in beside the booked, hour by hour: pure, so that it can be held against counting by hand.

Of those who booked some do not come. How many that are is reckoned from what came of the topic's bookings, on top of a
prior (one in ten, as much as twenty bookings), so that a topic without history is not thought to be without no-shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import comb

PRIOR_MISSED, PRIOR_CAME = 2, 18
RISK = 0.2  # how likely an hour may be to run over for those who were called in
HOUR = dt.timedelta(hours=1)


def no_show_rate(missed: int, came: int) -> float:
    """The share of bookings that nobody comes to: what was seen, with the prior. Between 0 and 1, both excluded."""
    return (missed + PRIOR_MISSED) / (missed + came + PRIOR_MISSED + PRIOR_CAME)


def at_most(coming: int, share: float) -> list[float]:
    """For k = 0 … `coming`: how likely no more than k of them come, each of whom comes with `share`."""
    each = (comb(coming, k) * share**k * (1 - share) ** (coming - k) for k in range(coming + 1))
    return list(accumulate(each))


def walk_ins(places: int, *, there: int, coming: int, rate: float, risk: float = RISK) -> int:
    """The most walk-ins that fit into `places` beside `there`, who booked and came, and `coming`, who booked and are
    not there yet: so many that it runs over no more often than in `risk` of all cases. Those for whom there is room
    even if everybody comes always fit.
    """
    sure = max(places - there - coming, 0)
    likely = at_most(coming, 1 - rate)
    best = sure
    for count in range(sure + 1, places - there + 1):
        left = places - there - count  # so many of the booked may come
        if likely[min(left, coming)] < 1 - risk:
            break
        best = count
    return best


@dataclass(frozen=True)
class Wave:
    """An hour of a clinic, the last one perhaps shorter: how many people it has time for."""

    starts: dt.datetime
    ends: dt.datetime
    places: int


def waves(starts: dt.datetime, ends: dt.datetime, *, lanes: int, length: int) -> list[Wave]:
    """The hours from `starts` on; `length` minutes a person, `lanes` people beside each other."""
    found, begin, size = [], starts, dt.timedelta(minutes=length)
    while begin + size <= ends:
        finish = min(begin + HOUR, ends)
        found.append(Wave(begin, finish, lanes * ((finish - begin) // size)))
        begin = finish
    return found


@dataclass(frozen=True)
class Booking:
    """A booked time that is still to be called: whether who booked it is there."""

    at: dt.datetime
    there: bool


@dataclass(frozen=True)
class Calling:
    """A wave with how many walk-ins are called in."""

    wave: Wave
    walk_ins: int


def called_in(hours: Iterable[Wave], bookings: Sequence[Booking], *, rate: float, risk: float = RISK) -> list[Calling]:
    """Of each wave how many walk-ins; bookings before the first wave belong to it, for they are called first there."""
    found: list[Calling] = []
    for place, wave in enumerate(hours):
        mine = [each for each in bookings if each.at < wave.ends and (each.at >= wave.starts or place == 0)]
        there = sum(each.there for each in mine)
        count = walk_ins(wave.places, there=min(there, wave.places), coming=len(mine) - there, rate=rate, risk=risk)
        found.append(Calling(wave, count))
    return found


def wave_of(position: int, callings: Iterable[Calling]) -> Wave | None:
    """In which wave the walk-in at this place of the line (the first is 1) is called in; None: not today."""
    before = 0
    for each in callings:
        before += each.walk_ins
        if position <= before:
            return each.wave
    return None
