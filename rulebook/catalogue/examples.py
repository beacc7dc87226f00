"""The examples a version carries: they are its tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.model import Condition, Example, FactKind, Place
from rulebook.catalogue.source import NO, YES, Faults, Item
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.plan.types import NUMBER, Value
from rulebook.saying import say

ELIGIBLE: dict[str, bool | None] = {
    **dict.fromkeys(YES, True), **dict.fromkeys(NO, False), **dict.fromkeys(("unknown", "未知")),
}  # fmt: skip


def read_examples(
    item: Item | None,
    since: dt.date,
    facts: Mapping[str, FactKind],
    derived: Mapping[str, str],
    conditions: Mapping[str, Condition],
    faults: Faults,
) -> tuple[Example, ...]:
    """Examples of one version; their as-of date is `as_of:`, else 核算日 in `given`, else the version's first day."""
    listed = item.list() if item is not None else ()
    return tuple(_example(each, since, facts, derived, conditions, faults) for each in listed if each.is_map)


def _example(
    item: Item,
    since: dt.date,
    facts: Mapping[str, FactKind],
    derived: Mapping[str, str],
    conditions: Mapping[str, Condition],
    faults: Faults,
) -> Example:
    facts_given = given(item.get("given"), facts, derived, faults)
    answers = {}
    section = item.get("answers")
    for key, at, value in section.items() if section else ():
        if conditions and key not in conditions and "" not in conditions:
            faults.add(at, say("没有 id 为“{key}”的条件{near}", key=key, near=near(key, conditions)))
        elif key in conditions and conditions[key].when and not conditions[key].person:
            faults.add(at, say("条件“{key}”由机器判断，不用回答。", key=key))
        answers[key] = scalars.flag(value)
    as_of = scalars.date(item.get("as_of")) or facts_given.pop(AS_OF, None)
    expect, places = _expect(item, facts, derived, conditions, faults)
    return Example(
        name=scalars.text(item.get("name")) or "（无名）", place=scalars.place(item), given=facts_given,
        answers=answers, as_of=as_of if isinstance(as_of, dt.date) else since, expect=expect, places=places,
    )  # fmt: skip


def given(
    item: Item | None, facts: Mapping[str, FactKind], derived: Mapping[str, str], faults: Faults
) -> dict[str, Value]:
    """Facts an example gives, by name; what the vocabulary does not have is a fault."""
    found: dict[str, Value] = {}
    for name, at, written in item.items() if item else ():
        if name != AS_OF and name not in facts and name not in derived:
            if not faults.partial and name not in faults.doubtful:
                faults.add(at, say("没有名为“{name}”的事实{near}", name=name, near=near(name, [*facts, *derived])))
            continue
        type_ = "date" if name == AS_OF else facts[name].type if name in facts else derived[name]
        if name in faults.doubtful or not written.text.strip():
            continue
        value = scalars.value(written, type_, f"“{name}”", faults)
        choices = facts[name].choices if name in facts else ()
        if value is not None and choices and value not in choices:
            faults.add(written, say("“{name}”没有“{value}”这个取值{near}", name=name, value=value,
                                    near=near(str(value), choices)))  # fmt: skip
        elif value is not None:
            found[name] = value
    return found


def _expect(
    item: Item,
    facts: Mapping[str, FactKind],
    derived: Mapping[str, str],
    conditions: Mapping[str, Condition],
    faults: Faults,
) -> tuple[dict[str, Any], dict[str, Place]]:
    section = item.get("expect")
    if section is None or not section.is_map:
        return {}, {}
    if not section.pairs:
        faults.add(section, say("expect 里什么也没写，这个例子等于没有。"))
    expect: dict[str, Any] = {}
    for key, _, value in section.items():
        if key == "eligible":
            expect[key] = ELIGIBLE.get(value.text.strip().lower())
        elif key == "amount":
            amount = scalars.parse_value(value.text.strip(), NUMBER)
            expect[key] = amount if isinstance(amount, Decimal) else None
        elif key in ("missing", "because"):
            expect[key] = scalars.texts(value)
            _known_names(value, [*facts, *derived] if key == "missing" else list(conditions), key, faults)
    return expect, {key: scalars.place(value) for key, _, value in section.items()}


def _known_names(item: Item, names: list[str], key: str, faults: Faults) -> None:
    for at in item.list() or [item]:
        if (
            at.is_list
            or at.text.strip() in names
            or at.text in faults.doubtful
            or (faults.partial and key == "missing")
        ):
            continue
        if key == "because" and (not names or "" in names):
            continue  # that there is no condition, or one without an id, has been reported
        what = say("事实") if key == "missing" else say("条件")
        faults.add(at, say("没有名为“{name}”的{what}{near}", name=at.text, what=what, near=near(at.text, names)))
