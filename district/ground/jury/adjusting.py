"""Marks as they would be if every judge were equally strict, beside the raw ones. Exact fractions throughout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from district.ground.jury.marks import THOUSANDTH

SHRINK = Fraction(1)  # an effect counts as though there were one more mark that shows none
ENOUGH = 2  # marks of a judge from which on an effect is estimated

Marked = Mapping[tuple[int, int], Decimal]


@dataclass(frozen=True)
class Adjusted:
    """`effect`: judge → how much higher than the others they mark, of those with marks enough. `means`: thing → mean
    without the effects. `linked`: whether all things can be compared through judges they have in common.
    """

    effect: dict[int, Fraction]
    means: dict[int, Fraction]
    linked: bool


def adjusted(marks: Marked, shrink: Fraction = SHRINK) -> Adjusted:
    """Least squares of mark = thing + judge over all marks (judge, thing) → mark, with `shrink` × effect² besides.

    A thing's own level is free, so the judges' normal equations are all there is to solve: for each judge j
    (n_j + shrink)·b_j − Σ over their things of the mean effect there = Σ of their marks minus the thing's mean.
    """
    by_thing: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for (judge, thing), mark in marks.items():
        by_thing[thing][judge] = Fraction(mark)
    counts: dict[int, int] = defaultdict(int)
    for judge, _thing in marks:
        counts[judge] += 1
    known = sorted(judge for judge, count in counts.items() if count >= ENOUGH)
    effect = _effects(by_thing, known, shrink)
    means = {thing: sum((mark - effect.get(judge, Fraction(0)) for judge, mark in given.items()), Fraction(0))
             / len(given) for thing, given in by_thing.items()}  # fmt: skip
    return Adjusted(effect, means, _linked(by_thing))


def _effects(
    by_thing: Mapping[int, Mapping[int, Fraction]], known: Sequence[int], shrink: Fraction
) -> dict[int, Fraction]:
    at = {judge: n for n, judge in enumerate(known)}
    rows = [[Fraction(0)] * (len(known) + 1) for _judge in known]
    for given in by_thing.values():
        mean = sum(given.values(), Fraction(0)) / len(given)
        for judge, mark in given.items():
            if judge not in at:
                continue
            row = rows[at[judge]]
            row[at[judge]] += 1
            row[-1] += mark - mean
            for other in given:
                if other in at:
                    row[at[other]] -= Fraction(1, len(given))
    for n in range(len(known)):
        rows[n][n] += shrink
    return dict(zip(known, _solved(rows), strict=True))


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """Gauss–Jordan; the matrix is positive definite, so no pivot is nothing."""
    for n in range(len(rows)):
        pivot = rows[n][n]
        rows[n] = [each / pivot for each in rows[n]]
        for other in range(len(rows)):
            if other != n and (times := rows[other][n]):
                rows[other] = [a - times * b for a, b in zip(rows[other], rows[n], strict=True)]
    return [row[-1] for row in rows]


def _linked(by_thing: Mapping[int, Mapping[int, Fraction]]) -> bool:
    groups: list[set[int]] = []
    for given in by_thing.values():
        judges = set(given)
        touched = [group for group in groups if group & judges]
        groups = [group for group in groups if not group & judges] + [judges.union(*touched)]
    return len(groups) <= 1


def shown(value: Fraction) -> Decimal:
    """As pages say it: half up to a thousandth, away from nothing for what is below it."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(THOUSANDTH, ROUND_HALF_UP)
