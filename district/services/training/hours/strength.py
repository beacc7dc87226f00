"""How strong the evidence of hours is, and how many there are: arithmetic on rows, no database.

A: two sources that do not depend on each other said so of the same time in the same session. B: one did. C: only
declared, or only watched, for a player runs whether anybody sits before it or not. What a foreign package reports is
B at best and makes nothing stronger. A moment counts once, however many
sessions claim it, as strong as the strongest of them says.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Protocol

from district.services.training.hours.models import Source

LEARNING_HOUR = 45 * 60  # seconds of a 课时
BY_HAND = frozenset({Source.ROLL, Source.IMPORT})  # what one and the same person enters is one source
Word = tuple[str, int | None]  # a source; whose hand, where it was entered by hand


class Strength(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class Row(Protocol):
    """One source's word; times are half-open."""

    @property
    def session(self) -> str: ...
    @property
    def began(self) -> dt.datetime: ...
    @property
    def ended(self) -> dt.datetime: ...
    @property
    def source(self) -> str: ...
    @property
    def by_id(self) -> int | None: ...


@dataclass(frozen=True)
class Part:
    """Of a row, what lies in the time asked for."""

    session: str
    began: dt.datetime
    ended: dt.datetime
    source: str
    by_id: int | None

    @classmethod
    def cut(cls, rows: Iterable[Row], since: dt.datetime | None, until: dt.datetime) -> list[Part]:
        """Of each row what lies between two moments."""
        parts = (
            cls(row.session, max(row.began, since or row.began), min(row.ended, until), row.source, row.by_id)
            for row in rows
        )
        return [part for part in parts if part.began < part.ended]


@dataclass(frozen=True)
class Learned:
    """Seconds by strength. Only A and B may be paid for."""

    a: int = 0
    b: int = 0
    c: int = 0

    def __add__(self, other: Learned) -> Learned:
        return Learned(self.a + other.a, self.b + other.b, self.c + other.c)

    @property
    def paid(self) -> int:
        """Seconds that somebody other than the learner vouches for."""
        return self.a + self.b

    @property
    def all(self) -> int:
        return self.a + self.b + self.c

    @property
    def minutes(self) -> dict[Strength, int]:
        """Whole minutes by strength, cut."""
        return {Strength.A: self.a // 60, Strength.B: self.b // 60, Strength.C: self.c // 60}

    @property
    def learning_hours(self) -> int:
        """Whole 课时 of 45 minutes that may be paid for."""
        return self.paid // LEARNING_HOUR


def strength_of(rows: Iterable[Row]) -> Strength:
    """Of rows of one session that cover the same time; there is at least one."""
    words = {(row.source, row.by_id if row.source in BY_HAND else None) for row in rows} - {(Source.DECLARED, None)}
    if {source for source, _by in words} <= {Source.WATCH}:
        return Strength.C
    vouched = [word for word in words if word[0] != Source.PACKAGE]
    return Strength.A if any(_independent(one, other) for one, other in combinations(vouched, 2)) else Strength.B


def _independent(one: Word, other: Word) -> bool:
    """Two sources, not one person who entered both."""
    by_one_hand = one[0] in BY_HAND and other[0] in BY_HAND and one[1] == other[1]
    return one[0] != other[0] and not by_one_hand


def shared_out(rows: Iterable[Row]) -> dict[str, Learned]:
    """Of one person's rows, session → what it gets. A moment that two sessions claim goes to the one with the stronger
    evidence, else to the one that began first; so what sessions get adds up to what the person learnt.
    """
    rows = list(rows)
    found = _time(rows)
    return {name: _seconds({kind: found[name, kind] for kind in Strength}) for name in {row.session for row in rows}}


def minutes_by_strength(rows: Iterable[Row]) -> Learned:
    """What one person learnt by these rows, over all their sessions; never more than the clock on the wall."""
    total: dict[Strength, dt.timedelta] = defaultdict(dt.timedelta)
    for (_session, kind), time in _time(list(rows)).items():
        total[kind] += time
    return _seconds(total)


def _seconds(time: Mapping[Strength, dt.timedelta]) -> Learned:
    second, none = dt.timedelta(seconds=1), dt.timedelta()
    return Learned(*(time.get(kind, none) // second for kind in Strength))


def _time(rows: Sequence[Row]) -> dict[tuple[str, Strength], dt.timedelta]:
    first: dict[str, dt.datetime] = {}
    for row in rows:
        first[row.session] = min(first.get(row.session, row.began), row.began)
    time: dict[tuple[str, Strength], dt.timedelta] = defaultdict(dt.timedelta)
    for began, ended, active in pieces(rows):
        there: dict[str, list[Row]] = defaultdict(list)
        for row in active:
            there[row.session].append(row)
        kind, _first, session = min((strength_of(found), first[name], name) for name, found in there.items())
        time[session, kind] += ended - began
    return time


def pieces(rows: Sequence[Row]) -> Iterator[tuple[dt.datetime, dt.datetime, list[Row]]]:
    """Time cut where any row begins or ends: (from, to, the rows that cover it), gaps left out."""
    edges = sorted({edge for row in rows for edge in (row.began, row.ended)})
    starting: dict[dt.datetime, list[Row]] = defaultdict(list)
    for row in rows:
        starting[row.began].append(row)
    active: list[Row] = []
    for began, ended in pairwise(edges):
        active = [row for row in active if row.ended > began] + starting[began]
        if active:
            yield began, ended, active
