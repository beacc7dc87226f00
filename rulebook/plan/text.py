"""A plan as FEEL again: one way of writing for one meaning, so that it can be shown and read back."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

from rulebook.plan import nodes as p
from rulebook.plan.functions import MEMBERS
from rulebook.plan.types import Months, Value

MEMBER = {name for names in MEMBERS.values() for name in names}
LOOSEST, OR, AND, COMPARE, ADD, TIMES, POWER, TIGHTEST = range(8)
BINDS = {"+": ADD, "-": ADD, "*": TIMES, "/": TIMES, "**": POWER}


def feel_text(plan: p.Plan) -> str:
    """FEEL that gives the same plan when it is read; a table in which not the first row decides is named."""
    return _text(plan, LOOSEST)


def literal(value: Value) -> str:
    """A value as FEEL writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"{value:f}"
        case Fraction():
            return f"{value.numerator} / {value.denominator}"
        case dt.date():
            return f'date("{value.isoformat()}")'
        case Months():
            return f'duration("{"-" if value.count < 0 else ""}P{abs(value.count)}M")'
        case dt.timedelta():
            return f'duration("{_span(value)}")'
        case tuple():
            return f"({', '.join(literal(each) for each in value)})"


def _span(value: dt.timedelta) -> str:
    size = abs(value)
    hours, seconds = divmod(size.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    time = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count)
    return f"{'-' if value < dt.timedelta(0) else ''}P{size.days}D{'T' + time if time else ''}"


def _text(plan: p.Plan, outer: int) -> str:
    """`outer`: how tightly what stands around it binds; parentheses where that is tighter."""
    binds, made = _written(plan)
    return f"({made})" if binds < outer else made


def _written(plan: p.Plan) -> tuple[int, str]:
    match plan:
        case p.Const():
            negative = isinstance(plan.value, Decimal) and plan.value < 0
            return (ADD if negative or isinstance(plan.value, Fraction) else TIGHTEST), literal(plan.value)
        case p.Ref():
            return TIGHTEST, plan.name or "null"
        case p.Not():
            return TIGHTEST, f"not({_text(plan.term, LOOSEST)})"
        case p.If():
            parts = (_text(each, LOOSEST) for each in (plan.condition, plan.then, plan.orelse))
            return LOOSEST, "if {} then {} else {}".format(*parts)
        case p.Compare():
            return COMPARE, f"{_text(plan.left, ADD)} {plan.op} {_text(plan.right, ADD)}"
        case p.Arith():
            binds = BINDS[plan.op]
            return binds, f"{_text(plan.left, binds)} {plan.op} {_text(plan.right, binds + 1)}"
        case p.Logic():
            return _logic(plan)
        case p.Table():
            return LOOSEST, _table(plan)
        case p.Call():
            if plan.function in MEMBER:
                return TIGHTEST, f"{_text(plan.args[0], TIGHTEST)}.{plan.function}"
            return TIGHTEST, f"{plan.function}({', '.join(_text(each, LOOSEST) for each in plan.args)})"
        case _:
            raise TypeError(f"no FEEL is known for {type(plan).__name__}")


def _table(plan: p.Table) -> str:
    """if … else if … where the first row decides and always one does; else the table's name, as a rule writes it."""
    named = f"table {plan.grid.name}"
    if plan.policy not in ("F", "P"):
        return named
    parts: list[str] = []
    for row, output in enumerate(plan.outputs):
        condition = plan.grid.condition(row)
        if p.always(condition):
            return "".join([*parts, _text(output, LOOSEST)])
        parts.append(f"if {_text(condition, LOOSEST)} then {_text(output, LOOSEST)} else ")
    return named if plan.default is None else "".join([*parts, _text(plan.default, LOOSEST)])


def _logic(plan: p.Logic) -> tuple[int, str]:
    """`x = a or x = b` is `x in (a, b)`, `x >= a and x <= b` is `x in [a..b]`."""
    terms = plan.terms
    if all(isinstance(each, p.Compare) for each in terms):
        compares = [each for each in terms if isinstance(each, p.Compare)]
        same = all(each.left == compares[0].left for each in compares)
        if same and plan.op == "or" and all(each.op == "=" and isinstance(each.right, p.Const) for each in compares):
            words = ", ".join(_text(each.right, LOOSEST) for each in compares)
            return COMPARE, f"{_text(compares[0].left, ADD)} in ({words})"
        if same and plan.op == "and" and [each.op[0] for each in compares] == [">", "<"]:
            low, high = compares
            ends = f"{_text(low.right, ADD)}..{_text(high.right, ADD)}"
            open_, close = "[" if low.op == ">=" else "(", "]" if high.op == "<=" else ")"
            return COMPARE, f"{_text(low.left, ADD)} in {open_}{ends}{close}"
    binds = AND if plan.op == "and" else OR
    return binds, f" {plan.op} ".join(_text(each, binds + 1) for each in terms)
