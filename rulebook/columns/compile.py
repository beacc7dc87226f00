"""Plan → SQLGlot tree. Unknown is SQL NULL; what would differ from the closures is written out or refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlglot import exp

from rulebook.columns.functions import Arguments, Hoist, Sure, call, power, rounded
from rulebook.columns.numbers import CannotCompile, Number, add, cast, compare, divide, multiply
from rulebook.columns.tables import Tables
from rulebook.columns.values import Column, choice, constant, nothing
from rulebook.plan import nodes as p
from rulebook.plan.functions import add_months
from rulebook.plan.types import DATE, DAYS, MONTHS, NUMBER, STRING, Maybe

COMPARE: dict[str, tuple[type[exp.Binary], type[exp.Binary]]] = {
    "=": (exp.EQ, exp.EQ), "!=": (exp.NEQ, exp.NEQ), "<": (exp.LT, exp.GT), "<=": (exp.LTE, exp.GTE),
    ">": (exp.GT, exp.LT), ">=": (exp.GTE, exp.LTE),
}  # fmt: skip
DATE_DIGITS, INT_DIGITS = 7, 9
MICROSECONDS = Decimal(86_400_000_000)  # of a day
LONGEST = MICROSECONDS * 10**9  # a duration is shorter than that
LONGEST_DIGITS = len(str(LONGEST))


class Columns:
    """Compiles plans against one set of known columns and parameters of one as-of date.

    Months durations are whole numbers of months, days-and-time durations numbers of days.
    """

    def __init__(self, known: Mapping[str, Column], parameters: Mapping[str, Maybe]) -> None:
        self.known, self.parameters = known, parameters
        self.made: dict[int, exp.Expr] = {}  # plans, by identity, that stand in a column already
        self.spans: Mapping[str, tuple[Any, Any]] = {}  # the least and greatest of facts, where known
        self.sure: Sure = lambda sql: False  # whether an expression can never be unknown
        self.hoist: Hoist = lambda sql: sql  # puts what is used more than once into a column of its own
        self.tables = Tables(self)
        self._certain: dict[int, tuple[p.Plan, bool]] = {}
        self.makers: dict[type[p.Plan], Callable[..., Column]] = {
            p.Const: lambda plan: constant(plan.value), p.Ref: self.ref, p.Compare: self.compare, p.Logic: self.logic,
            p.Not: lambda plan: exp.Not(this=exp.Paren(this=self.boolean(plan.term))), p.If: self.chain,
            p.Arith: self.arith, p.Call: self.call, p.Table: self.tables.column,
        }  # fmt: skip

    def column(self, plan: p.Plan) -> Column:
        made = self.made.get(id(plan))
        return made.copy() if made is not None else self.makers[type(plan)](plan)

    def boolean(self, plan: p.Plan) -> exp.Expr:
        made = self.column(plan)
        assert not isinstance(made, Number)
        return made

    def number(self, plan: p.Plan) -> Number:
        made = self.column(plan)
        assert isinstance(made, Number)
        return made

    def is_sure(self, plan: p.Plan) -> bool:
        """Whether a plan can never be unknown; asked once, as it is for every fact in turn."""
        found = self._certain.get(id(plan))
        if found is None:
            made = self.column(plan)
            parts = [made.sql, *([made.over.sql] if made.over else [])] if isinstance(made, Number) else [made]
            found = self._certain[id(plan)] = (plan, all(self.sure(each) for each in parts))
        return found[1]

    def unknown(self, plan: p.Plan) -> exp.Expr:
        """Whether a plan is unknown."""
        made = self.column(plan)
        if isinstance(made, Number):
            sql = exp.Is(this=made.sql.copy(), expression=exp.Null())
            if made.over is None:
                return sql
            return exp.Paren(this=exp.or_(sql, exp.Is(this=made.over.sql.copy(), expression=exp.Null()), copy=False))
        return exp.Is(this=exp.Paren(this=made.copy()), expression=exp.Null())

    def reach(self, plan: p.Plan) -> tuple[dt.date, dt.date]:
        """The least and greatest a date may be."""
        if isinstance(plan, p.Ref) and plan.name in self.spans:
            return self.spans[plan.name]
        if isinstance(plan, p.Const) and isinstance(plan.value, dt.date):
            return plan.value, plan.value
        return dt.date.min, dt.date.max

    def ref(self, plan: p.Ref) -> Column:
        if plan.kind == "parameter":
            value = self.parameters[plan.name]
            return constant(value) if value is not None else nothing(plan.type)
        if not plan.name:
            return nothing(plan.type)
        found = self.known.get(plan.name)
        if found is None:
            raise CannotCompile(f"没有“{plan.name}”这一列。")
        return found

    def compare(self, plan: p.Compare) -> exp.Expr:
        node, mirrored = COMPARE[plan.op]
        if plan.left.type in (NUMBER, MONTHS, DAYS):
            return compare(node, mirrored, self.number(plan.left), self.number(plan.right))
        return node(this=_paren(self.boolean(plan.left)), expression=_paren(self.boolean(plan.right)))

    def logic(self, plan: p.Logic) -> exp.Expr:
        join = exp.and_ if plan.op == "and" else exp.or_
        return exp.Paren(this=join(*[exp.Paren(this=self.boolean(each)) for each in plan.terms], copy=False))

    def call(self, plan: p.Call) -> Column:
        columns = [self.column(each) for each in plan.args]
        return call(plan.function, Arguments(columns, plan.args, self.hoist, self.sure))

    def arith(self, plan: p.Arith) -> Column:
        if plan.type == DATE:
            return self._moved(plan)
        pair = (plan.left.type, plan.op, plan.right.type)
        if pair == (DATE, "-", DATE):
            days = exp.DateDiff(this=self.boolean(plan.left), expression=self.boolean(plan.right), unit=exp.var("DAY"))
            return Number(cast(days, DATE_DIGITS, 0), DATE_DIGITS, 0)
        if pair == (STRING, "+", STRING):
            return exp.DPipe(this=self.boolean(plan.left), expression=self.boolean(plan.right))
        made = self._numbers(plan)
        if plan.type == MONTHS and pair[0] != pair[2]:
            return rounded("round down", made, 0, self.hoist)
        if plan.type == DAYS and pair[0] != pair[2]:  # to the microsecond
            exact = rounded("round down", multiply(made, Number.constant(MICROSECONDS)), 0, self.hoist)
            return divide(self._span(exact), Number.constant(MICROSECONDS))
        return made

    def _span(self, exact: Number) -> Number:
        """A duration in microseconds, unknown where it is longer than durations may be."""
        if exact.digits < LONGEST_DIGITS:
            return exact
        held = Number(self.hoist(exact.sql), exact.digits, 0)
        within = exp.and_(compare(*COMPARE["<"], held, Number.constant(LONGEST)),
                          compare(*COMPARE[">"], held, Number.constant(-LONGEST)), copy=False)  # fmt: skip
        return Number(exp.Case(ifs=[exp.If(this=within, true=held.sql.copy())]), exact.digits, 0)

    def _numbers(self, plan: p.Arith) -> Number:
        """Numbers and durations: months are whole numbers, days-and-time are days."""
        left, right = self.number(plan.left), self.number(plan.right)
        match plan.op:
            case "+" | "-":
                return add(left, right, 1 if plan.op == "+" else -1)
            case "*":
                return multiply(left, right)
            case "/":
                return divide(left, right)
        if right.value is None or right.over is not None:
            raise CannotCompile("列式普查里乘方的指数要是常数。")
        return power(left, right.value, self.hoist)

    def _moved(self, plan: p.Arith) -> exp.Expr:
        """A date moved by whole months or days. Days are added as a whole number, months as an interval: DuckDB holds
        30 days and a month for equal, and would make two such columns one.
        """
        date, span = (plan.left, plan.right) if plan.left.type == DATE else (plan.right, plan.left)
        amount = self.number(span)
        if plan.op == "-":
            amount = multiply(amount, Number.constant(Decimal(-1)))
        floored = rounded("floor", amount, 0, self.hoist)
        caster = exp.Cast if floored.digits <= INT_DIGITS else exp.TryCast
        whole = self.hoist(caster(this=floored.sql, to=exp.DataType.build("INT")))
        from_ = self.boolean(date)
        moved: exp.Expr = exp.Paren(this=exp.Add(this=from_.copy(), expression=whole.copy()))
        if span.type == MONTHS:
            added = exp.DateAdd(this=from_.copy(), expression=exp.Paren(this=whole.copy()), unit=exp.var("MONTH"))
            moved = exp.Cast(this=added, to=exp.DataType.build("DATE"))
        within = self._within(date, span, amount, whole)
        return moved if within is None else exp.Case(ifs=[exp.If(this=within, true=moved)])

    def _within(self, date: p.Plan, span: p.Plan, amount: Number, whole: exp.Expr) -> exp.Expr | None:
        """Whether the moved date is one of the calendar's, from year 1 to 9999; None where it cannot be another."""
        most = Decimal(120_000) if span.type == MONTHS else Decimal(3_660_000)
        if amount.value is not None and amount.over is None:
            first, last = self.reach(date)
            try:
                for end in (first, last):
                    _move(end, int(amount.value), span.type)
                return None
            except (ValueError, OverflowError):
                pass
        number = Number(whole, 9, 0)
        inside = [compare(*COMPARE["<="], number, Number.constant(most)),
                  compare(*COMPARE[">="], number, Number.constant(-most))]  # fmt: skip
        year = exp.Year(this=self.boolean(date).copy())
        months = exp.Add(this=exp.Mul(this=year, expression=exp.Literal.number(12)),
                         expression=exp.Month(this=self.boolean(date).copy()))  # fmt: skip
        if span.type == MONTHS:
            moved = exp.Paren(this=exp.Add(this=months, expression=whole.copy()))
            low, high = 13, 9999 * 12 + 12
        else:
            since = exp.DateDiff(
                this=self.boolean(date).copy(), expression=constant(dt.date(1, 1, 1)), unit=exp.var("DAY")
            )
            moved = exp.Paren(this=exp.Add(this=since, expression=whole.copy()))
            low, high = 0, (dt.date(9999, 12, 31) - dt.date(1, 1, 1)).days
        return exp.and_(*inside, exp.GTE(this=moved, expression=exp.Literal.number(low)),
                        exp.LTE(this=moved.copy(), expression=exp.Literal.number(high)), copy=False)  # fmt: skip

    def chain(self, plan: p.If) -> Column:
        """if … else if …: flattened, so that a table of a hundred rows stays a list and not a tree of copies."""
        links: list[tuple[p.Plan, p.Plan]] = []
        step: p.Plan = plan
        while isinstance(step, p.If):
            links.append((step.condition, step.then))
            step = step.orelse
        rest = step
        conditions = [self.boolean(condition) for condition, _ in links]
        return choice(conditions, [self.column(value) for value in [*(value for _, value in links), rest]], self.sure)


def _move(day: dt.date, amount: int, unit: object) -> dt.date:
    return add_months(day, amount) if unit == MONTHS else day + dt.timedelta(days=amount)


def _paren(sql: exp.Expr) -> exp.Expr:
    return sql if isinstance(sql, exp.Column | exp.Literal | exp.Cast | exp.Paren) else exp.Paren(this=sql)
