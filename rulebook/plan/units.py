"""Units: what an expression is counted in, and where two things that are not counted alike are compared or added.

A constant fits everything, and times a count may be anything; a name without a unit is not judged. Counts (人, 件, 月,
…) times money is money, a unit divided by itself is a plain number, `元/人` times `人` is `元`; `元/人` goes with `元`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.plan import nodes as p
from rulebook.plan.build import PlanFault
from rulebook.plan.types import NUMBER
from rulebook.saying import Said, say

COUNTS = frozenset(
    [
        "人",
        "名",
        "位",
        "件",
        "项",
        "次",
        "人次",
        "家",
        "户",
        "个",
        "套",
        "台",
        "辆",
        "间",
        "学时",
        "课时",
        "天",
        "日",
        "周",
        "月",
        "季",
        "年",
        "期",
    ]
)
SAME = {"名": "人", "位": "人", "％": "%", "日": "天", "圆": "元", "人民币元": "元", "個": "个", "㎡": "平方米"}
TIMES = {("万元", "元"): "10000", ("亿元", "元"): "100000000", ("亿元", "万元"): "10000", ("年", "月"): "12",
         ("千元", "元"): "1000", ("元", "分"): "100"}  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """`name` of the unit, or why there is none: a plain number (`free`) or nothing known."""

    name: str = ""
    free: bool = False


FREE, UNKNOWN = Unit(free=True), Unit()


def named(text: str) -> Unit:
    """A unit as declared; none declared is nothing known."""
    plain = "/".join(SAME.get(part.strip(), part.strip()) for part in text.split("/"))
    return Unit(plain) if plain else UNKNOWN


def unit_of(plan: p.Plan, units: Mapping[str, str]) -> Unit:
    """The unit of an expression over names with `units`. Raises PlanFault where units do not fit."""
    match plan:
        case p.Const():
            return FREE if plan.type == NUMBER else UNKNOWN
        case p.Ref():
            return named(units.get(plan.name, "")) if plan.type == NUMBER else UNKNOWN
        case p.Compare():
            _alike(plan.left, plan.right, "比较", units, plan)
            return UNKNOWN
        case p.Arith():
            return _arith(plan, units)
        case p.If():
            unit_of(plan.condition, units)
            return _alike(plan.then, plan.orelse, "在 then 和 else 里并列", units, plan)
        case p.Call():
            return _call(plan, units)
        case p.Table():
            return UNKNOWN
    for part in p.children(plan):
        unit_of(part, units)
    return UNKNOWN


def _call(plan: p.Call, units: Mapping[str, str]) -> Unit:
    found = [unit_of(each, units) for each in plan.args]
    if plan.function in ("min", "max"):
        whole, first = found[0], plan.args[0]
        for each, unit in zip(plan.args[1:], found[1:], strict=True):
            whole = _same(whole, unit, say("一起求 {function}", function=plan.function), first, each, each)
        return whole
    numeric = plan.type == NUMBER and bool(plan.args) and plan.args[0].type == NUMBER
    return found[0] if numeric else UNKNOWN


def _arith(plan: p.Arith, units: Mapping[str, str]) -> Unit:
    if plan.op in ("+", "-") and plan.type == NUMBER:
        return _alike(plan.left, plan.right, "相加" if plan.op == "+" else "相减", units, plan)
    left, right = unit_of(plan.left, units), unit_of(plan.right, units)
    if plan.type != NUMBER or plan.left.type != NUMBER:
        return UNKNOWN
    if plan.op == "*":
        return product(left, right)
    return quotient(left, right) if plan.op == "/" else UNKNOWN


def product(left: Unit, right: Unit) -> Unit:
    for one, other in ((left, right), (right, left)):
        if one.free:
            return UNKNOWN if other.name in COUNTS else other  # 人 * 2000: the constant may be yuan a head
        if one.name and other.name.endswith(f"/{one.name}"):
            return Unit(other.name.removesuffix(f"/{one.name}"))
    for one, other in ((left, right), (right, left)):
        if one.name in COUNTS or one.name == "%":
            return UNKNOWN if other.name in COUNTS else other
    return UNKNOWN


def quotient(left: Unit, right: Unit) -> Unit:
    if right.free:
        return left
    if not left.name or not right.name:
        return UNKNOWN
    if left == right:
        return FREE
    return UNKNOWN if right.name == "%" else Unit(f"{left.name}/{right.name}")


def _alike(left: p.Plan, right: p.Plan, doing: str, units: Mapping[str, str], at: p.Plan) -> Unit:
    return _same(unit_of(left, units), unit_of(right, units), say(doing), left, right, at)


def _same(left: Unit, right: Unit, doing: Said, one: p.Plan, other: p.Plan, at: p.Plan) -> Unit:
    if left.name and right.name and not alike(left, right):
        said = say("{one}（{left}）和{other}（{right}）单位不同，不能{doing}{hint}。", one=_words(one), left=left.name,
                   other=_words(other), right=right.name, doing=doing, hint=_hint(left.name, right.name))  # fmt: skip
        raise PlanFault(said, at.span)
    if left.name or right.name:
        return left if left.name else right
    return FREE if left.free and right.free else UNKNOWN


def alike(left: Unit, right: Unit) -> bool:
    """The same unit; 元 a head may be written 元."""
    one, other = sorted((left.name, right.name), key=len)
    return one == other or (other.startswith(f"{one}/") and other.removeprefix(f"{one}/") in COUNTS)


def _hint(left: str, right: str) -> Said | str:
    for one, other in ((left, right), (right, left)):
        if times := TIMES.get((one, other)):
            return say("；1 {one} = {times} {other}，先换算", one=one, times=times, other=other)
    return ""


def _words(plan: p.Plan) -> Said | str:
    return f"“{plan.name}”" if isinstance(plan, p.Ref) else say("一边")
