"""Exact numbers in columns: a scaled DECIMAL over an optional denominator, with a static bound on its digits.

DuckDB and Spark divide decimals into floats or trim them; a fraction is therefore kept as two exact columns until it
is compared (cross-multiplied) or rounded (integer arithmetic). What could pass 38 digits is refused when compiled.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache

from sqlglot import exp

MOST_DIGITS = 38
LONG_WIDTH = 18  # digits of a decimal in 64 bits
EXACT = Context(prec=80)
ENDING = Context(prec=18, traps=[Inexact])
INTEGER_DIGITS = 16  # of a fact, besides its places: amounts up to 10 000 trillion


class CannotCompile(Exception):
    """This plan has no column form; the message says why, for the policy officer."""


def decimal_type(digits: int, scale: int) -> exp.DataType:
    if digits > MOST_DIGITS:
        raise CannotCompile(f"中间结果可能有 {digits} 位数字，列式普查最多 {MOST_DIGITS} 位。")
    return _built(f"DECIMAL({max(digits, scale, 1)}, {scale})").copy()


@lru_cache(maxsize=512)
def _built(name: str) -> exp.DataType:
    return exp.DataType.build(name)


def extent(value: Decimal) -> tuple[int, int]:
    """(digits, scale) that hold a number."""
    plain = value.normalize()
    scale = max(0, -int(plain.as_tuple().exponent))
    return max(len(plain.as_tuple().digits), scale, plain.adjusted() + 1 + scale), scale


def cast(sql: exp.Expr, digits: int, scale: int) -> exp.Expr:
    return exp.Cast(this=sql, to=decimal_type(digits, scale))


@dataclass(frozen=True)
class Number:
    """`sql` is an exact decimal of `scale` places and at most `digits` digits; divided by `over` where there is one.

    `value` is set for constants, so that what is known when compiling is computed then.
    """

    sql: exp.Expr
    digits: int
    scale: int
    over: Number | None = None
    value: Decimal | None = None

    @staticmethod
    def constant(value: Decimal) -> Number:
        plain = value.normalize()
        digits, scale = extent(plain)
        return Number(cast(exp.Literal.number(f"{plain:f}"), digits, scale), digits, scale, None, plain)

    def widened(self, scale: int) -> Number:
        """The same value with more places."""
        if scale == self.scale:
            return self
        digits = self.digits + scale - self.scale
        sql = self.sql.copy() if self.value is None else exp.Literal.number(f"{self.value:.{scale}f}")
        return Number(cast(sql, digits, scale), digits, scale, self.over, self.value)

    @property
    def top(self) -> Number:
        """The numerator alone."""
        return self if self.over is None else Number(self.sql, self.digits, self.scale, None, self.value)


def _wide(number: Number, digits: int) -> exp.Expr:
    """`number.sql` in a type wide enough for a result of `digits`."""
    return cast(number.sql.copy(), digits, number.scale)


def multiply(a: Number, b: Number) -> Number:
    if a.value is not None and b.value is not None and not a.over and not b.over:
        return Number.constant(EXACT.multiply(a.value, b.value))
    digits, scale = a.digits + b.digits, a.scale + b.scale
    decimal_type(digits, scale)
    # DuckDB multiplies in 64 bits, and fails, unless an operand is wider; where 64 bits do, they are quicker
    width_a, width_b = (a.digits, b.digits) if digits <= LONG_WIDTH else (digits, digits)
    product = cast(exp.Paren(this=exp.Mul(this=_wide(a, width_a), expression=_wide(b, width_b))), digits, scale)
    over = multiply(a.over, b.over) if a.over and b.over else a.over or b.over
    return Number(product, digits, scale, over)


def divide(a: Number, b: Number) -> Number:
    """a ÷ b; a zero divisor is unknown. A constant divisor is turned into a factor if that is a short decimal."""
    if b.value is not None and b.value and b.over is None:
        if a.value is not None and a.over is None:
            ratio = Fraction(a.value) / Fraction(b.value)
            return _ratio(ratio)
        factor = reciprocal(b.value)
        if factor is not None:
            return multiply(a, Number.constant(factor))
        positive = Number.constant(abs(b.value))
        top = a.top if b.value > 0 else multiply(a.top, Number.constant(Decimal(-1)))
        return Number(top.sql, top.digits, top.scale, multiply(positive, a.over) if a.over else positive)
    top = multiply(Number(a.sql, a.digits, a.scale), Number(b.over.sql, b.over.digits, b.over.scale)) if b.over else a
    bottom = Number(b.sql, b.digits, b.scale)
    bottom = multiply(bottom, a.over) if a.over else bottom
    guarded = exp.Nullif(this=bottom.sql.copy(), expression=cast(exp.Literal.number("0"), bottom.digits, bottom.scale))
    return Number(top.sql, top.digits, top.scale, Number(guarded, bottom.digits, bottom.scale))


def _ratio(value: Fraction) -> Number:
    """A constant: a decimal where it ends, else a fraction."""
    try:
        return Number.constant(ENDING.divide(Decimal(value.numerator), Decimal(value.denominator)))
    except Inexact:
        top = Number.constant(Decimal(value.numerator))
        return Number(top.sql, top.digits, top.scale, Number.constant(Decimal(value.denominator)))


def reciprocal(value: Decimal) -> Decimal | None:
    """1 ÷ value where that ends within six places."""
    found = EXACT.divide(Decimal(1), value)
    return found if EXACT.multiply(found, value) == 1 and -int(found.normalize().as_tuple().exponent) <= 6 else None


def add(a: Number, b: Number, sign: int = 1) -> Number:
    if a.over or b.over:
        a, b, over = common(a, b)
        total = add(a, b, sign)
        return Number(total.sql, total.digits, total.scale, over)
    scale = max(a.scale, b.scale)
    a, b = a.widened(scale), b.widened(scale)
    digits = max(a.digits, b.digits) + 1
    node = exp.Add if sign > 0 else exp.Sub
    total_sql = exp.Paren(this=node(this=_wide(a, digits), expression=_wide(b, digits)))
    return Number(cast(total_sql, digits, scale), digits, scale)


def common(a: Number, b: Number) -> tuple[Number, Number, Number | None]:
    """Numerators over one denominator."""
    top_a, top_b = a.top, b.top
    if a.over is None and b.over is None:
        return top_a, top_b, None
    if a.over is not None and b.over is not None:
        if a.over == b.over:
            return top_a, top_b, a.over
        return multiply(top_a, b.over), multiply(top_b, a.over), multiply(a.over, b.over)
    return (top_a, multiply(top_b, a.over), a.over) if a.over else (multiply(top_a, b.over), top_b, b.over)  # type: ignore[arg-type]


def compare(node: type[exp.Binary], mirrored: type[exp.Binary], a: Number, b: Number) -> exp.Expr:
    """a ⋈ b, exactly; over a negative denominator the comparison turns."""
    top_a, top_b, over = common(a, b)
    scale = max(top_a.scale, top_b.scale)
    left, right = top_a.widened(scale), top_b.widened(scale)
    straight = node(this=left.sql.copy(), expression=right.sql.copy())
    if over is None or (over.value is not None and over.value > 0):
        return straight
    zero = cast(exp.Literal.number("0"), over.digits, over.scale)
    turned = mirrored(this=left.sql.copy(), expression=right.sql.copy())
    return exp.Case(
        ifs=[
            exp.If(this=exp.GT(this=over.sql.copy(), expression=zero.copy()), true=straight),
            exp.If(this=exp.LT(this=over.sql.copy(), expression=zero.copy()), true=turned),
        ]
    )
