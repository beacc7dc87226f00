"""How much of a lesson was seen, and how many seconds that is good for: arithmetic alone.

What a player says is bounded twice: a part of the lesson counts once however often it is played, and no more seconds
than the server's own clock ran between giving out a nonce and getting it back. So twice as fast is half the time, two
tabs are one, and what is made up is worth no more than the wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Segment = Sequence[float]  # from, to: seconds of the lesson
FASTEST = 2.0  # times the clock at which parts of a lesson can still be taken in


@dataclass(frozen=True)
class Credit:
    """Seconds that count, and the parts of the lesson seen up to now."""

    seconds: int
    covered: tuple[tuple[float, float], ...]


def joined(segments: Iterable[Segment], length: float) -> tuple[tuple[float, float], ...]:
    """The union of segments as disjoint ones in order, within the lesson."""
    found: list[tuple[float, float]] = []
    for first, last in sorted((max(0.0, float(a)), min(float(length), float(b))) for a, b in segments):
        if last <= first:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def total(segments: Iterable[Segment]) -> float:
    """Seconds of disjoint segments."""
    return sum(last - first for first, last in segments)


def new_parts(covered: Sequence[Segment], played: Sequence[Segment]) -> list[tuple[float, float]]:
    """What of disjoint `played` is in none of disjoint `covered`."""
    found: list[tuple[float, float]] = []
    for first, last in played:
        at = first
        for a, b in covered:
            if b <= at or a >= last:
                continue
            if a > at:
                found.append((at, a))
            at = max(at, b)
        if at < last:
            found.append((at, last))
    return found


def credit(
    covered: Iterable[Segment], played: Iterable[Segment] | None, *, length: float, wall: float
) -> Credit:  # fmt: skip
    """What `wall` seconds between two nonces are good for. `played` None: a text, or nobody told what was played; then
    time itself goes through the lesson, once.
    """
    before = joined(covered, length)
    wall = max(0.0, wall)
    if played is None:
        played = _unseen(before, length, wall)
    fresh = _cut(new_parts(before, joined(played, length)), wall * FASTEST)
    return Credit(int(min(total(fresh), wall)), joined([*before, *fresh], length))


def _unseen(covered: Sequence[Segment], length: float, seconds: float) -> list[tuple[float, float]]:
    return _cut(new_parts(covered, [(0.0, float(length))]), seconds)


def _cut(segments: Iterable[Segment], most: float) -> list[tuple[float, float]]:
    """The first `most` seconds of segments."""
    found: list[tuple[float, float]] = []
    for first, last in segments:
        if most <= 0:
            break
        found.append((first, min(last, first + most)))
        most -= found[-1][1] - first
    return found
