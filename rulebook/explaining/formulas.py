"""How an amount comes about, in words: the rule's own expression with the numbers of a day, and one worked example."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rulebook.catalogue.catalogue import Catalogue, rested_on
from rulebook.catalogue.model import Benefit, Example, Parameter, Version
from rulebook.judging.bench import Bench, bench
from rulebook.judging.gaps import amount as number_words
from rulebook.judging.gaps import chinese_date
from rulebook.judging.judge import paid
from rulebook.plan import nodes as p
from rulebook.plan.exact import rounded
from rulebook.plan.types import Maybe, Months

SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
ORDER = {"=": "是", "!=": "不是", "<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于"}
CALLS = {
    "min": "{}中较小的", "max": "{}中较大的", "abs": "{}的绝对值", "floor": "{}（舍去尾数）",
    "ceiling": "{}（进位取整）", "decimal": "{}（取整）",
    "round half up": "{}（四舍五入）", "round half down": "{}（五舍六入）",
    "round up": "{}（进位）", "round down": "{}（舍尾）", "starts with": "{}开头", "ends with": "{}结尾",
    "contains": "{}", "matches": "{}",
}  # fmt: skip
JOINED = {"min", "max"}


@dataclass(frozen=True)
class Worked:
    """An amount worked out: `facts` are (name, value, unit) it rests on, `on` the day whose numbers it takes."""

    facts: tuple[tuple[str, Maybe, str], ...]
    amount: Decimal
    on: dt.date


def formula(catalogue: Catalogue, benefit: Benefit, day: dt.date) -> str:
    """The amount in words, "" where it is one number; parameters with what they are on the day."""
    return spoken(Speaker(catalogue, day), benefit, "{}；至多 {}")


def spoken(speaker: Speaker, benefit: Benefit, capped: str) -> str:
    """A benefit by a speaker; `capped` joins amount and cap."""
    if benefit.amount is None or isinstance(benefit.amount, p.Const | p.Ref):
        return ""
    words = speaker.yuan(benefit.amount)
    return words if benefit.cap is None else capped.format(words, speaker.yuan(benefit.cap))


def plan_words(catalogue: Catalogue, plan: p.Plan | None, day: dt.date) -> str:
    """An amount's expression in words, parameters with what they are on the day; "" for none."""
    return "" if plan is None else Speaker(catalogue, day).yuan(plan)


def worked(catalogue: Catalogue, version: Version, day: dt.date) -> Worked | None:
    """One of the version's own examples that is granted money, worked out with the numbers of a day.

    None where the amount rests on no fact, or no example gives one. Of several the first, which authors write first.
    """
    benefit = version.benefit
    base = rested_on(benefit.plans, catalogue.derived)
    facts = base & (catalogue.facts.keys() | catalogue.derived.keys())
    if not facts:
        return None
    ready = bench(catalogue)
    found = (_one(ready, version, example, facts, day) for example in version.examples)
    return next((each for each in found if each is not None), None)


def _one(ready: Bench, version: Version, example: Example, facts: frozenset[str], day: dt.date) -> Worked | None:
    if example.expect.get("eligible") is not True or not example.expect.get("amount"):
        return None
    for on in dict.fromkeys((day, example.as_of)):
        env = ready.environment(example.given, on)
        amount = paid(ready.version(version), version.benefit, env)
        if amount:
            shown = tuple((name, env[name], ready.units.get(name, "")) for name in example.given if name in facts)
            return Worked(shown, amount, on)
    return None


class Speaker:
    """Says a plan; each parameter's value once."""

    def __init__(self, catalogue: Catalogue, day: dt.date) -> None:
        self.parameters, self.day, self.told = catalogue.parameters, day, set[str]()

    def say(self, plan: p.Plan) -> str:
        match plan:
            case p.Const():
                return value_words(plan.value)
            case p.Ref():
                return self.name(plan.name)
            case p.Arith():
                return self.arith(plan)
            case p.If():
                return self.branches(plan, self.say)
            case p.Call():
                return self.call(plan)
            case p.Compare():
                return self.compare(plan)
            case p.Logic():
                return {"and": " 且 ", "or": " 或 "}[plan.op].join(self.say(each) for each in plan.terms)
            case p.Not():
                return f"不是（{self.say(plan.term)}）"
        return ""

    def yuan(self, plan: p.Plan) -> str:
        """A plan that is an amount: its plain numbers are yuan."""
        if isinstance(plan, p.Const) and isinstance(plan.value, Decimal):
            return number_words(plan.value, "元")
        return self.branches(plan, self.yuan) if isinstance(plan, p.If) else self.say(plan)

    def name(self, name: str) -> str:
        parameter = self.parameters.get(name)
        value = parameter.on(self.day) if parameter else None
        if parameter is None or value is None or name in self.told:
            return name
        self.told.add(name)
        return f"{name}（{parameter_words(name, value, parameter.unit)}）"

    def arith(self, plan: p.Arith) -> str:
        if plan.op == "**":
            return f"{self.part(plan.left, 3)} 的 {self.part(plan.right, 3)} 次方"
        binds = BINDS[plan.op]
        right = binds + (plan.op in "-/")
        return f"{self.part(plan.left, binds)} {SIGNS[plan.op]} {self.part(plan.right, right)}"

    def part(self, plan: p.Plan, binds: int) -> str:
        words = self.say(plan)
        loose = isinstance(plan, p.If) or (isinstance(plan, p.Arith) and BINDS[plan.op] < binds)
        return self.bracket(words) if loose else words

    def bracket(self, words: str) -> str:
        return f"（{words}）"

    def branches(self, plan: p.If, say: Callable[[p.Plan], str]) -> str:
        parts: list[str] = []
        rest: p.Plan = plan
        while isinstance(rest, p.If):
            then = f"（{say(rest.then)}）" if isinstance(rest.then, p.If) else say(rest.then)
            parts.append(f"{self.say(rest.condition)} 的 {then}")
            rest = rest.orelse
        return "，".join([*parts, f"其他 {say(rest)}"])

    def call(self, plan: p.Call) -> str:
        if plan.function in JOINED:
            words = " 和 ".join(self.part(each, 3) for each in plan.args) + " "
            return f"（{CALLS[plan.function].format(words)}）"
        if plan.function in ("floor", "ceiling", "decimal") or plan.function.startswith("round"):
            return CALLS[plan.function].format(self.part(plan.args[0], 3))
        if plan.function in CALLS:
            joined = {"starts with": " 以 ", "ends with": " 以 ", "contains": " 含 ", "matches": " 符合 "}
            words = joined.get(plan.function, "、").join(self.say(each) for each in plan.args)
            return CALLS[plan.function].format(words)
        return f"{plan.function}（{'，'.join(self.say(each) for each in plan.args)}）"

    def compare(self, plan: p.Compare) -> str:
        if isinstance(plan.right, p.Const) and isinstance(plan.right.value, bool):
            wanted = plan.right.value is (plan.op == "=")
            return f"{'' if wanted else '非'}{self.say(plan.left)}"
        return f"{self.say(plan.left)} {ORDER[plan.op]} {self.say(plan.right)}"


def parameter_words(name: str, value: Maybe, unit: str) -> str:
    """A parameter's value as a reader says it: rates without a unit in per cent."""
    if isinstance(value, Decimal) and not unit and 0 < value < 1 and ("率" in name or "比例" in name):
        return f"{_short(value * 100)}%"
    if isinstance(value, Decimal):
        return f"{_short(value)}%" if unit == "%" else number_words(value, unit)
    return value_words(value)


def value_words(value: Maybe) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,f}".rstrip("0").rstrip(".") if value != value.to_integral_value() else f"{value:,.0f}"
    if isinstance(value, dt.date):
        return chinese_date(value)
    if isinstance(value, Months):
        return f"{value.count} 个月"
    if isinstance(value, dt.timedelta):
        return f"{value.days} 天"
    return f"“{value}”"


def _short(value: Decimal) -> str:
    return f"{rounded(value, 4, ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def most(catalogue: Catalogue, benefit: Benefit, day: dt.date) -> Decimal | None:
    """The most that may be given on a day where that is certain: a plain amount, the largest branch, or the cap."""
    for plan in (benefit.cap, benefit.amount):
        if plan is not None and (value := _largest(catalogue, plan, day)) is not None:
            return value
    return None


def _largest(catalogue: Catalogue, plan: p.Plan, day: dt.date) -> Decimal | None:
    values = [_leaf(catalogue.parameters, leaf, day) for leaf in p.leaves(plan)]
    known = [each for each in values if isinstance(each, Decimal)]
    return max(known) if known and len(known) == len(values) else None


def _leaf(parameters: Mapping[str, Parameter], leaf: p.Plan, day: dt.date) -> Maybe:
    if isinstance(leaf, p.Const):
        return leaf.value
    parameter = parameters.get(leaf.name) if isinstance(leaf, p.Ref) else None
    return parameter.on(day) if parameter is not None else None
