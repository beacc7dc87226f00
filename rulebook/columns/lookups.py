"""A value found by its place: balanced comparisons make a small whole number, constant lists turn it into anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlglot import exp

from rulebook.columns.numbers import Number, cast, decimal_type

EXTRACT = "list_extract"  # Spark's element_at


def lookup(values: Sequence[exp.Expr], place: exp.Expr) -> exp.Expr:
    """The value at `place`, counted from 1; a list of one value is that value."""
    if len({each.sql() for each in values}) == 1:
        return values[0].copy()
    return exp.Anonymous(this=EXTRACT, expressions=[exp.Array(expressions=list(values)), place.copy()])


def whole(number: int) -> exp.Expr:
    return exp.Literal.number(number)


def truth(value: bool) -> exp.Expr:
    return exp.true() if value else exp.false()


def numbers(values: Sequence[Decimal | None], place: exp.Expr) -> Number:
    """A lookup among exact numbers of one scale; None is unknown."""
    known = [Number.constant(each) for each in values if each is not None]
    scale = max((each.scale for each in known), default=0)
    digits = max((each.digits + scale - each.scale for each in known), default=1)
    decimal_type(digits, scale)
    if len(set(values)) == 1 and known:
        return known[0].widened(scale)
    written = [exp.Null() if each is None else exp.Literal.number(f"{each:.{scale}f}") for each in values]
    return Number(cast(lookup(written, place), digits, scale), digits, scale)


Split = tuple[Any, bool]  # (cut, whether the cut itself is below the split)


def halving(labels: Sequence[int], splits: Sequence[Split], below: Callable[[Split], exp.Expr]) -> exp.Expr:
    """The label of the stretch a value stands in: n labels, the n - 1 splits between them, in order."""
    if len(labels) == 1:
        return whole(labels[0])
    middle = len(splits) // 2
    left = halving(labels[: middle + 1], splits[:middle], below)
    right = halving(labels[middle + 1 :], splits[middle + 1 :], below)
    return exp.Case(ifs=[exp.If(this=below(splits[middle]), true=left)], default=right)
