"""Facts from a JSON file, each as its vocabulary's type; what does not fit is said and left unknown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import near
from rulebook.catalogue.scalars import parse_value
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.judging.given import fitting
from rulebook.plan.types import TYPE_NAMES, Value


class FactsError(Exception):
    """The facts file cannot be read as one subject's facts."""


def read_facts_file(path: Path) -> dict[str, Any]:
    """One JSON object: fact name → value. Numbers keep their digits."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except OSError as error:
        raise FactsError(f"{path}: 打不开：{error.strerror}") from None
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        raise FactsError(f"{path}: 不是有效的 JSON：{error}") from None
    if not isinstance(found, dict):
        raise FactsError(f'{path}: 应是一个对象：{{"事实名": 值, …}}。')
    return found


def typed_facts(catalogue: Catalogue, given: Mapping[str, Any]) -> tuple[dict[str, Value], list[str]]:
    """(facts by name, what was wrong). Null is unknown; a name nobody knows is reported and ignored."""
    types = {name: each.type for name, each in catalogue.facts.items()}
    types |= {name: each.type for name, each in catalogue.derived.items()}
    types[AS_OF] = "date"
    facts: dict[str, Value] = {}
    wrong = []
    for name, value in given.items():
        if name not in types:
            wrong.append(f"没有名为“{name}”的事实{near(name, types)}")
        elif value is not None and value != "":
            written = json.dumps(value) if isinstance(value, bool) else str(value)
            parsed = parse_value(written.strip(), types[name])
            if parsed is None:
                wrong.append(f"“{name}”应是{TYPE_NAMES[types[name]]}，写的是“{value}”，按未知处理。")
            else:
                facts[name] = parsed
    fits, beside = fitting(catalogue, facts)
    return fits, [*wrong, *(unknown_then(each) for each in beside)]


def unknown_then(fault: str) -> str:
    """The sentence with what is done about it: the fact counts as unknown."""
    return f"{fault}按未知处理。" if fault.endswith("？") else f"{fault.removesuffix('。')}，按未知处理。"
