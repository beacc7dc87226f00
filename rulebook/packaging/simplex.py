"""Whole numbers that add up to the most under a few sums' limits: a simplex on fractions, then branching.

The problems are tiny (the programmes of one enterprise that share a limit) and the answer is money, so it is exact;
the float solvers at hand are not. No room for cycling: Bland's rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = list[Fraction]


def most(caps: Sequence[int], limits: Sequence[tuple[frozenset[int], int]]) -> list[int]:
    """x with 0 ≤ x ≤ caps and the sum over each set of places ≤ its limit, whose total is greatest; whole numbers.

    `caps` and limits are not negative. Among equal totals earlier places get more.
    """
    best = [0] * len(caps)
    waiting = [(list(caps), [0] * len(caps))]
    found = -1
    while waiting:
        upper, lower = waiting.pop()
        answer = _relaxed(upper, lower, limits)
        if answer is None or sum(answer) < found + 1:
            continue
        part = next((place for place, value in enumerate(answer) if value.denominator != 1), None)
        if part is None:
            best, found = [int(value) for value in answer], int(sum(answer))
            continue
        down, up = list(upper), list(lower)
        down[part], up[part] = int(answer[part]), int(answer[part]) + 1
        waiting += [(down, lower), (upper, up)]
    return best


def _relaxed(
    upper: Sequence[int], lower: Sequence[int], limits: Sequence[tuple[frozenset[int], int]]
) -> list[Fraction] | None:
    """The greatest total in fractions, or None where the lower bounds break a limit."""
    if any(low > high for low, high in zip(lower, upper, strict=True)):
        return None
    rows: list[Row] = []
    for place in range(len(upper)):
        rows.append([Fraction(place == other) for other in range(len(upper))] + [Fraction(upper[place] - lower[place])])
    for places, limit in limits:
        left = limit - sum(lower[place] for place in places)
        if left < 0:
            return None
        rows.append([Fraction(other in places) for other in range(len(upper))] + [Fraction(left)])
    found = _simplex(rows, len(upper))
    return [Fraction(low) + value for low, value in zip(lower, found, strict=True)]


def _simplex(rows: list[Row], count: int) -> list[Fraction]:
    """Maximise the plain sum of `count` variables under rows · x ≤ last, all lasts not negative."""
    size = len(rows)
    table = [
        row[:count] + [Fraction(place == other) for other in range(size)] + row[count:]
        for place, row in enumerate(rows)
    ]
    goal = [Fraction(-1)] * count + [Fraction(0)] * (size + 1)
    basis = [count + place for place in range(size)]
    while (enter := next((place for place in range(count + size) if goal[place] < 0), None)) is not None:
        steps = [(row[-1] / row[enter], basis[place], place) for place, row in enumerate(table) if row[enter] > 0]
        leave = min(steps)[2]
        pivot = table[leave][enter]
        table[leave] = [value / pivot for value in table[leave]]
        for place, row in enumerate(table):
            if place != leave and row[enter]:
                table[place] = _less(row, table[leave], row[enter])
        goal = _less(goal, table[leave], goal[enter])
        basis[leave] = enter
    values = [Fraction(0)] * (count + size)
    for place, variable in enumerate(basis):
        values[variable] = table[place][-1]
    return values[:count]


def _less(row: Row, other: Row, times: Fraction) -> Row:
    return [value - times * each for value, each in zip(row, other, strict=True)]
