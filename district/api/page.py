"""The description as a page reads it: operations by part, each with what it takes, an example and what it gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

METHODS = {"get": "GET", "post": "POST"}


@dataclass(frozen=True)
class Parameter:
    """One thing an address or a body takes."""

    name: str
    where: str
    type: str
    required: bool
    says: str


@dataclass(frozen=True)
class Shown:
    """One operation."""

    key: str
    method: str
    path: str
    label: str
    says: str
    opened: bool
    parameters: list[Parameter]
    body: str
    answer: str


@dataclass(frozen=True)
class Part:
    """The operations of one area."""

    label: str
    operations: list[Shown]


def parts(document: Mapping[str, Any]) -> list[Part]:
    """In the order they came."""
    found: dict[str, list[Shown]] = {}
    for path, methods in document["paths"].items():
        for method, each in methods.items():
            label = str((each.get("tags") or [""])[0])
            found.setdefault(label, []).append(_shown(path, method, each, document))
    return [Part(label, operations) for label, operations in found.items()]


def _shown(path: str, method: str, each: Mapping[str, Any], document: Mapping[str, Any]) -> Shown:
    content = (each.get("requestBody") or {}).get("content") or {}
    schema = next((one.get("schema") or {} for one in content.values()), {})
    parameters = [
        Parameter(one["name"], one["in"], _type(one["schema"]), bool(one.get("required")),
                  str(one.get("description", "")))
        for one in each.get("parameters") or []
    ]  # fmt: skip
    says, label = str(each.get("description", "")), str(each["summary"])
    return Shown(
        each["operationId"], METHODS.get(method, method.upper()), path, label, says if says != label else "",
        "security" not in each, [*parameters, *_fields(schema, document)], _example(content),
        _example(each["responses"][200].get("content") or {}),
    )  # fmt: skip


def _fields(schema: Mapping[str, Any], document: Mapping[str, Any]) -> list[Parameter]:
    if ref := schema.get("$ref"):
        schema = document["components"]["schemas"].get(ref.rpartition("/")[2], {})
    required = set(schema.get("required") or [])
    return [
        Parameter(name, "body", _type(one), name in required, str(one.get("description", "")))
        for name, one in (schema.get("properties") or {}).items()
    ]


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if words := schema.get("enum"):
        return " | ".join(str(word) for word in words)
    return str(schema.get("format") or schema.get("type") or "object")


def _example(content: Mapping[str, Any]) -> str:
    """In the reader's language, as JSON to read."""
    for media in content.values():
        examples = media.get("examples") or {}
        chosen = examples.get("en" if get_language() == "en" else "zh") or next(iter(examples.values()), None)
        if chosen is not None:
            return json.dumps(chosen["value"], ensure_ascii=False, indent=2, default=str)
    return ""
