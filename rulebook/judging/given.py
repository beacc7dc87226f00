"""Facts as a caller gives them, held against the vocabulary before anything is judged: said, never guessed at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Version, flat
from rulebook.catalogue.scalars import BEYOND
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.plan.near import near
from rulebook.plan.types import BOOLEAN, DATE, DAYS, MONTHS, NUMBER, STRING, TYPE_NAMES, Months, Value
from rulebook.saying import say

Said = Mapping[str, Value | int | None]
PYTHON = {NUMBER: "int 或 decimal.Decimal", DATE: "datetime.date", BOOLEAN: "True 或 False", STRING: "str",
          MONTHS: "rulebook.Months", DAYS: "datetime.timedelta"}  # fmt: skip


class FactsError(ValueError):
    """Facts the catalogue does not know or that are not what its vocabulary says; `faults` has a sentence for each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def checked_facts(catalogue: Catalogue, said: Said, as_of: dt.date) -> dict[str, Value]:
    """The facts that are known, as rules see them: int as a number, None left out. Raises FactsError."""
    if not isinstance(said, Mapping):
        raise FactsError([say("事实要写成 dict：{{名: 值}}，给的是 {type}。", type=type(said).__name__)])
    facts, wrong = fitting(catalogue, said)
    if type(as_of) is not dt.date:
        wrong.insert(0, say("核算日应是 datetime.date，写的是{value}。", value=described(as_of)))
    elif facts.pop(AS_OF, as_of) != as_of:
        wrong.append(say("“{name}”由 as_of 给出（{as_of}），事实里写的是另一天。", name=AS_OF, as_of=as_of))
    if wrong:
        raise FactsError(wrong)
    return facts


def fitting(catalogue: Catalogue, said: Said) -> tuple[dict[str, Value], list[str]]:
    """(the facts that fit the vocabulary, a sentence on each that does not)."""
    types = {AS_OF: DATE, **{name: each.type for name, each in catalogue.facts.items()}}
    types |= {name: each.type for name, each in catalogue.derived.items()}
    words = {name: each.choices for name, each in catalogue.facts.items()}
    words |= {name: each.choices for name, each in catalogue.derived.items()}
    facts: dict[str, Value] = {}
    wrong: list[str] = []
    for name, value in said.items():
        if name not in types:
            if name in catalogue.parameters:
                wrong.append(say("“{name}”是参数，它的值由核算日定，不能作事实给出。", name=name))
            else:
                wrong.append(say("没有名为“{name}”的事实{near}", name=name, near=near(name, types)))
        elif value is not None and value != "":
            found = _fitted(value, types[name])
            if found is None:
                wrong.append(say("“{name}”应是{type}，写的是{value}{advice}", name=name,
                                 type=say(TYPE_NAMES[types[name]]), value=described(value),
                                 advice=_advice(value, types[name])))  # fmt: skip
            elif words.get(name) and found not in words[name]:
                wrong.append(say("“{name}”没有“{value}”这个取值{near}", name=name, value=found,
                                 near=near(str(found), words[name])))  # fmt: skip
            else:
                facts[name] = found
    return facts, wrong


def _fitted(value: object, type_: str) -> Value | None:
    """The value if it is of a rule's type, an int as a number; else None."""
    if type_ == NUMBER:
        if type(value) is int:
            value = Decimal(value)
        if isinstance(value, Decimal):
            return value if value.is_finite() and abs(value) < BEYOND else None
        return value if isinstance(value, Fraction) else None
    kinds: dict[str, type] = {BOOLEAN: bool, DATE: dt.date, STRING: str, MONTHS: Months, DAYS: dt.timedelta}
    fits = type(value) is kinds[type_]
    return value if fits else None  # type: ignore[return-value]


def described(value: object) -> str:
    """A Python value in a sentence."""
    if isinstance(value, str):
        return say("文字“{value}”", value=value)
    kinds = {bool: "是否值", float: "浮点数", int: "整数", Decimal: "数字", dt.datetime: "日期时间", dt.date: "日期"}
    name = kinds.get(type(value))
    return say("{kind} {value}", kind=say(name) if name else type(value).__name__, value=value)


def _advice(value: object, type_: str) -> str:
    """How the value is written in Python."""
    if isinstance(value, float | Decimal) and type_ == NUMBER and not Decimal(value).is_finite():
        return say("：不知道的值请用 None。")
    if isinstance(value, int | Decimal) and type_ == NUMBER and not isinstance(value, bool):
        return say("：太大了，至多 {digits} 位。", digits=BEYOND.adjusted())
    if isinstance(value, float) and type_ == NUMBER:
        return say('，浮点数不精确：请用 decimal.Decimal("{value}")。', value=value)
    if isinstance(value, dt.datetime) and type_ == DATE:
        return say("：请用它的 .date()。")
    if isinstance(value, str) and type_ == DATE:
        try:
            day = dt.date.fromisoformat(value.strip())
        except ValueError:
            return say("：请用 {python}。", python=say(PYTHON[DATE]))
        return say("：请用 {python}。", python=f"datetime.date({day.year}, {day.month}, {day.day})")
    return say("：请用 {python}。", python=say(PYTHON[type_]))


def checked_answers(version: Version, answers: Mapping[str, bool] | None) -> Mapping[str, bool]:
    """Persons' answers by condition id. Raises FactsError for those nobody asked for or that are no yes or no."""
    asked = [each.id for each in flat(version.conditions) if each.plan is None]
    wrong = []
    said: Mapping[str, object] = answers or {}
    for name, value in said.items():
        if name not in asked:
            wrong.append(say("没有由人判断的条件“{name}”{near}", name=name, near=near(name, asked)))
        elif value is not None and type(value) is not bool:
            wrong.append(
                say("条件“{name}”的回答应是 True 或 False，写的是{value}。", name=name, value=described(value))
            )
    if wrong:
        raise FactsError(wrong)
    return answers or {}
