"""vocabulary.yaml and parameters/: what may be known, and the dated values that rules name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rulebook.catalogue import scalars
from rulebook.catalogue.format import FACT_TYPES
from rulebook.catalogue.format_rules import SUBJECTS
from rulebook.catalogue.model import FactKind, Parameter
from rulebook.catalogue.source import Faults, Item
from rulebook.plan.types import TYPE_NAMES, Value, type_of
from rulebook.saying import say

STATUSES = ("seed", "official", "illustrative")


def read_facts(item: Item, layer: str, faults: Faults) -> dict[str, FactKind]:
    """The `facts:` of one vocabulary file. `one_of: table …` is filled in when the tables are known."""
    facts: dict[str, FactKind] = {}
    section, whose = item.get("facts"), scalars.word(item.get("subject"), SUBJECTS, "enterprise")
    for name, at, entry in section.items() if section else ():
        one_of, type_ = entry.get("one_of"), scalars.word(entry.get("type"), FACT_TYPES)
        if not type_:
            faults.doubtful.add(name)
        facts[name] = FactKind(
            name=name, place=scalars.place(at), layer=layer, type=type_ or "string",
            unit=scalars.text(entry.get("unit")), places=scalars.whole(entry.get("places")),
            source=scalars.text(entry.get("source")), fresh=scalars.text(entry.get("fresh")),
            personal=scalars.flag(entry.get("personal")), ask=scalars.text(entry.get("ask")),
            per=scalars.text(entry.get("per")),
            choices=scalars.texts(one_of) if one_of and one_of.is_list else (),
            vouched_by=scalars.texts(entry.get("vouched_by")), group=scalars.text(entry.get("group")),
            subject=scalars.word(entry.get("subject"), SUBJECTS, whose),
        )  # fmt: skip
        _fits_type(entry, type_, name, faults)
    return facts


def read_groups(listed: Item | None, facts: Mapping[str, FactKind], faults: Faults) -> Iterator[FactKind]:
    """The facts that one vocabulary file's `groups:` puts under a heading, with it; a fact's own `group` stays."""
    for each in listed.list() if listed else []:
        name, english = scalars.text(each.get("name")), each.get("en")
        names = each.get("facts")
        for at in names.list() if names and names.is_list else []:
            kind = facts.get(at.text)
            if kind is not None and (not kind.group or kind.group == name):
                shown = scalars.text(english.get("name")) if english is not None and english.is_map else ""
                yield replace(kind, group=name, group_english=shown)


def _fits_type(entry: Item, type_: str, name: str, faults: Faults) -> None:
    """Keys that only some types have."""
    for key, only in (("one_of", "string"), ("places", "number"), ("per", "number"), ("unit", "number")):
        at = entry.get(key)
        if at is not None and type_ not in ("", only) and (at.is_list or at.text.strip()):
            faults.add(at, say("“{name}”是{type}，不写 {key}。", name=name, type=say(TYPE_NAMES[type_]), key=key))


def read_parameters(item: Item, faults: Faults) -> dict[str, tuple[Item, Parameter]]:
    """One parameters file, its shape checked before: name → where it stands, and its dated values."""
    found = {}
    for name, at, entry in item.items():
        values = _dated(entry, name, faults)
        if not values:
            faults.doubtful.add(name)
            continue
        found[name] = at, Parameter(
            name=name, type=str(type_of(values[0][1])), place=scalars.place(at), values=values,
            unit=scalars.text(entry.get("unit")), source=scalars.text(entry.get("source")),
            status=scalars.word(entry.get("status"), STATUSES, "illustrative"),
            checked_on=scalars.date(entry.get("checked_on")),
        )  # fmt: skip
    return found


def _dated(entry: Item, name: str, faults: Faults) -> tuple[tuple[dt.date, Value], ...]:
    section = entry.get("values")
    wanted = scalars.word(entry.get("type"), FACT_TYPES)
    values: list[tuple[dt.date, Value]] = []
    for _, key, written in section.items() if section is not None else ():
        day = scalars.date(key)
        type_ = wanted or (str(type_of(values[0][1])) if values else _guess(written))
        value = None if day is None or not written.text.strip() else (
            scalars.value(written, type_, say("参数“{name}”", name=name), faults))  # fmt: skip
        if day is not None and value is not None:
            values.append((day, value))
    return tuple(sorted(values, key=lambda pair: pair[0]))


def _guess(item: Item) -> str:
    """The type of a value that says none: as YAML would read it."""
    if item.quoted:
        return "string"
    for type_ in ("number", "boolean", "date"):
        if scalars.parse_value(item.text, type_) is not None:
            return type_
    return "string"


AS_OF = "核算日"
