"""How an amount comes about, in English: as `formulas`, with the catalogue's English of every name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Benefit
from rulebook.explaining.formulas import SIGNS, Speaker, parameter_words, spoken
from rulebook.plan import nodes as p
from rulebook.plan.exact import rounded
from rulebook.plan.types import Maybe, Months
from rulebook.telling import Teller, day_words, listed, yuan_words

ORDER = {"=": "is", "!=": "is not", "<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least"}
CALLS = {
    "abs": "the size of {}", "floor": "{}, rounded down", "ceiling": "{}, rounded up", "decimal": "{}, rounded",
    "round half up": "{}, rounded half up", "round half down": "{}, rounded half down",
    "round up": "{}, rounded up", "round down": "{}, rounded down",
}  # fmt: skip
JOINED = {"starts with": "starts with", "ends with": "ends with", "contains": "contains", "matches": "matches"}
LEAST = {"min": "the smaller of {}", "max": "the larger of {}"}


def english_formula(catalogue: Catalogue, benefit: Benefit, day: dt.date) -> str:
    """The amount in English words, "" where it is one number."""
    return spoken(_English(catalogue, day), benefit, "{}; at most {}")


def english_plan_words(catalogue: Catalogue, plan: p.Plan | None, day: dt.date) -> str:
    """An amount's expression in English words; "" for none."""
    return "" if plan is None else _English(catalogue, day).yuan(plan)


class _English(Speaker):
    """Says a plan in English."""

    def __init__(self, catalogue: Catalogue, day: dt.date) -> None:
        super().__init__(catalogue, day)
        self.words = catalogue.english
        self.teller = Teller(self.words.of, {})

    def say(self, plan: p.Plan) -> str:
        if isinstance(plan, p.Const):
            return self.value(plan.value)
        if isinstance(plan, p.Logic):
            return f" {plan.op} ".join(self.say(each) for each in plan.terms)
        return f"not ({self.say(plan.term)})" if isinstance(plan, p.Not) else super().say(plan)

    def value(self, value: Maybe) -> str:
        match value:
            case bool():
                return "yes" if value else "no"
            case Decimal():
                short = rounded(value, 4, ROUND_HALF_UP)
                return f"{short:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
            case dt.date():
                return day_words(value.year, value.month, value.day)
            case Months():
                return f"{value.count} months"
            case dt.timedelta():
                return f"{value.days} days"
        return f"“{self.words.of(str(value)) or value}”"

    def yuan(self, plan: p.Plan) -> str:
        if isinstance(plan, p.Const) and isinstance(plan.value, Decimal):
            return yuan_words(plan.value)
        return self.branches(plan, self.yuan) if isinstance(plan, p.If) else self.say(plan)

    def name(self, name: str) -> str:
        english = self.words.of(name) or name
        parameter = self.parameters.get(name)
        value = parameter.on(self.day) if parameter else None
        if parameter is None or value is None or name in self.told:
            return english
        self.told.add(name)
        words = parameter_words(name, value, parameter.unit)
        return f"{english} ({self.teller.inner(words)})"

    def arith(self, plan: p.Arith) -> str:
        if plan.op == "**":
            return f"{self.part(plan.left, 3)} to the power of {self.part(plan.right, 3)}"
        return super().arith(plan).replace(SIGNS["+"], "+").replace(SIGNS["-"], "−")

    def bracket(self, words: str) -> str:
        return f"({words})"

    def branches(self, plan: p.If, say: Callable[[p.Plan], str]) -> str:
        parts: list[str] = []
        rest: p.Plan = plan
        while isinstance(rest, p.If):
            then = f"({say(rest.then)})" if isinstance(rest.then, p.If) else say(rest.then)
            parts.append(f"{then} if {self.say(rest.condition)}")
            rest = rest.orelse
        return ", ".join([*parts, f"otherwise {say(rest)}"])

    def call(self, plan: p.Call) -> str:
        said = [self.part(each, 3) for each in plan.args]
        if plan.function in LEAST:
            return f"({LEAST[plan.function].format(listed(said))})"
        if plan.function in CALLS:
            return CALLS[plan.function].format(said[0])
        if plan.function in JOINED:
            return f" {JOINED[plan.function]} ".join(said)
        return f"{plan.function}({', '.join(said)})"

    def compare(self, plan: p.Compare) -> str:
        if isinstance(plan.right, p.Const) and isinstance(plan.right.value, bool):
            wanted = plan.right.value is (plan.op == "=")
            return f"{'' if wanted else 'not '}{self.say(plan.left)}"
        return f"{self.say(plan.left)} {ORDER[plan.op]} {self.say(plan.right)}"
