"""How far a failed condition is from holding: in words, as numbers, and the first day time alone heals it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from rulebook.catalogue.vocabulary import AS_OF
from rulebook.judging.verdict import Gap, plain
from rulebook.plan import nodes as p
from rulebook.plan.closures import Environment
from rulebook.plan.functions import add_months
from rulebook.plan.missing import closure_of
from rulebook.plan.types import DATE, DAYS, MONTHS, NUMBER, Months, Value

if TYPE_CHECKING:
    from rulebook.judging.judge import Bench

HORIZON_MONTHS = 60
TURNED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def find_gap(ready: Bench, plan: p.Plan, env: Environment) -> Gap | None:
    """The gap of a failed plan: of its failing comparisons the first that can be put in words."""
    heals = heals_on(ready, plan, env)
    for compare in failing(plan, env):
        if (words := _words(ready, compare, env, heals)) is not None:
            return words
    return Gap(f"最早 {chinese_date(heals)}符合", heals_on=heals) if heals else None


def failing(plan: p.Plan, env: Environment, wanted: bool = True) -> Iterator[p.Compare]:
    """The comparisons that keep `plan` from being `wanted`."""
    value = closure_of(plan)(env)
    if value is None or value is wanted:
        return
    if isinstance(plan, p.Not):
        yield from failing(plan.term, env, not wanted)
    elif isinstance(plan, p.Logic):
        for term in plan.terms:
            yield from failing(term, env, wanted)
    elif isinstance(plan, p.If):
        chosen = closure_of(plan.condition)(env)
        yield from failing(plan.then if chosen else plan.orelse, env, wanted)
    elif isinstance(plan, p.Compare):
        yield plan if wanted else p.Compare(plan.type, TURNED[plan.op], plan.left, plan.right, span=plan.span)


def heals_on(ready: Bench, plan: p.Plan, env: Environment) -> dt.date | None:
    """The first day after the as-of date on which `plan` holds with nothing else changed, within five years."""
    if not _depends_on_time(ready, plan):
        return None
    day = env[AS_OF]
    assert isinstance(day, dt.date)

    def holds(on: dt.date) -> bool:
        return closure_of(plan)(ready.environment(_bare(ready, env), on)) is True

    before, month = day, 0
    while month < HORIZON_MONTHS:
        month += 1
        after = add_months(day, month)
        if holds(after):
            return _first_day(before, after, holds)
        before = after
    return None


def _first_day(before: dt.date, after: dt.date, holds: object) -> dt.date:
    """Between a day that fails and one that holds, the first that holds."""
    assert callable(holds)
    while (after - before).days > 1:
        middle = before + (after - before) // 2
        before, after = (before, middle) if holds(middle) else (middle, after)
    return after


def _bare(ready: Bench, env: Environment) -> dict[str, Value]:
    """The facts alone: what was derived is computed anew for another day."""
    parameters = ready.catalogue.parameters
    return {
        name: value
        for name, value in env.items()
        if value is not None and name != AS_OF and name not in env.computed and name not in parameters
    }


def _depends_on_time(ready: Bench, plan: p.Plan) -> bool:
    waiting, seen = list(p.names(plan)), set[str]()
    while waiting:
        name = waiting.pop()
        if name == AS_OF:
            return True
        if name in ready.derived_plans and name not in seen:
            seen.add(name)
            waiting += p.names(ready.derived_plans[name])
    return False


def _words(ready: Bench, compare: p.Compare, env: Environment, heals: dt.date | None) -> Gap | None:
    left, right, op = compare.left, compare.right, compare.op
    if isinstance(left, p.Const) and not isinstance(right, p.Const):
        left, right, op = right, left, MIRRORED.get(op, op)
    have, need = closure_of(left)(env), closure_of(right)(env)
    if have is None or need is None:
        return None
    name = left.name if isinstance(left, p.Ref) else ""
    unit = ready.units.get(name, "") or (ready.units.get(right.name, "") if isinstance(right, p.Ref) else "")
    shown = {"fact": name, "have": str(plain(have)), "need": f"{op} {plain(need)}", "unit": unit}
    words = _phrase(have, need, op, unit, str(left.type), name)
    if heals:
        earliest = f"最早 {chinese_date(heals)}符合"
        words = f"{words}，{earliest}" if words else earliest
    return Gap(words, heals_on=heals, **shown) if words else None


def _phrase(have: object, need: object, op: str, unit: str, type_: str, name: str) -> str:
    if type_ == NUMBER and op in MIRRORED:
        assert isinstance(have, Decimal)
        assert isinstance(need, Decimal)
        return _number(have, need, op, unit)
    if type_ == MONTHS and op in MIRRORED:
        assert isinstance(have, Months)
        assert isinstance(need, Months)
        return _number(Decimal(have.count), Decimal(need.count), op, "个月")
    if type_ == DAYS and op in MIRRORED:
        assert isinstance(have, dt.timedelta)
        assert isinstance(need, dt.timedelta)
        return _number(Decimal(have.days), Decimal(need.days), op, "天")
    if type_ == DATE and op in MIRRORED:
        when = {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}[op]
        return f"要{when} {chinese_date(need)}，现为 {chinese_date(have)}"
    if isinstance(have, bool):
        return f"现为“{'是' if have else '否'}”，要“{'否' if have else '是'}”"
    return f"现为“{have}”" if name else ""


def _number(have: Decimal, need: Decimal, op: str, unit: str) -> str:
    if unit == "月":
        unit = "个月"
    distance = abs(need - have)
    strict = "以上" if op == ">" else "以下" if op == "<" else ""
    lack = f"{'还差' if op in ('>', '>=') else '超出'} {amount(distance, unit)}"
    if unit == "个月" and op in (">", ">="):
        lack = f"再满 {amount(distance, unit)}"
    limit = (
        f"要{'超过' if op == '>' else '低于' if op == '<' else '至少' if op == '>=' else '不超过'} {amount(need, unit)}"
    )
    return lack if not strict else f"{limit}，现为 {amount(have, unit)}"


def amount(number: Decimal, unit: str) -> str:
    """A number with its unit as a reader says it: yuan from ten thousand on in 万元, whole numbers without decimals."""
    if unit == "元" and abs(number) >= 10_000:
        return f"{number / 10_000:,.2f} 万元"
    text = f"{number.normalize():f}" if number == number.to_integral_value() else f"{number:f}".rstrip("0")
    if "." in text and len(text.split(".")[1]) > 4:
        text = f"{number:.4f}".rstrip("0").rstrip(".")
    return f"{text} {unit}".strip()


def chinese_date(day: object) -> str:
    assert isinstance(day, dt.date)
    return f"{day.year}年{day.month}月{day.day}日"
