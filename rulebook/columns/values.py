"""Constants, the unknown, and choices as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sqlglot import exp

from rulebook.columns.functions import Sure
from rulebook.columns.lookups import lookup, numbers, plain
from rulebook.columns.numbers import CannotCompile, Number, cast, divide
from rulebook.plan.types import BOOLEAN, DATE, DAYS, MONTHS, NUMBER, STRING, ListOf, Maybe, Months, Type

Column = exp.Expr | Number
NULL = exp.Null


def number_case(conditions: list[exp.Expr], outputs: list[Number], sure: Sure) -> Number:
    """`case` over numbers: one scale, and one column more where a value is a fraction."""
    if any(each.over for each in outputs):
        one = Number.constant(Decimal(1))
        over = number_case(conditions, [each.over or one for each in outputs], sure)
        top = number_case(conditions, [Number(each.sql, each.digits, each.scale) for each in outputs], sure)
        return Number(top.sql, top.digits, top.scale, over)
    scale = max(each.scale for each in outputs)
    wide = [each.widened(scale) for each in outputs]
    digits = max(each.digits for each in wide)
    return Number(cast(case(conditions, [each.sql for each in wide], sure), digits, scale), digits, scale)


def case(conditions: list[exp.Expr], outputs: list[exp.Expr], sure: Sure) -> exp.Expr:
    """The first that holds; unknown as soon as one before it is unknown. `outputs` has the last `else` too."""
    made = exp.Case()
    for condition, output in zip(conditions, outputs, strict=False):
        made = made.when(condition.copy(), output.copy(), copy=False)
        if sure(condition):
            continue
        unknown = exp.Is(this=exp.Paren(this=condition.copy()), expression=NULL())
        made = made.when(unknown, NULL(), copy=False)
    return exp.Paren(this=made.else_(outputs[-1].copy(), copy=False))


def choice(conditions: list[exp.Expr], outputs: list[Column], sure: Sure) -> Column:
    """`case` over columns of one type."""
    found = [each for each in outputs if isinstance(each, Number)]
    if len(found) == len(outputs):
        return number_case(conditions, found, sure)
    return case(conditions, [each for each in outputs if not isinstance(each, Number)], sure)


def constant(value: Maybe) -> Column:
    """A literal."""
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, Decimal):
        return Number.constant(value)
    if isinstance(value, str):
        return exp.Literal.string(value)
    if isinstance(value, dt.date):
        return exp.Cast(this=exp.Literal.string(value.isoformat()), to=exp.DataType.build("DATE"))
    if isinstance(value, Months):
        return Number.constant(Decimal(value.count))
    if isinstance(value, dt.timedelta):
        return in_days(value)
    raise CannotCompile("列表只能用在 in 后面。")


def nothing(type_: object) -> Column:
    """Unknown, in a type."""
    if type_ in (NUMBER, MONTHS, DAYS):
        return Number(exp.Cast(this=NULL(), to=exp.DataType.build("DECIMAL(18, 0)")), 1, 0)
    if isinstance(type_, ListOf):
        raise CannotCompile("列表不能作为结果。")
    name = {STRING: "TEXT", BOOLEAN: "BOOLEAN", DATE: "DATE"}[str(type_)]
    return exp.Cast(this=NULL(), to=exp.DataType.build(name))


def constants(type_: Type, values: Sequence[Maybe], place: exp.Expr) -> Column:
    """The value at a place, counted from 1; None is unknown."""
    if not any(each is not None for each in values):
        return nothing(type_)
    if type_ in (NUMBER, MONTHS, DAYS):
        return numbers([None if each is None else _decimal(each) for each in values], place)
    if len(set(values)) == 1:
        return constant(values[0])
    if type_ == BOOLEAN:
        return plain([str(each).upper() if each is not None else "NULL" for each in values], place)
    written = [NULL() if each is None else constant(each) for each in values]
    return lookup([each for each in written if not isinstance(each, Number)], place)


def in_days(span: dt.timedelta) -> Number:
    """A days-and-time duration as a number of days, a fraction where the decimals do not end."""
    microseconds = Decimal(span.days * 86_400_000_000 + span.seconds * 1_000_000 + span.microseconds)
    return divide(Number.constant(microseconds), Number.constant(Decimal(86_400_000_000)))


def _decimal(value: Maybe) -> Decimal:
    made = constant(value)
    if not isinstance(made, Number) or made.value is None or made.over is not None:
        raise CannotCompile("决策表里的时长要是整天。")
    return made.value
