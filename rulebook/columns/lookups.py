"""A value found by its place: halving makes a small whole number, constant lists turn it into anything.

A search goes down a tree of cuts that stands in constant lists, one a depth: the place at a depth and one comparison
give the place at the next. However many cuts there are, a row needs only the logarithm of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlglot import exp

from rulebook.columns.numbers import Number, cast, extent

EXTRACT, LISTED = "list_extract", "list_value"  # Spark's element_at and array
MOST_IN_CASE = 24  # stretches told apart by comparisons alone
Hoist = Callable[[exp.Expr], exp.Expr]


def lookup(values: Sequence[exp.Expr], place: exp.Expr) -> exp.Expr:
    """The value at `place`, counted from 1."""
    return exp.Anonymous(this=EXTRACT, expressions=[exp.Anonymous(this=LISTED, expressions=list(values)), place.copy()])


def plain(texts: Sequence[str], place: exp.Expr) -> exp.Expr:
    """The same for whole numbers, decimals and truth values, as text that every engine reads alike."""
    if len(set(texts)) == 1:
        return exp.Var(this=texts[0])
    return lookup([exp.Var(this=", ".join(texts))], place)


def wholes(values: Sequence[int], place: exp.Expr) -> exp.Expr:
    return plain([str(each) for each in values], place)


def truths(values: Sequence[bool], place: exp.Expr) -> exp.Expr:
    return plain(["TRUE" if each else "FALSE" for each in values], place)


def numbers(values: Sequence[Decimal | None], place: exp.Expr) -> Number:
    """A lookup among exact numbers of one scale; None is unknown."""
    different = set(values)
    if len(different) == 1 and values[0] is not None:
        return Number.constant(values[0])
    extents = [extent(each) for each in different if each is not None]
    scale = max((each for _, each in extents), default=0)
    digits = max((each + scale - own for each, own in extents), default=1)
    texts = ["NULL" if each is None else f"{each:.{scale}f}" for each in values]
    return Number(cast(plain(texts, place), digits, scale), digits, scale)


def whole(number: int) -> exp.Expr:
    return exp.Literal.number(number)


Split = tuple[Any, bool]  # (cut, whether the cut itself is below the split)


def halving(labels: Sequence[int], splits: Sequence[Split], below: Callable[[Split], exp.Expr]) -> exp.Expr:
    """The label of the stretch a value stands in: n labels, the n - 1 splits between them, in order."""
    if len(labels) == 1:
        return whole(labels[0])
    middle = len(splits) // 2
    left = halving(labels[: middle + 1], splits[:middle], below)
    right = halving(labels[middle + 1 :], splits[middle + 1 :], below)
    return exp.Case(ifs=[exp.If(this=below(splits[middle]), true=left)], default=right)


def searched(
    cuts: Sequence[Any], labels: Sequence[int], reached: Callable[[list[Any], exp.Expr, bool], exp.Expr], hoist: Hoist
) -> exp.Expr:
    """The label of where a value stands: before cut 0, at it, after it, at cut 1 … (2n + 1 labels).

    `reached(cuts, place, exact)`: whether the value is that cut (exact), or that cut or more.
    """
    depth = len(cuts).bit_length()
    padded = [*cuts, *[cuts[-1]] * (2**depth - 1 - len(cuts))]
    found: exp.Expr = whole(0)  # how many cuts the value has reached
    for level in range(depth):
        step = 2 ** (depth - level)
        here = reached(padded[step // 2 - 1 :: step], _next(found), False)
        more = exp.Case(ifs=[exp.If(this=here, true=whole(1))], default=whole(0))
        found = hoist(exp.Add(this=exp.Mul(this=whole(2), expression=found.copy()), expression=more))
    last = [min(place, len(cuts)) for place in range(2**depth)]
    at = reached([cuts[max(place - 1, 0)] for place in last], _next(found), True)
    here, after = (wholes([labels[max(0, 2 * each + aside)] for each in last], _next(found)) for aside in (-1, 0))
    return exp.Case(ifs=[exp.If(this=at, true=here)], default=after)


def _next(place: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.Add(this=place.copy(), expression=whole(1)))
