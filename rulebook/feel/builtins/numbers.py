"""Numbers: rounding, powers, logarithms."""

from __future__ import annotations

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
)

from rulebook.feel.builtins.registry import builtin, whole
from rulebook.feel.ops import negate
from rulebook.feel.runtime import Run
from rulebook.feel.temporal import DaysTime, YearsMonths
from rulebook.feel.values import DECIMAL, Fault, Value

_WIDE = Context(prec=80, Emin=-999_999, Emax=999_999)
_LEAST_SCALE, _GREATEST_SCALE = -6111, 6176


def _rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal:
    places = whole(scale, "the scale")
    if not _LEAST_SCALE <= places <= _GREATEST_SCALE:
        raise Fault(f"the scale must be between {_LEAST_SCALE} and {_GREATEST_SCALE}")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    if number.adjusted() < -places - 1:  # far below the last place kept: only the direction counts
        number = Decimal((number.as_tuple().sign, (1,), -places - 2)) if number else number
    return DECIMAL.plus(number.quantize(Decimal((0, (1,), -places)), rounding=rounding, context=_WIDE))


@builtin("decimal", "n: number, scale: number")
def decimal(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor", "n: number, [scale]: number")
def floor(run: Run, n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    return _rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling", "n: number, [scale]: number")
def ceiling(run: Run, n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    return _rounded(n, scale, ROUND_CEILING)


@builtin("round up", "n: number, scale: number")
def round_up(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_UP)


@builtin("round down", "n: number, scale: number")
def round_down(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_DOWN)


@builtin("round half up", "n: number, scale: number")
def round_half_up(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down", "n: number, scale: number")
def round_half_down(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs", "n: number | days and time duration | years and months duration")
def absolute(run: Run, n: Value) -> Value:
    if isinstance(n, DaysTime):
        return negate(n) if n.nanos < 0 else n
    if isinstance(n, YearsMonths):
        return negate(n) if n.months < 0 else n
    return DECIMAL.abs(n)


@builtin("modulo", "dividend: number, divisor: number")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    if divisor == 0:
        raise Fault("division by zero")
    if dividend and dividend.adjusted() - divisor.adjusted() > 70:
        raise Fault("the dividend is too large for the divisor")
    rest = _WIDE.remainder(dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = _WIDE.add(rest, divisor)
    return DECIMAL.plus(rest)


@builtin("sqrt", "number: number")
def sqrt(run: Run, number: Decimal) -> Decimal:
    if number < 0:
        raise Fault("a negative number has no square root")
    run.spend(2)
    return DECIMAL.sqrt(number)


@builtin("log", "number: number")
def log(run: Run, number: Decimal) -> Decimal:
    if number <= 0:
        raise Fault("only positive numbers have a logarithm")
    run.spend(10)
    return DECIMAL.ln(number)


@builtin("exp", "number: number")
def exp(run: Run, number: Decimal) -> Decimal:
    run.spend(10)
    return DECIMAL.exp(number)


@builtin("odd", "number: number")
def odd(run: Run, number: Decimal) -> bool:
    return _is_whole(number) and _WIDE.remainder(number, Decimal(2)) != 0


@builtin("even", "number: number")
def even(run: Run, number: Decimal) -> bool:
    return _is_whole(number) and _WIDE.remainder(number, Decimal(2)) == 0


def _is_whole(number: Decimal) -> bool:
    if number.adjusted() > 60:
        raise Fault("the number is too large")
    return number == number.to_integral_value()
