"""Which holds of one resource may lie over each other: data, from which the database's own rules are made.

Everything takes time from everything else: an absence from an appointment, a journey from a buffer. Two buffers may
share the same minutes, since one rest between two appointments serves both; being away twice is being away.
"""

from __future__ import annotations

from itertools import product

APPOINTMENT, SESSION, TRAVEL, BUFFER, ABSENCE = "appointment", "session", "travel", "buffer", "absence"
KINDS = (APPOINTMENT, SESSION, TRAVEL, BUFFER, ABSENCE)
MAIN = (APPOINTMENT, SESSION)  # what people come for; the others are there because of them, or keep them away
MAY_LIE_OVER: frozenset[frozenset[str]] = frozenset({frozenset({BUFFER}), frozenset({ABSENCE})})


def may_overlap(one: str, other: str) -> bool:
    return frozenset({one, other}) in MAY_LIE_OVER


def alone() -> tuple[str, ...]:
    """Kinds of which one resource has at most one at a time."""
    return tuple(kind for kind in KINDS if not may_overlap(kind, kind))


def only_like_meets_like() -> bool:
    """Whether no two different kinds may overlap: the exclusion constraint of PostgreSQL says it by `<>`."""
    return not any(may_overlap(one, other) for one, other in product(KINDS, KINDS) if one != other)
