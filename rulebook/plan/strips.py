"""A decision table laid out for looking up: per input, which rows hold wherever its value may stand.

The constants an input is compared with cut its values into points and the stretches between them. For each of these one
whole number says which rows hold, a bit a row. A value is found by halving, and a row by `and`: no table is walked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rulebook.plan import nodes as p
from rulebook.plan.types import Maybe, Months

Ranges = list[tuple[int, int]]
Constant = Callable[[p.Plan], Maybe]


@dataclass(frozen=True)
class Strip:
    """One input: `cuts` in order, `holds` a mask for the stretch before each cut, for the cut, and for what is after.

    `unknown` are the masks of rows that hold, and of rows that may hold, where the input has no value; `tested` are the
    rows that look at the input at all.
    """

    place: int
    tested: int
    cuts: list[Any]
    holds: list[int]
    unknown: tuple[int, int]

    def at(self, value: Any) -> int:
        """The rows that hold for a known value."""
        found = bisect_left(self.cuts, value := ordered(value))
        return self.holds[2 * found + (found < len(self.cuts) and self.cuts[found] == value)]

    def bounds(self) -> Iterator[Any]:
        """The cuts at which other rows hold than just before or after."""
        for place, cut in enumerate(self.cuts):
            if not self.holds[2 * place] == self.holds[2 * place + 1] == self.holds[2 * place + 2]:
                yield cut


@dataclass(frozen=True)
class Strips:
    """A grid laid out. `beside` are (bit of the row, test) of tests that do more than compare with constants."""

    grid: p.Grid
    every: int
    strips: tuple[Strip, ...]
    beside: tuple[tuple[int, p.Plan], ...]


def ordered(value: Any) -> Any:
    return value.count if isinstance(value, Months) else value


def written(plan: p.Plan) -> Maybe:
    """The value of a literal."""
    return plan.value if isinstance(plan, p.Const) else None


def laid_out(grid: p.Grid, constant: Constant = written) -> Strips:
    """`constant` gives the value of an operand that is known beforehand, else None."""
    every, beside, strips = (1 << len(grid.rows)) - 1, [], []
    for place, input_ in enumerate(grid.inputs):
        tests: list[tuple[int, p.Plan]] = []
        cuts: set[Any] = set()
        for number, row in enumerate(grid.rows):
            test = row[place]
            if p.always(test):
                continue
            found = _cuts(test, input_, constant)
            if found is None:
                beside.append((1 << number, test))
            else:
                tests.append((number, test))
                cuts |= found
        if tests:
            strips.append(_strip(place, sorted(cuts), tests, every, constant))
    return Strips(grid, every, tuple(strips), tuple(beside))


def _strip(place: int, cuts: list[Any], tests: list[tuple[int, p.Plan]], every: int, constant: Constant) -> Strip:
    places = {cut: number for number, cut in enumerate(cuts)}
    last = 2 * len(cuts) + 1
    turns = [0] * (last + 1)
    true = open_ = always = every
    for number, test in tests:
        bit = 1 << number
        always ^= bit
        for start, end in _ranges(test, places, last, constant):
            turns[start] ^= bit
            turns[end] ^= bit
        vague = _vague(test)
        true ^= 0 if vague is True else bit
        open_ ^= bit if vague is False else 0
    holds, mask = [], always
    for turn in turns[:last]:
        mask ^= turn
        holds.append(mask)
    return Strip(place, every ^ always, cuts, holds, (true, open_))


def _cuts(test: p.Plan, input_: p.Plan, constant: Constant) -> set[Any] | None:
    """The constants a test compares its input with; None when it does anything else."""
    match test:
        case p.Compare():
            value = constant(test.right) if test.left is input_ else None
            return None if value is None else {ordered(value)}
        case p.Logic() | p.Not():
            found: set[Any] = set()
            for each in p.children(test):
                if isinstance(each, p.Const):
                    continue
                below = _cuts(each, input_, constant)
                if below is None:
                    return None
                found |= below
            return found or None
    return None


def _ranges(test: p.Plan, places: dict[Any, int], last: int, constant: Constant) -> Ranges:
    """Where a test holds, as stretches of places: 2n is before cut n, 2n + 1 the cut itself."""
    match test:
        case p.Const():
            return [(0, last)] if test.value else []
        case p.Not():
            return _without(_ranges(test.term, places, last, constant), last)
        case p.Logic(op="or"):
            outside = [_without(_ranges(each, places, last, constant), last) for each in test.terms]
            return _without(_common(outside, last), last)
        case p.Logic():
            return _common([_ranges(each, places, last, constant) for each in test.terms], last)
    assert isinstance(test, p.Compare)
    at = 2 * places[ordered(constant(test.right))] + 1
    return [each for each in {
        "=": [(at, at + 1)], "!=": [(0, at), (at + 1, last)], "<": [(0, at)], "<=": [(0, at + 1)],
        ">": [(at + 1, last)], ">=": [(at, last)],
    }[test.op] if each[0] < each[1]]  # fmt: skip


def _without(ranges: Ranges, last: int) -> Ranges:
    """Everything else; `ranges` are in order and apart."""
    found, start = [], 0
    for begin, end in ranges:
        if start < begin:
            found.append((start, begin))
        start = end
    return [*found, (start, last)] if start < last else found


def _common(many: list[Ranges], last: int) -> Ranges:
    """What all have in common."""
    found: Ranges = [(0, last)]
    for ranges in many:
        found = [
            (max(a, c), min(b, d)) for a, b in found for c, d in ranges if max(a, c) < min(b, d)
        ]  # fmt: skip
    return found


def _vague(test: p.Plan) -> bool | None:
    """What a test says of an input nobody knows."""
    match test:
        case p.Const():
            return bool(test.value)
        case p.Not():
            inner = _vague(test.term)
            return None if inner is None else not inner
        case p.Logic():
            values, decides = [_vague(each) for each in test.terms], test.op == "or"
            return decides if decides in values else None if None in values else not decides
    return None


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
