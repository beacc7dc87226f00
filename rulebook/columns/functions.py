"""The functions of a rule as columns; each line has its twin in plan.functions, and a property test compares them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sqlglot import exp

from rulebook.columns.numbers import MOST_DIGITS, CannotCompile, Number, cast, common, compare, divide, multiply
from rulebook.feel.portable import NotPortable, portable
from rulebook.plan import nodes as p
from rulebook.plan.exact import MOST_POWER

Column = exp.Expr | Number
Hoist = Callable[[exp.Expr], exp.Expr]
Sure = Callable[[exp.Expr], bool]
INTEGER = exp.DataType.build("INT128")  # DuckDB's HUGEINT; Spark writes DECIMAL(38, 0)
LONG = exp.DataType.build("BIGINT")
MOST_SCALE = 18
MONTH_DIGITS, YEAR_DIGITS = 6, 5
LONG_DIGITS = 17  # doubled and added to, still within 64 bits
ROUNDINGS = {"decimal", "floor", "ceiling", "round half up", "round half down", "round up", "round down"}


@dataclass(frozen=True)
class Arguments:
    """A call's arguments as columns, and as plans."""

    columns: Sequence[Column]
    plans: Sequence[p.Plan]
    hoist: Hoist
    sure: Sure

    @property
    def numbers(self) -> list[Number]:
        return [each for each in self.columns if isinstance(each, Number)]

    @property
    def texts(self) -> list[exp.Expr]:
        """Arguments that are no numbers."""
        return [each for each in self.columns if not isinstance(each, Number)]


Maker = Callable[[Arguments], Column]


def call(name: str, arguments: Arguments) -> Column:
    """The column of a function of plan.functions."""
    maker = MAKERS.get(name)
    if maker is None:
        raise CannotCompile(f"列式普查还没有函数“{name}”。")
    return maker(arguments)


def _rounding(mode: str) -> Maker:
    return lambda given: rounded(mode, given.numbers[0], _scale(given.columns), given.hoist)


def _extreme(name: str) -> Maker:
    return lambda given: extreme(name, given.numbers, given.hoist, given.sure)


def _absolute(given: Arguments) -> Number:
    (number,) = given.numbers
    over = number.over and Number(exp.Abs(this=number.over.sql.copy()), number.over.digits, number.over.scale)
    return Number(exp.Abs(this=number.sql.copy()), number.digits, number.scale, over)


def _text(make: Callable[..., exp.Expr]) -> Maker:
    return lambda given: make(*given.texts)


def _part(node: type[exp.Func]) -> Maker:
    return lambda given: Number(cast(node(this=given.texts[0]), YEAR_DIGITS, 0), YEAR_DIGITS, 0)


def _months(given: Arguments) -> Number:
    return Number(cast(months_between(*given.texts), MONTH_DIGITS, 0), MONTH_DIGITS, 0)


def _contains(text: exp.Expr, part: exp.Expr) -> exp.Expr:
    return exp.GT(this=exp.StrPosition(this=text, substr=part), expression=exp.Literal.number(0))


def _date(text: exp.Expr) -> exp.Expr:
    """A date out of a text written 2022-06-24; any other text is unknown."""
    written = exp.RegexpLike(
        this=text.copy(), expression=exp.Literal.string(r"^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$")
    )
    first = exp.GTE(this=text.copy(), expression=exp.Literal.string("0001"))
    short = exp.EQ(this=exp.Length(this=text.copy()), expression=exp.Literal.number(10))
    made = exp.TryCast(this=text.copy(), to=exp.DataType.build("DATE"))
    return exp.Case(ifs=[exp.If(this=exp.and_(written, first, short, copy=False), true=made)])


def _pattern(plan: p.Plan) -> str:
    """A pattern that RE2 and Java read as the closures do."""
    assert isinstance(plan, p.Const)
    try:
        return _tried(portable(str(plan.value)))
    except NotPortable as error:
        raise CannotCompile(f"模式“{plan.value}”不能按列匹配：{error}。") from None


@lru_cache(maxsize=512)
def _tried(pattern: str) -> str:
    """RE2 bounds what a pattern may take; what is beyond it is not for columns."""
    import duckdb

    try:
        duckdb.execute("SELECT regexp_matches('', ?)", [pattern])
    except duckdb.Error:
        raise NotPortable("展开以后太长") from None
    return pattern


MAKERS: dict[str, Maker] = {
    **{name: _rounding(name) for name in ROUNDINGS},
    "min": _extreme("min"), "max": _extreme("max"), "abs": _absolute,
    "contains": _text(_contains),
    "starts with": _text(lambda text, part: exp.StartsWith(this=text, expression=part)),
    "ends with": _text(lambda text, part: exp.EndsWith(this=text, expression=part)),
    "matches": lambda given: exp.RegexpLike(
        this=given.texts[0], expression=exp.Literal.string(_pattern(given.plans[1]))
    ),
    "date": _text(_date), "years and months duration": _months,
    "year": _part(exp.Year), "month": _part(exp.Month), "day": _part(exp.Day),
    "days": lambda given: rounded("round down", given.numbers[0], 0, given.hoist),
}  # fmt: skip


def _scale(args: Sequence[Column]) -> int:
    if len(args) == 1:
        return 0
    scale = args[1]
    if isinstance(scale, Number) and scale.value is not None and scale.over is None and abs(scale.value) <= MOST_SCALE:
        return int(scale.value)
    raise CannotCompile(f"舍入的位数要是 -{MOST_SCALE} 到 {MOST_SCALE} 的常数。")


def power(base: Number, exponent: Decimal, hoist: Hoist) -> Number:
    """Whole exponents, as plan.exact.power has them: by squaring, each square a column of its own."""
    times = int(exponent)
    if times != exponent or abs(times) > MOST_POWER:
        raise CannotCompile(f"列式普查里乘方的指数要是 -{MOST_POWER} 到 {MOST_POWER} 的整数。")
    one = Number.constant(Decimal(1))
    if times == 0:
        known: exp.Expr = exp.Not(this=exp.Is(this=exp.Paren(this=base.sql.copy()), expression=exp.Null()))
        if base.over is not None and base.over.value is None:
            known = exp.and_(known, exp.Not(this=exp.Is(this=base.over.sql.copy(), expression=exp.Null())), copy=False)
        return Number(cast(exp.Case(ifs=[exp.If(this=known, true=one.sql)]), 1, 0), 1, 0)
    made, square, left = None, base, abs(times)
    while True:
        if left & 1:
            made = square if made is None else multiply(made, square)
        left >>= 1
        if not left:
            break
        square = multiply(square, square)
        square = Number(hoist(square.sql), square.digits, square.scale, square.over, square.value)
    assert made is not None
    return made if times > 0 else divide(one, made)


def rounded(mode: str, number: Number, scale: int, hoist: Hoist) -> Number:
    """`number` at `scale` places by integer arithmetic: exact for fractions too."""
    if number.over is None and number.scale <= scale:
        return number
    if scale < 0:
        unit = Number.constant(Decimal(1).scaleb(-scale))
        return multiply(rounded(mode, divide(number, unit), 0, hoist), unit)
    digits = number.digits + max(0, scale - number.scale) + 2
    if number.over is not None:
        digits += number.over.scale
    if digits + 1 > MOST_DIGITS:
        raise CannotCompile(f"舍入的中间结果可能有 {digits} 位数字，列式普查最多 {MOST_DIGITS} 位。")
    value = hoist(number.sql)
    over = number.over and Number(
        hoist(number.over.sql), number.over.digits, number.over.scale, None, number.over.value
    )
    number = Number(value, number.digits, number.scale, over)
    kind = LONG if digits + 1 <= LONG_DIGITS and (over is None or over.digits + scale + 1 <= LONG_DIGITS) else INTEGER
    top, bottom = _integers(number, scale, kind)
    magnitude = _magnitude(mode, number, hoist(top), hoist(bottom), hoist)
    signed = exp.Mul(this=_sign(number), expression=exp.Paren(this=magnitude))
    unscaled = exp.Mul(this=exp.Paren(this=signed), expression=_literal(Decimal(1).scaleb(-scale), scale + 1, scale))
    result_digits = max(1, number.digits - number.scale + scale + 2 + (number.over.scale if number.over else 0))
    wide = cast(unscaled, min(MOST_DIGITS, result_digits + 1), scale)
    return Number(wide, min(MOST_DIGITS, result_digits + 1), scale)


def _integers(number: Number, scale: int, kind: exp.DataType) -> tuple[exp.Expr, exp.Expr]:
    """|number| × 10^scale as top ÷ bottom in whole numbers; a constant bottom is a literal."""
    over_scale = number.over.scale if number.over else 0
    top_power = scale + over_scale - number.scale
    top = _abs_integer(number, kind)
    shift = 10**-top_power if top_power < 0 else 1
    bottom: exp.Expr
    if number.over is None or number.over.value is not None:
        whole = (
            1 if number.over is None or number.over.value is None else int(abs(number.over.value).scaleb(over_scale))
        )
        bottom = _integer(whole * shift, kind)
    else:
        bottom = _abs_integer(number.over, kind)
        if shift > 1:
            bottom = exp.Paren(this=exp.Mul(this=bottom, expression=_integer(shift, kind)))
    if top_power > 0:
        top = exp.Paren(this=exp.Mul(this=top, expression=_integer(10**top_power, kind)))
    return top, bottom


def _abs_integer(number: Number, kind: exp.DataType) -> exp.Expr:
    """A decimal's digits as a whole number."""
    scale = number.scale
    if not scale:
        return exp.Abs(this=exp.Cast(this=number.sql.copy(), to=kind))
    wide = min(MOST_DIGITS, number.digits + scale + 1)
    shifted = exp.Mul(this=cast(number.sql.copy(), wide, scale), expression=_literal(Decimal(10**scale), scale + 1, 0))
    return exp.Abs(this=exp.Cast(this=exp.Paren(this=shifted), to=kind))


def _integer(value: int, kind: exp.DataType) -> exp.Expr:
    return exp.Cast(this=exp.Literal.number(value), to=kind)


def _literal(value: Decimal, digits: int, scale: int) -> exp.Expr:
    return cast(exp.Literal.number(f"{value:f}"), digits, scale)


def _sign(number: Number) -> exp.Expr:
    negative: exp.Expr = exp.LT(this=number.sql.copy(), expression=exp.Literal.number(0))
    if number.over is not None and number.over.value is None:
        over = exp.LT(this=number.over.sql.copy(), expression=exp.Literal.number(0))
        negative = exp.NEQ(this=exp.Paren(this=negative), expression=exp.Paren(this=over))
    return exp.Case(ifs=[exp.If(this=negative, true=exp.Literal.number(-1))], default=exp.Literal.number(1))


def _one_if(condition: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition, true=exp.Literal.number(1))], default=exp.Literal.number(0))


def _magnitude(mode: str, number: Number, top: exp.Expr, bottom: exp.Expr, hoist: Hoist) -> exp.Expr:
    """|result| in whole units: one division where the mode allows it, else quotient and remainder."""

    def plus(a: exp.Expr, b: exp.Expr) -> exp.Expr:
        return exp.Paren(this=exp.Add(this=a.copy(), expression=b.copy()))

    def less_one(a: exp.Expr) -> exp.Expr:
        return exp.Paren(this=exp.Sub(this=a, expression=exp.Literal.number(1)))

    two = exp.Literal.number(2)
    double_top = exp.Paren(this=exp.Mul(this=top.copy(), expression=two.copy()))
    double_bottom = exp.Paren(this=exp.Mul(this=bottom.copy(), expression=two.copy()))
    match mode:
        case "round half up":
            return exp.IntDiv(this=plus(double_top, bottom), expression=double_bottom)
        case "round half down":
            return exp.IntDiv(this=less_one(plus(double_top, bottom)), expression=double_bottom)
        case "round up":
            return exp.IntDiv(this=less_one(plus(top, bottom)), expression=bottom.copy())
        case "round down":
            return exp.IntDiv(this=top.copy(), expression=bottom.copy())
    quotient = hoist(exp.IntDiv(this=top.copy(), expression=bottom.copy()))  # toward zero, of absolute values
    whole = exp.Paren(this=exp.Mul(this=quotient.copy(), expression=bottom.copy()))
    remainder = hoist(exp.Paren(this=exp.Sub(this=top.copy(), expression=whole)))
    return plus(quotient, _one_if(_goes_up(mode, number, quotient, remainder, bottom)))


def _goes_up(mode: str, number: Number, quotient: exp.Expr, remainder: exp.Expr, bottom: exp.Expr) -> exp.Expr:
    """Whether the magnitude grows by one; floor and ceiling look at the sign, the rest round half even."""
    if mode in ("floor", "ceiling"):
        inexact = exp.GT(this=remainder.copy(), expression=exp.Literal.number(0))
        side = exp.EQ if mode == "floor" else exp.NEQ
        return exp.and_(inexact, side(this=_sign(number), expression=exp.Literal.number(-1)), copy=False)
    twice = exp.Paren(this=exp.Mul(this=remainder.copy(), expression=exp.Literal.number(2)))
    odd = exp.EQ(
        this=exp.Mod(this=exp.Paren(this=quotient.copy()), expression=exp.Literal.number(2)),
        expression=exp.Literal.number(1),
    )
    even_tie = exp.and_(exp.EQ(this=twice.copy(), expression=bottom.copy()), odd, copy=False)
    return exp.or_(exp.GT(this=twice, expression=bottom.copy()), even_tie, copy=False)


def extreme(name: str, numbers: Sequence[Number], hoist: Hoist, sure: Sure) -> Number:
    """min or max; unknown when any is unknown (LEAST skips NULL in Spark and PostgreSQL, so it is not used alone)."""
    best = numbers[0]
    for each in numbers[1:]:
        top_a, top_b, over = common(best, each)
        if over is not None and over.value is None:
            best = _chosen(name, best, each, hoist)
            continue
        scale = max(top_a.scale, top_b.scale)
        a, b = (
            Number(hoist(each.sql), each.digits, each.scale) for each in (top_a.widened(scale), top_b.widened(scale))
        )
        node = exp.Least if name == "min" else exp.Greatest
        known = [exp.Not(this=exp.Is(this=each.sql.copy(), expression=exp.Null())) for each, number in
                 ((a, top_a), (b, top_b)) if number.value is None and not sure(number.sql)]  # fmt: skip
        chosen: exp.Expr = node(this=a.sql.copy(), expressions=[b.sql.copy()], ignore_nulls=True)
        if known:
            chosen = exp.Case(ifs=[exp.If(this=exp.and_(*known, copy=False), true=chosen)])
        digits = max(a.digits, b.digits)
        best = Number(cast(chosen, digits, scale), digits, scale, over)
    return best


def _chosen(name: str, a: Number, b: Number, hoist: Hoist) -> Number:
    """The lesser or greater of two of which one is a fraction: compared, then taken as it is."""
    one = Number.constant(Decimal(1))
    straight, mirrored = (exp.LTE, exp.GTE) if name == "min" else (exp.GTE, exp.LTE)
    first = hoist(compare(straight, mirrored, a, b))

    def either(x: Number, y: Number) -> Number:
        scale = max(x.scale, y.scale)
        x, y = x.widened(scale), y.widened(scale)
        digits = max(x.digits, y.digits)
        ifs = [exp.If(this=first.copy(), true=x.sql.copy()),
               exp.If(this=exp.Not(this=first.copy()), true=y.sql.copy())]  # fmt: skip
        return Number(cast(exp.Case(ifs=ifs), digits, scale), digits, scale)

    top = either(a.top, b.top)
    return Number(top.sql, top.digits, top.scale, either(a.over or one, b.over or one))


def months_between(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """Whole months, toward zero, as plan.functions.months_between counts them."""
    forward = _months_forward(start, end)
    backward = exp.Neg(this=exp.Paren(this=_months_forward(end, start)))
    return exp.Paren(this=exp.Case(ifs=[exp.If(this=exp.GTE(this=end, expression=start), true=forward),
                                        exp.If(this=exp.LT(this=end, expression=start), true=backward)]))  # fmt: skip


def _months_forward(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    years = exp.Paren(this=exp.Sub(this=exp.Year(this=end.copy()), expression=exp.Year(this=start.copy())))
    months = exp.Paren(this=exp.Sub(this=exp.Month(this=end.copy()), expression=exp.Month(this=start.copy())))
    short = _one_if(exp.LT(this=exp.Day(this=end.copy()), expression=exp.Day(this=start.copy())))
    total = exp.Add(this=exp.Mul(this=years, expression=exp.Literal.number(12)), expression=months)
    return exp.Sub(this=total, expression=short)
