"""Facts from a JSON file, each as its vocabulary's type; what does not fit is said and left unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import near
from rulebook.catalogue.scalars import parse_value
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.cli.files import json_object
from rulebook.judging.given import fitting
from rulebook.plan.types import BOOLEAN, NUMBER, TYPE_NAMES, Value
from rulebook.saying import Stem, say

NUMBER_TEXT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
FLAGS = {"1": True, "0": False}
SPACES = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
UNSAID = 6  # places of a number whose fact says none, as in columns
DIGITS = 18  # of a number in a register's column, its places included


class FactsError(Exception):
    """The facts file cannot be read as one subject's facts."""


def read_facts_file(path: Path) -> dict[str, Any]:
    """One JSON object: fact name → value. Numbers keep their digits."""
    return json_object(path, path, FactsError)


def typed_facts(catalogue: Catalogue, given: Mapping[str, Any]) -> tuple[dict[str, Value], list[str]]:
    """(facts by name, what was wrong). Null is unknown; a name nobody knows is reported and ignored."""
    types = {name: each.type for name, each in catalogue.facts.items()}
    types |= {name: each.type for name, each in catalogue.derived.items()}
    types[AS_OF] = "date"
    places = {name: UNSAID if each.places is None else each.places
              for name, each in catalogue.facts.items() if each.type == NUMBER}  # fmt: skip
    facts: dict[str, Value] = {}
    wrong: list[str] = []
    for name, value in given.items():
        if name not in types:
            wrong.append(say("没有名为“{name}”的事实{near}", name=name, near=near(name, types)))
        elif value is not None and value != "":
            parsed = _read(value, types[name], places.get(name))
            if parsed is None:
                wrong.append(say("“{name}”应是{type}，写的是“{value}”，按未知处理。", name=name, value=value,
                                 type=_wanted(value, types[name], places.get(name))))  # fmt: skip
            else:
                facts[name] = parsed
    fits, beside = fitting(catalogue, facts)
    return fits, [*wrong, *(unknown_then(each) for each in beside)]


def _read(value: Any, type_: str, places: int | None) -> Value | None:
    """A fact as a register's column would have it: `sweep` and these commands read one text alike."""
    if isinstance(value, bool):
        return value if type_ == BOOLEAN else None
    text = str(value).strip(SPACES)
    if type_ == BOOLEAN and text in FLAGS:
        return FLAGS[text]
    if type_ == NUMBER and isinstance(value, str) and not NUMBER_TEXT.fullmatch(text):
        return None
    found = parse_value(text, type_)
    if isinstance(found, Decimal) and places is not None:
        held = found == round(found, places) and abs(found) < Decimal(10) ** (DIGITS - places)
        return found if held else None
    return found


def _wanted(value: object, type_: str, places: int | None) -> str:
    """What a value should have been; of a number its places too, where it has too many."""
    kind = say(TYPE_NAMES[type_])
    if places is None or isinstance(value, bool) or not NUMBER_TEXT.fullmatch(str(value).strip(SPACES)):
        return kind
    return say("{type}（至多 {places} 位小数）", type=kind, places=places)


def unknown_then(fault: str) -> str:
    """The sentence with what is done about it: the fact counts as unknown."""
    if fault.endswith("？"):
        return say("{fault}按未知处理。", fault=fault)
    return say("{fault}，按未知处理。", fault=Stem(fault))
