"""`asking:` of a vocabulary: how facts are asked for, what is usual, and where a value can only be a slip."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.model import TODAY, Asking, FactKind
from rulebook.catalogue.source import Faults, Item
from rulebook.plan.types import Maybe
from rulebook.saying import say

BOUNDED = ("number", "date")


def read_asking(item: Item | None, facts: Mapping[str, FactKind], faults: Faults) -> Iterator[FactKind]:
    """The facts that a vocabulary's `asking:` names, with their ways of asking; a lower layer's come later."""
    for name, _, entry in item.items() if item is not None and item.is_map else ():
        if name in facts and entry.is_map:
            yield dataclasses.replace(facts[name], asking=_asking(entry, facts[name], facts, faults))


def _asking(entry: Item, kind: FactKind, facts: Mapping[str, FactKind], faults: Faults) -> Asking:
    least, most = (_bound(entry, key, kind, faults) for key in ("least", "most"))
    comparable = least is not None and most is not None and TODAY not in (least, most)
    if comparable and least > most:  # type: ignore[operator]
        faults.add(entry.get("most") or entry, say("“{name}”的 least 大于 most。", name=kind.name))
    return Asking(
        hint=scalars.text(entry.get("hint")), founder=scalars.text(entry.get("founder")),
        ease=scalars.whole(entry.get("ease")) or 3, usual=_usual(entry, kind, faults), least=least, most=most,
        public=scalars.flag(entry.get("public")), suggest=scalars.texts(entry.get("suggest")),
        free=scalars.flag(entry.get("free")), part_of=_whole_of(entry.get("part_of"), kind, facts, faults),
    )  # fmt: skip


def _whole_of(written: Item | None, kind: FactKind, facts: Mapping[str, FactKind], faults: Faults) -> str:
    """The fact this one counts a part of: another number of the same unit."""
    if written is None:
        return ""
    if kind.type != "number":
        faults.add(
            written, say("“{name}”是{type}，不写 {key}。", name=kind.name, type=say(NAMES[kind.type]), key="part_of")
        )
        return ""
    whole = facts.get(written.text.strip())
    if whole is None:
        return ""  # a name nobody knows is said where names are looked up
    if whole.name == kind.name or (whole.type, whole.unit) != (kind.type, kind.unit):
        faults.add(written, say("“{name}”的 part_of 应是另一个单位相同的数，写的是“{whole}”。", name=kind.name,
                                whole=written.text.strip()))  # fmt: skip
        return ""
    return whole.name


def _bound(entry: Item, key: str, kind: FactKind, faults: Faults) -> Maybe:
    written = entry.get(key)
    if written is None:
        return None
    if kind.type not in BOUNDED:
        faults.add(written, say("“{name}”是{type}，不写 {key}。", name=kind.name, type=say(NAMES[kind.type]), key=key))
        return None
    if kind.type == "date" and written.text.strip() == TODAY:
        return TODAY
    return scalars.value(written, kind.type, f"“{kind.name}”", faults)


def _usual(entry: Item, kind: FactKind, faults: Faults) -> Maybe:
    written = entry.get("usual")
    if written is None:
        return None
    value = scalars.value(written, kind.type, f"“{kind.name}”", faults)
    if kind.choices and value is not None and value not in kind.choices:
        faults.add(written, say("“{name}”没有“{value}”这个取值{near}", name=kind.name, value=value,
                                near=near(str(value), kind.choices)))  # fmt: skip
    return value


NAMES = {"string": "文字", "number": "数字", "boolean": "是否", "date": "日期"}
