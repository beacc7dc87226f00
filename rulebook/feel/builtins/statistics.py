"""Sums, means and the like. Each takes one list or any number of arguments."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import reduce

from rulebook.feel.builtins.registry import builtin
from rulebook.feel.ops import add, order
from rulebook.feel.runtime import Run
from rulebook.feel.temporal import DaysTime, YearsMonths
from rulebook.feel.types import described
from rulebook.feel.values import DECIMAL, Fault, Value

List = list[Value]
Statistic = Callable[[List], Value]


def _statistic(name: str, variadic: str = "n") -> Callable[[Statistic], Statistic]:
    """Declare both forms of a statistic; the function gets a list."""

    def register(plain: Statistic) -> Statistic:
        def run_it(run: Run, *args: Value) -> Value:
            if not args:
                raise Fault("expects at least one argument")
            items = args[0] if len(args) == 1 and isinstance(args[0], list) else list(args)
            run.spend(len(items))
            return plain(items)

        builtin(name, "list: list")(run_it)
        builtin(name, f"{variadic}...: any")(run_it)
        return plain

    return register


def _numbers(items: List) -> list[Decimal]:
    for each in items:
        if not isinstance(each, Decimal):
            raise Fault(f"expects numbers only, got {described(each)}")
    return items


def _some_numbers(items: List) -> list[Decimal]:
    if not items:
        raise Fault("the list is empty")
    return _numbers(items)


@_statistic("min", "c")
def minimum(items: List) -> Value:
    return _extreme(items, -1)


@_statistic("max", "c")
def maximum(items: List) -> Value:
    return _extreme(items, 1)


def _extreme(items: List, sign: int) -> Value:
    if not items:
        raise Fault("the list is empty")
    best = items[0]
    order(best, best)
    for each in items[1:]:
        if order(each, best) * sign > 0:
            best = each
    return best


@_statistic("sum")
def total(items: List) -> Value:
    if not items:
        raise Fault("the list is empty")
    if isinstance(items[0], DaysTime | YearsMonths):
        return reduce(add, items)
    return reduce(DECIMAL.add, _numbers(items))


@_statistic("mean")
def mean(items: List) -> Value:
    numbers = _some_numbers(items)
    return DECIMAL.divide(reduce(DECIMAL.add, numbers), Decimal(len(numbers)))


@_statistic("product")
def product(items: List) -> Value:
    return reduce(DECIMAL.multiply, _some_numbers(items))


@_statistic("median")
def median(items: List) -> Value:
    ordered = sorted(_some_numbers(items))
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return DECIMAL.divide(DECIMAL.add(ordered[half - 1], ordered[half]), Decimal(2))


@_statistic("stddev")
def stddev(items: List) -> Value:
    """The standard deviation of a sample (divided by n - 1)."""
    numbers = _some_numbers(items)
    if len(numbers) < 2:
        raise Fault("expects at least two numbers")
    middle = mean(numbers)
    squares = [DECIMAL.power(DECIMAL.subtract(each, middle), Decimal(2)) for each in numbers]
    return DECIMAL.sqrt(DECIMAL.divide(reduce(DECIMAL.add, squares), Decimal(len(numbers) - 1)))


@_statistic("mode")
def mode(items: List) -> Value:
    """The most frequent numbers, ascending."""
    counts: dict[Decimal, int] = {}
    for each in _numbers(items):
        counts[each] = counts.get(each, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(each for each, count in counts.items() if count == most)
