"""The examples a version carries: they are its tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.model import Example, FactKind, Place
from rulebook.catalogue.source import NO, YES, Faults, Item, known_keys
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.plan.types import NUMBER, Value

EXAMPLE_KEYS = frozenset({"name", "given", "expect", "as_of", "answers", "note"})
EXPECT_KEYS = frozenset({"eligible", "amount", "missing", "because"})
ELIGIBLE: dict[str, bool | None] = {
    **dict.fromkeys(YES, True), **dict.fromkeys(NO, False), **dict.fromkeys(("unknown", "未知")),
}  # fmt: skip


def read_examples(
    item: Item | None,
    since: dt.date,
    facts: Mapping[str, FactKind],
    derived: Mapping[str, str],
    ids: Mapping[str, Place],
    faults: Faults,
) -> tuple[Example, ...]:
    """Examples of one version; their as-of date is `as_of:`, else 核算日 in `given`, else the version's first day."""
    if item is None or item.is_null:
        return ()
    if not item.is_list:
        faults.add(item, "examples 应是列表，每个写成 {name, given, expect}。")
        return ()
    return tuple(_example(each, since, facts, derived, ids, faults) for each in item.list() if each.is_map)


def _example(
    item: Item,
    since: dt.date,
    facts: Mapping[str, FactKind],
    derived: Mapping[str, str],
    ids: Mapping[str, Place],
    faults: Faults,
) -> Example:
    known_keys(item, EXAMPLE_KEYS, "例子", faults)
    facts_given = given(item.get("given"), facts, derived, faults)
    answers = {}
    section = item.get("answers")
    for key, at, value in section.items() if section else ():
        if key not in ids:
            faults.add(at, f"没有 id 为“{key}”的条件{near(key, ids)}")
        answers[key] = scalars.flag(value, faults)
    as_of = scalars.date(item.get("as_of"), faults) or facts_given.pop(AS_OF, None)
    expect, places = _expect(item, facts, derived, ids, faults)
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
            faults.add(at, f"没有名为“{name}”的事实{near(name, [*facts, *derived])}")
            continue
        type_ = "date" if name == AS_OF else facts[name].type if name in facts else derived[name]
        value = scalars.value(written, type_, f"“{name}”", faults)
        choices = facts[name].choices if name in facts else ()
        if value is not None and choices and value not in choices:
            faults.add(written, f"“{name}”没有“{value}”这个取值{near(str(value), choices)}")
        elif value is not None:
            found[name] = value
    return found


def _expect(
    item: Item,
    facts: Mapping[str, FactKind],
    derived: Mapping[str, str],
    ids: Mapping[str, Place],
    faults: Faults,
) -> tuple[dict[str, Any], dict[str, Place]]:
    section = item.get("expect")
    if section is None or not section.is_map:
        faults.add(item, "例子缺 expect，应写成 {eligible: yes, amount: …}。")
        return {}, {}
    known_keys(section, EXPECT_KEYS, "expect ", faults)
    expect: dict[str, Any] = {}
    for key, _, value in section.items():
        if key == "eligible":
            word = value.text.lower()
            if word not in ELIGIBLE:
                faults.add(value, f"eligible 应是 yes、no 或 unknown，写的是“{value.text}”。")
            expect[key] = ELIGIBLE.get(word)
        elif key == "amount":
            expect[key] = None if value.is_null else scalars.value(value, NUMBER, "amount ", faults)
        elif key in ("missing", "because"):
            expect[key] = scalars.texts(value)
            _known_names(value, [*facts, *derived] if key == "missing" else list(ids), key, faults)
    return expect, {key: scalars.place(value) for key, _, value in section.items()}


def _known_names(item: Item, names: list[str], key: str, faults: Faults) -> None:
    for at in item.list():
        if at.text not in names:
            what = "事实" if key == "missing" else "条件"
            faults.add(at, f"没有名为“{at.text}”的{what}{near(at.text, names)}")
