"""How far a failed condition is from holding: in words, as numbers, and the first day time alone heals it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rulebook.judging.bench import Bench
from rulebook.judging.healing import heals_on
from rulebook.judging.judged import Gap, plain
from rulebook.plan import nodes as p
from rulebook.plan.closures import Environment, Of
from rulebook.plan.exact import ARITHMETIC, Number, rounded
from rulebook.plan.functions import absolute
from rulebook.plan.types import DATE, DAYS, MONTHS, NUMBER, Months

TURNED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
TOLD = (p.Ref, p.Const)
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def find_gap(ready: Bench, plan: p.Plan, env: Environment) -> Gap | None:
    """The gap of a failed plan: of its failing comparisons the first that can be put in words."""
    heals = heals_on(ready, plan, env)
    for compare in failing(ready.closures.of, plan, env):
        if (words := _words(ready, compare, env, heals)) is not None:
            return words
    return Gap(f"最早 {chinese_date(heals)}符合", heals_on=heals) if heals else None


def failing(of: Of, plan: p.Plan, env: Environment, wanted: bool = True) -> Iterator[p.Compare]:
    """The comparisons that keep `plan` from being `wanted`."""
    value = of(plan)(env)
    if value is None or value is wanted:
        return
    if isinstance(plan, p.Not):
        yield from failing(of, plan.term, env, not wanted)
    elif isinstance(plan, p.Logic):
        for term in plan.terms:
            yield from failing(of, term, env, wanted)
    elif isinstance(plan, p.If):
        chosen = of(plan.condition)(env)
        yield from failing(of, plan.then if chosen else plan.orelse, env, wanted)
    elif isinstance(plan, p.Compare):
        yield plan if wanted else p.Compare(plan.type, TURNED[plan.op], plan.left, plan.right, span=plan.span)


def _words(ready: Bench, compare: p.Compare, env: Environment, heals: dt.date | None) -> Gap | None:
    left, right, op = compare.left, compare.right, compare.op
    if isinstance(left, p.Const) and not isinstance(right, p.Const):
        left, right, op = right, left, MIRRORED.get(op, op)
    have, need = ready.closures.of(left)(env), ready.closures.of(right)(env)
    if have is None or need is None:
        return None
    name = left.name if isinstance(left, p.Ref) else ""
    unit = ready.units.get(name, "") or (ready.units.get(right.name, "") if isinstance(right, p.Ref) else "")
    shown = {"fact": name, "have": str(plain(have)), "need": f"{op} {plain(need)}", "unit": unit}
    # 10 × staff against 3 × all: both are reckoned, and their distance is on a scale nobody reads
    reckoned = left.type == NUMBER and not isinstance(left, TOLD) and not isinstance(right, TOLD)
    words = "" if reckoned else _phrase(have, need, op, unit, str(left.type), name)
    if heals:
        earliest = f"最早 {chinese_date(heals)}符合"
        words = f"{words}，{earliest}" if words else earliest
    return Gap(words, heals_on=heals, **shown) if words else None


def _phrase(have: object, need: object, op: str, unit: str, type_: str, name: str) -> str:
    if type_ == NUMBER and op in MIRRORED:
        assert isinstance(have, Decimal | Fraction)
        assert isinstance(need, Decimal | Fraction)
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


def _number(have: Number, need: Number, op: str, unit: str) -> str:
    if unit == "月":
        unit = "个月"
    distance = absolute(ARITHMETIC["-"](need, have))
    strict = "以上" if op == ">" else "以下" if op == "<" else ""
    lack = f"{'还差' if op in ('>', '>=') else '超出'} {amount(distance, unit)}"
    if unit == "个月" and op in (">", ">="):
        lack = f"再满 {amount(distance, unit)}"
    limit = (
        f"要{'超过' if op == '>' else '低于' if op == '<' else '至少' if op == '>=' else '不超过'} {amount(need, unit)}"
    )
    return lack if not strict else f"{limit}，现为 {amount(have, unit)}"


def amount(number: Number, unit: str) -> str:
    """A number with its unit as a reader says it: yuan from ten thousand on in 万元, to the fen; no idle zeros else."""
    if unit == "元" and absolute(number) >= 10_000:
        exact = rounded(ARITHMETIC["/"](number, Decimal(10_000)), 6, ROUND_HALF_UP)
        whole, _, fraction = f"{exact:,f}".partition(".")
        return f"{whole}.{fraction.rstrip('0').ljust(2, '0')} 万元"
    places = 4 if absolute(number) >= Decimal("0.0001") else 12
    text = f"{rounded(number, places, ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return f"{text} {unit}".strip()


def chinese_date(day: object) -> str:
    assert isinstance(day, dt.date)
    return f"{day.year}年{day.month}月{day.day}日"
