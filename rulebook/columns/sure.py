"""Which expressions can never be unknown: most registers hold some facts for everybody, and less is computed then."""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from rulebook.columns.lookups import EXTRACT

STRICT = (
    exp.Paren, exp.Cast, exp.Not, exp.And, exp.Or, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Add, exp.Sub,
    exp.Mul, exp.Neg, exp.Abs, exp.Least, exp.Greatest, exp.Year, exp.Month, exp.Day, exp.DateDiff, exp.DateAdd,
    exp.StartsWith, exp.EndsWith, exp.StrPosition, exp.DPipe, exp.Is,
)  # fmt: skip


def sure(sql: exp.Expr, known: Collection[str]) -> bool:
    """Whether `sql` has a value whatever the row, given the columns that always have one.

    The operators in STRICT have a value where all their operands have; whatever is not named here counts as unsure.
    """
    match sql:
        case exp.Column():
            return sql.name in known
        case exp.Var():
            return "NULL" not in sql.name  # lists of constants stand as text
        case exp.Literal() | exp.Boolean() | exp.DataType():
            return True
        case exp.Is():
            return True  # IS NULL answers always
        case exp.Case():
            default = sql.args.get("default")
            outputs = [*(each.args["true"] for each in sql.args["ifs"]), default]
            return default is not None and all(sure(each, known) for each in outputs)
        case exp.Anonymous() if sql.this == EXTRACT:
            values, place = sql.expressions
            return sure(place, known) and all(sure(each, known) for each in values.expressions)
        case exp.IntDiv() | exp.Mod():
            return _not_zero(sql.expression) and sure(sql.this, known)
        case _ if isinstance(sql, STRICT):
            return all(sure(each, known) for each in sql.iter_expressions())
    return False


def _not_zero(sql: exp.Expr) -> bool:
    """A constant divisor, or a product of such."""
    match sql:
        case exp.Literal():
            return not sql.is_string and float(sql.this) != 0
        case exp.Paren() | exp.Cast():
            return _not_zero(sql.this)
        case exp.Mul():
            return _not_zero(sql.this) and _not_zero(sql.expression)
    return False
