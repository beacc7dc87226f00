"""vocabulary.yaml and parameters/: what may be known, and the dated values that rules name."""

from __future__ import annotations

import datetime as dt

from rulebook.catalogue import scalars
from rulebook.catalogue.model import FactKind, Parameter, Place
from rulebook.catalogue.source import Faults, Item, known_keys
from rulebook.plan.types import Value, type_of

FACT_TYPES = ("string", "number", "boolean", "date")
DERIVED_TYPES = (*FACT_TYPES, "months", "days")
FACT_KEYS = frozenset(
    [
        "type",
        "unit",
        "places",
        "source",
        "fresh",
        "personal",
        "one_of",
        "ask",
        "per",
        "note",
        "label",
        "group",
        "example",
        "is",
        "grade",
    ]
)
STATUSES = ("seed", "official", "illustrative")
PARAMETER_KEYS = frozenset(
    ["unit", "values", "source", "status", "checked_on", "type", "note", "owner", "name", "places"]
)


def read_facts(item: Item, layer: str, faults: Faults) -> dict[str, FactKind]:
    """The `facts:` of one vocabulary file. `one_of: table …` is filled in when the tables are known."""
    facts: dict[str, FactKind] = {}
    section = item.get("facts")
    for name, at, entry in section.items() if section else ():
        if not entry.is_map:
            faults.add(at, f"事实“{name}”应写成 {{type: …, source: …}}。")
            continue
        known_keys(entry, FACT_KEYS, f"事实“{name}”", faults)
        one_of = entry.get("one_of")
        facts[name] = FactKind(
            name=name, place=scalars.place(at), layer=layer,
            type=scalars.choice(entry.get("type"), FACT_TYPES, f"“{name}”的 type ", "string", faults),
            unit=scalars.text(entry.get("unit")), places=scalars.whole(entry.get("places"), faults),
            source=scalars.text(entry.get("source")), fresh=scalars.text(entry.get("fresh")),
            personal=scalars.flag(entry.get("personal"), faults), ask=scalars.text(entry.get("ask")),
            per=scalars.text(entry.get("per")),
            choices=scalars.texts(one_of) if one_of and one_of.is_list else (),
        )  # fmt: skip
    return facts


def read_parameters(item: Item, faults: Faults) -> dict[str, Parameter]:
    """One parameters file: name → dated values."""
    found = {}
    for name, at, entry in item.items():
        if not entry.is_map:
            faults.add(at, f"参数“{name}”应写成 {{unit: …, values: {{日期: 值}}, source: …, status: …}}。")
            continue
        known_keys(entry, PARAMETER_KEYS, f"参数“{name}”", faults)
        values = _dated(entry, at, name, faults)
        if values:
            found[name] = Parameter(
                name=name, type=str(type_of(values[0][1])), place=scalars.place(at), values=values,
                unit=scalars.text(entry.get("unit")), source=scalars.text(entry.get("source")),
                status=scalars.choice(entry.get("status"), STATUSES, f"“{name}”的 status ", "illustrative", faults),
                checked_on=scalars.date(entry.get("checked_on"), faults),
            )  # fmt: skip
    return found


def _dated(entry: Item, at: Item, name: str, faults: Faults) -> tuple[tuple[dt.date, Value], ...]:
    section = entry.get("values")
    if section is None or not section.is_map:
        faults.add(section or at, f"参数“{name}”缺 values，应写成 {{2021-07-01: 5975}}。")
        return ()
    wanted = scalars.text(entry.get("type"))
    values: list[tuple[dt.date, Value]] = []
    for _, key, written in section.items():
        day = scalars.date(key, faults)
        type_ = wanted or (str(type_of(values[0][1])) if values else _guess(written))
        value = scalars.value(written, type_, f"参数“{name}”", faults)
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


def as_of_kind() -> FactKind:
    return FactKind(AS_OF, "date", Place("", 0), source="系统")
