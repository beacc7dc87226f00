"""Who marks what: enough judges for each thing, and judges who can be compared with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

Pair = tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """Thing → its judges. `short`: things with fewer than asked, and how many they could get at most; `apart`: pairs of
    judges with fewer things in common than asked, and how many they can have at most. Both are what cannot be had, not
    what was not found: a tie with everything cannot be planned away.
    """

    judges: dict[int, tuple[int, ...]]
    short: dict[int, int]
    apart: dict[Pair, int]

    @property
    def whole(self) -> bool:
        return not self.short and not self.apart

    def load(self) -> Counter[int]:
        """How many things each judge marks."""
        return Counter(judge for given in self.judges.values() for judge in given)


def shared(judges: dict[int, tuple[int, ...]]) -> Counter[Pair]:
    """How many things each two judges mark both."""
    return Counter(pair for given in judges.values() for pair in combinations(sorted(given), 2))


def planned(
    things: Sequence[int], judges: Sequence[int], *, barred: Collection[Pair] = (), least: int = 3, common: int = 2
) -> Plan:
    """The plan for these things and judges; `barred`: (judge, thing) that never meet. Deterministic.

    First every thing gets `least` judges, the least busy first, those rather who have little in common so far. Then
    pairs that have too little in common get more, where that costs the fewest sheets.
    """
    planner = _Planner(things, judges, frozenset(barred), common)
    for thing in things:
        planner.seat(thing, least)
    for pair in combinations(sorted(set(judges)), 2):
        planner.join(pair)
    return planner.plan(least)


class _Planner:
    def __init__(self, things: Sequence[int], judges: Sequence[int], barred: frozenset[Pair], common: int) -> None:
        self.things, self.judges, self.barred, self.common = tuple(things), sorted(set(judges)), barred, common
        self.given: dict[int, list[int]] = {thing: [] for thing in things}
        self.load: Counter[int] = Counter()
        self.both: Counter[Pair] = Counter()

    def free(self, thing: int) -> list[int]:
        return [judge for judge in self.judges if (judge, thing) not in self.barred]

    def seat(self, thing: int, least: int) -> None:
        while len(self.given[thing]) < least:
            left = [judge for judge in self.free(thing) if judge not in self.given[thing]]
            if not left:
                return
            self._give(thing, min(left, key=lambda judge: (self.load[judge], -self._gain(thing, judge), judge)))

    def _gain(self, thing: int, judge: int) -> int:
        """How much of what pairs lack this judge would bring to this thing."""
        return sum(max(0, self.common - self.both[_pair(judge, other)]) for other in self.given[thing])

    def _give(self, thing: int, judge: int) -> None:
        for other in self.given[thing]:
            self.both[_pair(judge, other)] += 1
        self.given[thing].append(judge)
        self.load[judge] += 1

    def join(self, pair: Pair) -> None:
        """Give the pair what it lacks in common: first things that one of them marks already."""
        while self.both[pair] < self.common:
            open_ = [thing for thing in self._meeting(pair) if not set(pair) <= set(self.given[thing])]
            if not open_:
                return
            thing = min(open_, key=lambda each: (len(set(pair) - set(self.given[each])), self._after(each, pair), each))
            for judge in pair:
                if judge not in self.given[thing]:
                    self._give(thing, judge)

    def _after(self, thing: int, pair: Pair) -> int:
        """The busier of those who would have to mark one more."""
        return max(self.load[judge] for judge in pair if judge not in self.given[thing])

    def _meeting(self, pair: Pair) -> list[int]:
        """The things on which both may sit."""
        return [thing for thing in self.things if all((judge, thing) not in self.barred for judge in pair)]

    def plan(self, least: int) -> Plan:
        short = {thing: len(given) for thing, given in self.given.items() if len(given) < least}
        pairs = combinations(self.judges, 2)
        apart = {pair: self.both[pair] for pair in pairs if self.both[pair] < self.common}
        return Plan({thing: tuple(sorted(given)) for thing, given in self.given.items()}, short, apart)


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
