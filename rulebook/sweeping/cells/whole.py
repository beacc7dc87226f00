"""Amounts over facts of many values: plans as arithmetic on whole numbers, proved to stay exact in a double.

A number is a whole numerator over a constant denominator. Every step's least and greatest numerator are known when it
is compiled; what could reach 2^53, and whatever is not named here, is refused, and the columns do it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np

from rulebook.catalogue.model import Benefit
from rulebook.plan import nodes as p
from rulebook.plan.types import NUMBER
from rulebook.sweeping.cells.domains import Array, Domains
from rulebook.sweeping.cells.needs import Needs, TooMuch

EXACT = 2**53
Run = Callable[[Mapping[str, Array]], Any]


@dataclass(frozen=True)
class Whole:
    """Numerators between `low` and `high`, over `under`. `run` gives them as doubles, or one number for a constant."""

    low: int
    high: int
    under: int
    run: Run

    def __post_init__(self) -> None:
        if max(abs(self.low), abs(self.high), self.under) >= EXACT:
            raise TooMuch("2^53")

    def times(self, factor: int) -> Whole:
        """The numerators multiplied, the value with them."""
        if factor == 1:
            return self
        ends, run = sorted((self.low * factor, self.high * factor)), self.run
        return Whole(ends[0], ends[1], self.under, lambda units: run(units) * float(factor))

    def over(self, under: int) -> Whole:
        """The same value over a multiple of its denominator."""
        made = self.times(under // self.under)
        return Whole(made.low, made.high, under, made.run)


class Compiler:
    """Plans of one catalogue on one day over one file's columns; `facts` gathers what the plans read."""

    def __init__(self, needs: Needs, domains: Domains) -> None:
        self.needs, self.domains = needs, domains
        self.facts: dict[str, None] = {}

    def fen(self, benefit: Benefit) -> Whole:
        """A benefit's amount in fen, as `judge.paid` and the sweep round it. Raises TooMuch."""
        assert benefit.amount is not None
        made = self.of(benefit.amount)
        if benefit.cap is not None:
            made = extreme("min", [made, self.of(benefit.cap)])
        made = half_up(made, 0 if benefit.round == "yuan" else 2)
        return made.over(100)

    def of(self, plan: p.Plan) -> Whole:
        if plan.type != NUMBER:
            raise TooMuch(str(plan.type))
        if not self.needs.bases(plan):
            value = self.needs.ready.closures.of(plan)(self.needs.nothing)
            if value is None:
                raise TooMuch("unknown")
            exact = Fraction(value)
            return Whole(exact.numerator, exact.numerator, exact.denominator, lambda units: float(exact.numerator))
        match plan:
            case p.Ref():
                return self._ref(plan)
            case p.Arith():
                return self._arith(plan)
            case p.Call():
                return self._call(plan)
        raise TooMuch(type(plan).__name__)

    def _ref(self, plan: p.Ref) -> Whole:
        if plan.name in self.needs.ready.derived_plans:
            return self.of(self.needs.ready.derived_plans[plan.name])
        column = self.domains.column(plan.name)
        if column is None:
            raise TooMuch(plan.name)
        fact = plan.name
        self.facts[fact] = None
        return Whole(column.low, column.last, column.unit, lambda units: units[fact])

    def _arith(self, plan: p.Arith) -> Whole:
        left = self.of(plan.left)
        if plan.op == "/":
            if self.needs.bases(plan.right):
                raise TooMuch("/")
            divisor = Fraction(self.needs.ready.closures.of(plan.right)(self.needs.nothing) or 0)
            if not divisor:
                raise TooMuch("/ 0")
            return scaled(left, 1 / divisor)
        right = self.of(plan.right)
        for one, other in ((left, right), (right, left)):
            if plan.op == "*" and one.low == one.high:
                return scaled(other, Fraction(one.low, one.under))
        if plan.op not in ("+", "-"):
            raise TooMuch(plan.op)
        under = lcm(left.under, right.under)
        a, b = left.over(under), right.over(under)
        if plan.op == "+":
            return Whole(a.low + b.low, a.high + b.high, under, lambda units: a.run(units) + b.run(units))
        return Whole(a.low - b.high, a.high - b.low, under, lambda units: a.run(units) - b.run(units))

    def _call(self, plan: p.Call) -> Whole:
        twin = TWINS[plan.function]
        if twin is None:
            raise TooMuch(plan.function)
        return twin(self, plan)


def _extreme(compiler: Compiler, plan: p.Call) -> Whole:
    return extreme(plan.function, [compiler.of(each) for each in plan.args])


def _rounding(compiler: Compiler, plan: p.Call) -> Whole:
    scale = plan.args[1] if len(plan.args) > 1 else p.Const(NUMBER, Decimal(0))
    if not (isinstance(scale, p.Const) and isinstance(scale.value, Decimal) and 0 <= scale.value <= 8):
        raise TooMuch(plan.function)
    rounding = half_up if plan.function == "round half up" else down
    return rounding(compiler.of(plan.args[0]), int(scale.value))


# every function of plan.functions; None: only by codes, where the closures judge, else by columns
TWINS: dict[str, Callable[[Compiler, p.Call], Whole] | None] = {
    "min": _extreme, "max": _extreme, "round half up": _rounding, "round down": _rounding, "floor": _rounding,
    "abs": None, "ceiling": None, "decimal": None, "round half down": None, "round up": None, "contains": None,
    "starts with": None, "ends with": None, "matches": None, "date": None, "years and months duration": None,
    "year": None, "month": None, "day": None, "days": None,
}  # fmt: skip


def scaled(number: Whole, factor: Fraction) -> Whole:
    """`number` × `factor`, in lowest terms."""
    common = gcd(factor.numerator, number.under)
    made = number.times(factor.numerator // common)
    return Whole(made.low, made.high, number.under // common * factor.denominator, made.run)


def extreme(name: str, numbers: list[Whole]) -> Whole:
    """min or max of several."""
    under = lcm(*(each.under for each in numbers))
    best, *rest = (each.over(under) for each in numbers)
    pick, choose = (np.minimum, min) if name == "min" else (np.maximum, max)
    for each in rest:
        best = _two(best, each, pick, choose)
    return best


def _two(a: Whole, b: Whole, pick: Any, choose: Any) -> Whole:
    return Whole(choose(a.low, b.low), choose(a.high, b.high), a.under, lambda units: pick(a.run(units), b.run(units)))


def half_up(number: Whole, places: int) -> Whole:
    """Rounded half up at `places`: (2n·10^p + d) ÷ 2d without its rest, in lowest terms."""
    common = gcd(2 * 10**places, number.under)
    factor, half, divisor = 2 * 10**places // common, number.under // common, 2 * number.under // common
    return _divided(number, factor, half, divisor, 10**places)


def down(number: Whole, places: int) -> Whole:
    common = gcd(10**places, number.under)
    return _divided(number, 10**places // common, 0, number.under // common, 10**places)


def _divided(number: Whole, factor: int, plus: int, divisor: int, under: int) -> Whole:
    """(n × factor + plus) ÷ divisor without its rest. A double's quotient of whole numbers below 2^53 never reaches the
    next whole number when the true one does not, so cutting it off is exact.
    """
    if number.low < 0:
        raise TooMuch("negative")
    if number.under == under:
        return number  # so many places already
    top = number.times(factor)
    wide = Whole(top.low + plus, top.high + plus, 1, top.run)  # checked to be exact

    def run(units: Mapping[str, Array]) -> Any:
        return np.floor((wide.run(units) + float(plus)) / float(divisor))

    return Whole((top.low + plus) // divisor, (top.high + plus) // divisor, under, run)
