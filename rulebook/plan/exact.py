"""Exact numbers: decimals as long as they are exact, fractions where they are not.

A third of a rent, times six, is two rents; with digits cut off it would be a fen less. The columns keep numerator and
denominator apart for the same reason, so both engines agree at every bound.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from typing import Any

Number = Decimal | Fraction
EXACT = Context(prec=72, traps=[Inexact, DivisionByZero, InvalidOperation, Overflow])
WIDE = Context(prec=200, traps=[DivisionByZero, InvalidOperation, Overflow])
KEPT = 24  # decimal places a number without end is kept with when it must become a decimal
MOST_POWER = 64


def _exactly(
    decimal: Callable[[Any, Any], Decimal], fraction: Callable[[Any, Any], Fraction]
) -> Callable[[Number, Number], Number]:
    def run(a: Number, b: Number) -> Number:
        try:
            return decimal(a, b)
        except (Inexact, TypeError):  # TypeError: one of them is a fraction already
            made = fraction(Fraction(a), Fraction(b))
            return Decimal(made.numerator) if made.denominator == 1 else made

    return run


def power(base: Number, exponent: Number) -> Number:
    """Whole exponents only, as columns can. Raises ArithmeticError."""
    times = Fraction(exponent)
    if times.denominator != 1 or abs(times.numerator) > MOST_POWER:
        raise ArithmeticError(f"not a whole exponent up to {MOST_POWER}")
    made = Fraction(base) ** times.numerator
    return as_decimal(made) if made.denominator == 1 else made


ARITHMETIC: dict[str, Callable[[Number, Number], Number]] = {
    "+": _exactly(EXACT.add, operator.add),
    "-": _exactly(EXACT.subtract, operator.sub),
    "*": _exactly(EXACT.multiply, operator.mul),
    "/": _exactly(EXACT.divide, operator.truediv),
    "**": power,
}


def rounding(mode: str) -> Callable[..., Decimal]:
    """A function (number, scale=0) → Decimal with that many places."""

    def run(number: Number, scale: Number = Decimal(0)) -> Decimal:
        return rounded(number, int(scale), mode)

    return run


def rounded(number: Number, scale: int, mode: str) -> Decimal:
    """`number` at `scale` places by one of decimal's rounding modes; a fraction is rounded once, exactly."""
    if isinstance(number, Decimal):
        return number.quantize(Decimal(1).scaleb(-scale), mode, WIDE)
    magnitude = abs(number) * Fraction(10) ** scale
    whole, rest = divmod(magnitude.numerator, magnitude.denominator)
    if _up(mode, number < 0, whole, Fraction(rest, magnitude.denominator)):
        whole += 1
    return Decimal(-whole if number < 0 else whole).scaleb(-scale, WIDE)


def _up(mode: str, negative: bool, whole: int, rest: Fraction) -> bool:
    """Whether the magnitude grows by one."""
    half = Fraction(1, 2)
    return {
        ROUND_HALF_UP: rest >= half,
        ROUND_HALF_DOWN: rest > half,
        ROUND_HALF_EVEN: rest > half or (rest == half and whole % 2 == 1),
        ROUND_UP: rest > 0,
        ROUND_DOWN: False,
        ROUND_FLOOR: negative and rest > 0,
        ROUND_CEILING: not negative and rest > 0,
    }[mode]


def as_decimal(number: Number) -> Decimal:
    """The number as a decimal: exact if it ends, else with two dozen places."""
    if isinstance(number, Decimal):
        return number
    try:
        return EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
    except Inexact:
        return rounded(number, KEPT, ROUND_HALF_EVEN)
