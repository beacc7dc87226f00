"""Questions as JSON schema (2020-12): what a program may hand in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.conditions.reading import read
from district.ground.surveys.conditions.scope import Scope, Wrong
from district.ground.surveys.questions import Content, Question
from rulebook.feel import And, Compare, Name, Neg, Node, NumberLit

BOUNDS = {">=": "minimum", ">": "exclusiveMinimum", "<=": "maximum", "<": "exclusiveMaximum"}


def schema_of(content: Content) -> dict[str, Any]:
    """The answers as an object. Only what is always asked is required; conditions are told in `description`."""
    always = [each.key for page in content.pages if not page.when for each in page.questions
              if each.asks and each.required and not each.when]  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": False,
        "properties": {key: question_schema(each) for key, each in content.asked.items()}, "required": always,
    }  # fmt: skip


def question_schema(question: Question) -> dict[str, Any]:
    found = {"title": str(question.label), **asked(question).schema(question), **_bounds(question)}
    if question.columns:
        found["items"]["properties"] = {each.key: question_schema(each) for each in question.columns}
    said = [str(question.help), *(f"{name}: {text}" for name in ("when", "limit") if (text := getattr(question, name)))]
    return found | ({"description": "\n".join(filter(None, said))} if any(said) else {})


def _bounds(question: Question) -> dict[str, float | int]:
    """What the limit says of the number alone."""
    if not question.limit:
        return {}
    try:
        node = read(question.limit, Scope.of((), question))
    except Wrong:  # it speaks of other answers too
        return {}
    terms = node.terms if isinstance(node, And) else (node,)
    found: dict[str, float | int] = {}
    for each in terms:
        if isinstance(each, Compare) and each.left == Name(question.key) and each.op in BOUNDS:
            bound = _constant(each.right)
            if bound is not None:
                found[BOUNDS[each.op]] = int(bound) if bound == int(bound) else float(bound)
    return found


def _constant(node: Node) -> Decimal | None:
    if isinstance(node, NumberLit):
        return node.value
    if isinstance(node, Neg) and isinstance(node.operand, NumberLit):
        return -node.operand.value
    return None
