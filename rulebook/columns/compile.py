"""Plan → SQLGlot tree. Unknown is SQL NULL; what would differ from the closures is written out or refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from sqlglot import exp

from rulebook.columns.functions import Hoist, Sure, call
from rulebook.columns.numbers import CannotCompile, Number, add, cast, compare, divide, multiply
from rulebook.columns.tables import Tables
from rulebook.columns.values import Column, choice, constant, nothing
from rulebook.plan import nodes as p
from rulebook.plan.types import DATE, DAYS, MONTHS, NUMBER, STRING, Maybe, Months

COMPARE: dict[str, tuple[type[exp.Binary], type[exp.Binary]]] = {
    "=": (exp.EQ, exp.EQ), "!=": (exp.NEQ, exp.NEQ), "<": (exp.LT, exp.GT), "<=": (exp.LTE, exp.GTE),
    ">": (exp.GT, exp.LT), ">=": (exp.GTE, exp.LTE),
}  # fmt: skip


class Columns:
    """Compiles plans against one set of known columns and parameters of one as-of date.

    Months durations are integers of months, days durations integers of days.
    """

    def __init__(self, known: Mapping[str, Column], parameters: Mapping[str, Maybe]) -> None:
        self.known, self.parameters = known, parameters
        self.made: dict[int, exp.Expr] = {}  # plans, by identity, that stand in a column already
        self.sure: Sure = lambda sql: False  # whether an expression can never be unknown
        self.hoist: Hoist = lambda sql: sql  # puts what is used more than once into a column of its own
        self.tables = Tables(self)
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
        """Whether a plan can never be unknown."""
        made = self.column(plan)
        if isinstance(made, Number):
            return self.sure(made.sql) and (made.over is None or self.sure(made.over.sql))
        return self.sure(made)

    def unknown(self, plan: p.Plan) -> exp.Expr:
        """Whether a plan is unknown."""
        made = self.column(plan)
        if isinstance(made, Number):
            sql = exp.Is(this=made.sql.copy(), expression=exp.Null())
            if made.over is None:
                return sql
            return exp.Paren(this=exp.or_(sql, exp.Is(this=made.over.sql.copy(), expression=exp.Null()), copy=False))
        return exp.Is(this=exp.Paren(this=made.copy()), expression=exp.Null())

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
        if plan.left.type == NUMBER:
            return compare(node, mirrored, self.number(plan.left), self.number(plan.right))
        return node(this=_paren(self.boolean(plan.left)), expression=_paren(self.boolean(plan.right)))

    def logic(self, plan: p.Logic) -> exp.Expr:
        join = exp.and_ if plan.op == "and" else exp.or_
        return exp.Paren(this=join(*[exp.Paren(this=self.boolean(each)) for each in plan.terms], copy=False))

    def call(self, plan: p.Call) -> Column:
        return call(plan.function, [self.column(each) for each in plan.args], plan.args, self.hoist, self.sure)

    def arith(self, plan: p.Arith) -> Column:
        pair = (plan.left.type, plan.op, plan.right.type)
        if pair[0] == pair[2] == NUMBER:
            return self._numbers(plan)
        if pair == (DATE, "-", DATE):
            return exp.DateDiff(this=self.boolean(plan.left), expression=self.boolean(plan.right), unit=exp.var("DAY"))
        if plan.type in (MONTHS, DAYS) and pair[0] == pair[2]:
            node = exp.Add if plan.op == "+" else exp.Sub
            return exp.Paren(this=node(this=self.boolean(plan.left), expression=self.boolean(plan.right)))
        if pair[1] == "/" and pair[0] == pair[2] and pair[0] in (MONTHS, DAYS):
            return divide(self._whole(plan.left), self._whole(plan.right))
        if plan.type == DATE:
            return self._moved(plan)
        if pair == (STRING, "+", STRING):
            return exp.DPipe(this=self.boolean(plan.left), expression=self.boolean(plan.right))
        raise CannotCompile(f"列式普查不能算 {pair[0]} {pair[1]} {pair[2]}。")

    def _numbers(self, plan: p.Arith) -> Number:
        left, right = self.number(plan.left), self.number(plan.right)
        match plan.op:
            case "+" | "-":
                return add(left, right, 1 if plan.op == "+" else -1)
            case "*":
                return multiply(left, right)
            case "/":
                return divide(left, right)
        if isinstance(plan.right, p.Const) and plan.right.value in (Decimal(2), Decimal(3)):
            square = multiply(left, left)
            return square if plan.right.value == 2 else multiply(square, left)
        raise CannotCompile("列式普查里的乘方只能是常数 2 或 3。")

    def _whole(self, plan: p.Plan) -> Number:
        """A duration as a whole number of months or days."""
        if isinstance(plan, p.Const) and isinstance(plan.value, Months):
            return Number.constant(Decimal(plan.value.count))
        if isinstance(plan, p.Const) and isinstance(plan.value, dt.timedelta) and plan.value.seconds == 0:
            return Number.constant(Decimal(plan.value.days))
        return Number(cast(_paren(self.boolean(plan)), 9, 0), 9, 0)

    def _moved(self, plan: p.Arith) -> exp.Expr:
        date, span = (plan.left, plan.right) if plan.left.type == DATE else (plan.right, plan.left)
        amount = self.boolean(span)
        if plan.op == "-":
            amount = exp.Neg(this=exp.Paren(this=amount))
        unit = exp.var("MONTH" if span.type == MONTHS else "DAY")
        moved = exp.DateAdd(this=self.boolean(date), expression=exp.Paren(this=amount), unit=unit)
        return exp.Cast(this=moved, to=exp.DataType.build("DATE"))

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


def _paren(sql: exp.Expr) -> exp.Expr:
    return sql if isinstance(sql, exp.Column | exp.Literal | exp.Cast | exp.Paren) else exp.Paren(this=sql)
