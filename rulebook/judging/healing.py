"""The first day on which time alone makes a failed condition hold: nothing else changed, parameters as they are."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from rulebook.catalogue.vocabulary import AS_OF
from rulebook.judging.bench import Bench
from rulebook.plan import nodes as p
from rulebook.plan.closures import Environment
from rulebook.plan.functions import add_months
from rulebook.plan.types import Months

HORIZON = 60  # months
STEADY = {"floor", "ceiling", "decimal", "round half up", "round half down", "round up", "round down", "min", "max",
          "year"}  # fmt: skip


def heals_on(ready: Bench, plan: p.Plan, env: Environment) -> dt.date | None:
    """The first day after the as-of date on which `plan` holds, within five years.

    Where the plan can only turn one way as days go by, that says at once whether it heals and is found by halving;
    else every month is tried.
    """
    way = drift(plan, ready)
    if way in (0, -1):
        return None
    start = env[AS_OF]
    assert isinstance(start, dt.date)
    fixed = {name: value for name, value in env.items() if name not in env.computed}
    test = ready.closures.of(plan)

    def holds(on: dt.date) -> bool:
        return test(Environment({**fixed, AS_OF: on}, ready.derived)) is True

    before = start
    for month in (HORIZON,) if way == 1 else range(1, HORIZON + 1):
        after = add_months(start, month)
        if holds(after):
            while (after - before).days > 1:
                middle = before + (after - before) // 2
                before, after = (before, middle) if holds(middle) else (middle, after)
            return after
        before = after
    return None


def drift(plan: p.Plan, ready: Bench) -> int | None:
    """Where a plan goes as the as-of date grows: 0 stays, 1 only up (from no to yes), -1 only down, None unclear."""
    match plan:
        case p.Const():
            return 0
        case p.Ref():
            return _named(plan.name, ready)
        case p.Not():
            return _turned(drift(plan.term, ready))
        case p.Compare():
            return _compared(plan, ready)
        case p.Arith():
            return _calculated(plan, ready)
        case p.Call(function="years and months duration"):
            return _together(_turned(drift(plan.args[0], ready)), drift(plan.args[1], ready))
    ways = [drift(part, ready) for part in p.children(plan)]
    steady = isinstance(plan, p.Logic) or (isinstance(plan, p.Call) and plan.function in STEADY)
    return _together(*ways) if steady or not any(way != 0 for way in ways) else None


def _named(name: str, ready: Bench) -> int | None:
    if name == AS_OF or name not in ready.derived_plans:
        return 1 if name == AS_OF else 0
    if name not in ready.drifts:
        ready.drifts[name] = drift(ready.derived_plans[name], ready)
    return ready.drifts[name]


def _compared(plan: p.Compare, ready: Bench) -> int | None:
    left, right = drift(plan.left, ready), drift(plan.right, ready)
    if plan.op in (">", ">="):
        return _together(left, _turned(right))
    if plan.op in ("<", "<="):
        return _together(_turned(left), right)
    return 0 if left == right == 0 else None


def _calculated(plan: p.Arith, ready: Bench) -> int | None:
    left, right = drift(plan.left, ready), drift(plan.right, ready)
    if plan.op == "+":
        return _together(left, right)
    if plan.op == "-":
        return _together(left, _turned(right))
    if left == right == 0:
        return 0
    # a factor's or divisor's sign must be seen to be trusted
    if plan.op in "*/" and right == 0 and _positive(plan.right):
        return left
    return right if plan.op == "*" and left == 0 and _positive(plan.left) else None


def _positive(plan: p.Plan) -> bool:
    match plan:
        case p.Const(value=Decimal() as number):
            return number > 0
        case p.Const(value=Months(count=count)):
            return count > 0
        case p.Const(value=dt.timedelta() as span):
            return span > dt.timedelta(0)
    return False


def _turned(way: int | None) -> int | None:
    return None if way is None else -way


def _together(*ways: int | None) -> int | None:
    """One way for all, those that stay left out; None when they pull apart or one is unclear."""
    moving = {way for way in ways if way != 0}
    return 0 if not moving else next(iter(moving)) if len(moving) == 1 else None
