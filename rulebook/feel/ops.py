"""Operators on values.

Equality, order, membership, arithmetic. Each raises Fault where FEEL's answer is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException

from rulebook.feel.calendar import NANO
from rulebook.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths, midnight_utc
from rulebook.feel.types import described
from rulebook.feel.values import DECIMAL, Fault, Range, Value, kind

# Equality and order -----------------------------------------------------------------------------------------


def equal(left: Value, right: Value) -> bool:
    """FEEL's `=`. Null equals only null. Raises Fault for values of different kinds."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        raise Fault(f"cannot compare {described(left)} with {described(right)}")
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, Time | DateTime):
        if left.zoned != right.zoned:
            return False
        # the standard compares times by hour, minute and second; fractions do not count
        return position(left) // NANO == position(right) // NANO
    return bool(left == right)


def same(left: Value, right: Value) -> bool:
    """Equality that calls values of different kinds unequal, for members and elements."""
    try:
        return equal(left, right)
    except Fault:
        return False


def position(value: Time | DateTime) -> int:
    """Where a time or point in time stands on its axis, in nanoseconds."""
    return value.comparable if isinstance(value, Time) else value.instant


def order(left: Value, right: Value) -> int:
    """Negative, zero or positive as `left` is less, equal or greater. Raises Fault when there is no order."""
    dated = isinstance(left, Date) != isinstance(right, Date)
    if isinstance(left, Date) and isinstance(right, DateTime):
        left = midnight_utc(left)
    elif isinstance(left, DateTime) and isinstance(right, Date):
        right = midnight_utc(right)
    if type(left) is not type(right):
        raise Fault(f"cannot compare {described(left)} with {described(right)}")
    if isinstance(left, Decimal | str):
        return int(left > right) - int(left < right)
    if isinstance(left, Time | DateTime):
        if left.zoned != right.zoned:
            raise Fault("cannot compare a date with a date and time that has no time zone" if dated else
                        "cannot compare a time that has a time zone with one that has none")  # fmt: skip
        first, second = position(left), position(right)
        return (first > second) - (first < second)
    if isinstance(left, Date):
        return int(left.number - right.number)
    if isinstance(left, DaysTime):
        return int(left.nanos - right.nanos)
    if isinstance(left, YearsMonths):
        return int(left.months - right.months)
    raise Fault(f"{described(left)} has no order")


COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": lambda left, right: order(left, right) < 0,
    "<=": lambda left, right: order(left, right) <= 0,
    ">": lambda left, right: order(left, right) > 0,
    ">=": lambda left, right: order(left, right) >= 0,
}


def make_range(low: Value, high: Value, low_included: bool, high_included: bool) -> Range:
    """A range written with two ends. Raises Fault when the ends do not belong together."""
    if type(low) is Decimal and type(high) is Decimal and low <= high:
        return Range(low, high, low_included, high_included)
    if (low is None and low_included) or (high is None and high_included):
        raise Fault("null cannot be the included end of a range")
    for each in (low, high):
        if each is not None:
            order(each, each)
    if low is not None and high is not None and kind(low) != kind(high):
        raise Fault(f"a range cannot reach from {described(low)} to {described(high)}")
    if low is not None and high is not None and order(low, high) > 0:
        raise Fault("a range cannot end before it starts")
    return Range(low, high, low_included, high_included)


def unary_range(op: str, operand: Value) -> Range:
    """The range that `(< 5)` and its kin stand for."""
    if operand is None or isinstance(operand, list | dict):
        raise Fault(f"no range can be made of {op} and {described(operand)}")
    if op in ("=", "!="):
        return Range(operand, operand, op == "=", op == "=", op)
    order(operand, operand)
    if op in ("<", "<="):
        return Range(None, operand, False, op == "<=", op)
    return Range(operand, None, op == ">=", False, op)


def includes(span: Range, value: Value) -> bool:
    """Is `value` in the range? Raises Fault when that cannot be said."""
    if value is None:
        raise Fault("null is in no range")
    if span.op is not None:
        return COMPARE[span.op](value, span.high if span.op in ("<", "<=") else span.low)
    if span.low is None or span.high is None:
        raise Fault("the range has an end that is null")
    below, above = order(value, span.low), order(value, span.high)
    return (below > 0 or (span.low_included and below == 0)) and (above < 0 or (span.high_included and above == 0))


def member(value: Value, of: Value) -> bool:
    """FEEL's `in` for an evaluated right side.

    In the range, among the list (ranges in it included), or equal.
    """
    if isinstance(of, Range):
        if isinstance(value, Range):
            return equal(value, of)
        return includes(of, value)
    if isinstance(of, list):
        return any(_matches(value, each) for each in of) or (isinstance(value, list) and equal(value, of))
    return equal(value, of)


def _matches(value: Value, element: Value) -> bool:
    try:
        if isinstance(element, list) and not isinstance(value, list):
            return any(_matches(value, each) for each in element)
        return member(value, element) if isinstance(element, Range) else equal(value, element)
    except Fault:
        return False


# Arithmetic -------------------------------------------------------------------------------------------------


def add(left: Value, right: Value) -> Value:
    """FEEL's `+`."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.add(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, DaysTime | YearsMonths) and type(left) is type(right):
        return _durations(left, right, 1)
    if isinstance(left, DaysTime | YearsMonths):
        left, right = right, left
    if isinstance(right, DaysTime | YearsMonths) and isinstance(left, Date | DateTime | Time):
        return _shifted(left, right)
    raise Fault(f"cannot add {described(right)} to {described(left)}")


def subtract(left: Value, right: Value) -> Value:
    """FEEL's binary `-`."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.subtract(left, right)
    if isinstance(left, DaysTime | YearsMonths) and type(left) is type(right):
        return _durations(left, right, -1)
    if isinstance(right, DaysTime | YearsMonths) and isinstance(left, Date | DateTime | Time):
        return _shifted(left, negate(right))
    if isinstance(left, Time) and isinstance(right, Time):
        if left.zoned != right.zoned:
            raise Fault("cannot subtract a time that has a time zone and one that has none")
        return DaysTime(position(left) - position(right))
    if isinstance(left, Date | DateTime) and isinstance(right, Date | DateTime):
        return _elapsed(left, right)
    raise Fault(f"cannot subtract {described(right)} from {described(left)}")


def _elapsed(left: Date | DateTime, right: Date | DateTime) -> DaysTime:
    end = midnight_utc(left) if isinstance(left, Date) else left
    start = midnight_utc(right) if isinstance(right, Date) else right
    if end.zoned != start.zoned:
        raise Fault("cannot subtract a date and time that has a time zone and one that has none")
    return DaysTime(end.instant - start.instant)


def _durations(left: Value, right: Value, sign: int) -> Value:
    if isinstance(left, DaysTime):
        return DaysTime(left.nanos + sign * int(right.nanos))
    return YearsMonths(left.months + sign * right.months)


def _shifted(start: Date | DateTime | Time, by: DaysTime | YearsMonths) -> Value:
    try:
        if isinstance(start, DateTime):
            return start.plus(by)
        if isinstance(start, Date):
            if isinstance(by, YearsMonths):
                return start.plus_months(by.months)
            return DateTime(start, Time(0, 0, 0)).plus(by).date
    except OverflowError as error:
        raise Fault(str(error)) from None
    if isinstance(by, YearsMonths):
        raise Fault("cannot add years and months to a time of day")
    return start.at(start.nanos + by.nanos)


def multiply(left: Value, right: Value) -> Value:
    """FEEL's `*`."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.multiply(left, right)
    if isinstance(left, Decimal):
        left, right = right, left
    if isinstance(left, DaysTime | YearsMonths) and isinstance(right, Decimal):
        return _scaled(left, right, DECIMAL.multiply)
    raise Fault(f"cannot multiply {described(left)} by {described(right)}")


def divide(left: Value, right: Value) -> Value:
    """FEEL's `/`. Raises Fault (or a DecimalException) on division by zero."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _quotient(left, right)
    if isinstance(left, DaysTime | YearsMonths) and isinstance(right, Decimal):
        return _scaled(left, right, _quotient)
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return _quotient(Decimal(left.nanos), Decimal(right.nanos))
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return _quotient(Decimal(left.months), Decimal(right.months))
    raise Fault(f"cannot divide {described(left)} by {described(right)}")


def _quotient(left: Decimal, right: Decimal) -> Decimal:
    if right == 0:
        raise Fault("division by zero")
    return DECIMAL.divide(left, right)


def _scaled(
    duration: DaysTime | YearsMonths, factor: Decimal, how: Callable[[Decimal, Decimal], Decimal]
) -> DaysTime | YearsMonths:
    amount = duration.nanos if isinstance(duration, DaysTime) else duration.months
    scaled = how(Decimal(amount), factor)
    if abs(scaled) > Decimal(10) ** 30:
        raise Fault("the duration is too long")
    return type(duration)(int(scaled))


def power(left: Value, right: Value) -> Value:
    """FEEL's `**`."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        if not left and right < 0:  # which decimal's power answers with infinity, without a signal
            raise Fault("division by zero")
        return DECIMAL.power(left, right)
    raise Fault(f"cannot raise {described(left)} to the power of {described(right)}")


def negate(value: Value) -> Value:
    """FEEL's unary `-`."""
    if isinstance(value, Decimal):
        return DECIMAL.minus(value)
    if isinstance(value, DaysTime):
        return DaysTime(-value.nanos)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    raise Fault(f"cannot negate {described(value)}")


_ARITHMETIC = {"+": add, "-": subtract, "*": multiply, "/": divide, "**": power}


def arithmetic(op: str) -> Callable[[Value, Value], Value]:
    """The function of an arithmetic operator. It raises Fault on every error, overflow included."""
    plain = _ARITHMETIC[op]

    def guarded(left: Value, right: Value) -> Value:
        try:
            return plain(left, right)
        except DecimalException as error:
            raise Fault(f"the result of {op} is not a number that can be held ({type(error).__name__})") from None

    return guarded
