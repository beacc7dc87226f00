"""Plan → Python closure, made once. A closure takes an Environment and gives a value, or None for unknown."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

from rulebook.plan import nodes as p
from rulebook.plan.functions import FUNCTIONS, add_months
from rulebook.plan.types import FEEL_CONTEXT, Maybe, Months

Closure = Callable[["Environment"], Any]


class Environment(dict[str, Maybe]):
    """What is known: facts and parameters by name. Derived facts are computed when first asked for, and kept."""

    def __init__(self, known: Mapping[str, Maybe], derived: Mapping[str, Closure]) -> None:
        super().__init__(known)
        self.derived = derived
        self.computed: set[str] = set()

    def __missing__(self, name: str) -> Maybe:
        closure = self.derived.get(name)
        self[name] = value = closure(self) if closure else None
        self.computed.add(name)
        return value


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def compiled(plan: p.Plan) -> Closure:
    """The closure of a plan."""
    return MAKERS[type(plan)](plan)


def _const(plan: p.Const) -> Closure:
    value = plan.value
    return lambda env: value


def _ref(plan: p.Ref) -> Closure:
    name = plan.name
    return lambda env: env[name]


def _compare(plan: p.Compare) -> Closure:
    left, right, same = compiled(plan.left), compiled(plan.right), COMPARE[plan.op]
    if isinstance(plan.left.type, str) and plan.left.type == "months":
        left, right = _count(left), _count(right)

    def run(env: Environment) -> bool | None:
        a = left(env)
        if a is None:
            return None
        b = right(env)
        return None if b is None else same(a, b)

    return run


def _count(closure: Closure) -> Closure:
    def run(env: Environment) -> int | None:
        value = closure(env)
        return None if value is None else value.count

    return run


def _logic(plan: p.Logic) -> Closure:
    """Kleene: the deciding value wins over unknown, wherever it stands."""
    terms, decides = tuple(compiled(each) for each in plan.terms), plan.op == "or"

    def run(env: Environment) -> bool | None:
        unknown = False
        for term in terms:
            value = term(env)
            if value is decides:
                return bool(decides)
            unknown = unknown or value is None
        return None if unknown else not decides

    return run


def _not(plan: p.Not) -> Closure:
    term = compiled(plan.term)

    def run(env: Environment) -> bool | None:
        value = term(env)
        return None if value is None else not value

    return run


def _if(plan: p.If) -> Closure:
    """An unknown condition makes the result unknown, so that a table stays one CASE in columns."""
    condition, then, orelse = compiled(plan.condition), compiled(plan.then), compiled(plan.orelse)

    def run(env: Environment) -> Maybe:
        chosen = condition(env)
        if chosen is None:
            return None
        return then(env) if chosen else orelse(env)  # type: ignore[no-any-return]

    return run


def _arith(plan: p.Arith) -> Closure:
    left, right = compiled(plan.left), compiled(plan.right)
    run_pair = _numbers(plan.op) if plan.left.type == plan.right.type == "number" else _other(plan)

    def run(env: Environment) -> Maybe:
        a, b = left(env), right(env)
        if a is None or b is None:
            return None
        try:
            return run_pair(a, b)
        except (ArithmeticError, InvalidOperation, OverflowError, ValueError):
            return None  # as FEEL: null, which in a rule is unknown

    return run


def _numbers(op: str) -> Callable[[Decimal, Decimal], Decimal]:
    context = FEEL_CONTEXT
    return {
        "+": context.add, "-": context.subtract, "*": context.multiply, "/": context.divide, "**": _power,
    }[op]  # fmt: skip


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if abs(exponent) > 999_999:
        raise OverflowError("exponent out of range")
    return FEEL_CONTEXT.power(base, exponent)


def _other(plan: p.Arith) -> Callable[[Any, Any], Any]:
    """Strings, dates and durations."""
    pair = (plan.left.type, plan.op, plan.right.type)
    if pair[0] == "months" and pair[2] == "date":
        return lambda a, b: add_months(b, a.count)
    if pair[0] == "date" and pair[2] == "months":
        sign = 1 if plan.op == "+" else -1
        return lambda a, b: add_months(a, sign * b.count)
    if "months" in pair:
        return _months(plan.op)
    if pair == ("days", "/", "days"):
        return lambda a, b: FEEL_CONTEXT.divide(_seconds(a), _seconds(b))
    if pair[0] == "days" and pair[2] == "number":
        run = _numbers(plan.op)
        return lambda a, b: dt.timedelta(seconds=float(run(_seconds(a), b)))
    if pair[0] == "number" and pair[2] == "days":
        return lambda a, b: dt.timedelta(seconds=float(FEEL_CONTEXT.multiply(a, _seconds(b))))
    return operator.add if plan.op == "+" else operator.sub


def _seconds(span: dt.timedelta) -> Decimal:
    return Decimal(span.days * 86_400 + span.seconds)


def _months(op: str) -> Callable[[Any, Any], Any]:
    def count(value: Any) -> Decimal:
        return Decimal(value.count) if isinstance(value, Months) else value

    run = _numbers(op)

    def pair(a: Any, b: Any) -> Any:
        result = run(count(a), count(b))
        return result if op == "/" and isinstance(b, Months) else Months(int(result))

    return pair


def _call(plan: p.Call) -> Closure:
    args, function = tuple(compiled(each) for each in plan.args), FUNCTIONS[plan.function].run

    def run(env: Environment) -> Any:
        values = [arg(env) for arg in args]
        if None in values:
            return None
        try:
            with localcontext(FEEL_CONTEXT):
                return function(*values)
        except (ArithmeticError, InvalidOperation, ValueError, TimeoutError):
            return None

    return run


MAKERS: dict[type[p.Plan], Callable[[Any], Closure]] = {
    p.Const: _const, p.Ref: _ref, p.Compare: _compare, p.Logic: _logic, p.Not: _not, p.If: _if, p.Arith: _arith,
    p.Call: _call,
}  # fmt: skip
