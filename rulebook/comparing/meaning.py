"""What an expression means, whichever way it was written: equal keys are equal answers on all facts."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal

from rulebook.plan import nodes as p
from rulebook.plan.types import NUMBER

TURNED = {">": "<", ">=": "<="}


def meaning(plan: p.Plan | None) -> Hashable:
    """A key that order of `and`, `or`, `+`, `*`, sides of a comparison and doubled `not` leave as it is."""
    match plan:
        case None:
            return None
        case p.Const():
            value = plan.value
            return "const", plan.type, value.normalize() if isinstance(value, Decimal) else value
        case p.Ref():
            return "name", plan.name
        case p.Not():
            return meaning(plan.term.term) if isinstance(plan.term, p.Not) else ("not", meaning(plan.term))
        case p.Logic():
            return plan.op, frozenset(_terms(plan, plan.op))
        case p.Compare():
            return _compare(plan)
        case p.Arith() if plan.op in ("+", "*") and plan.left.type == plan.right.type == NUMBER:
            return plan.op, tuple(sorted((meaning(plan.left), meaning(plan.right)), key=repr))
        case p.Arith() | p.Call() | p.If():
            kind = plan.op if isinstance(plan, p.Arith) else plan.function if isinstance(plan, p.Call) else "if"
            return kind, tuple(meaning(each) for each in p.children(plan))
        case _:
            return plan


def _terms(plan: p.Logic, op: str) -> list[Hashable]:
    found: list[Hashable] = []
    for each in plan.terms:
        found += _terms(each, op) if isinstance(each, p.Logic) and each.op == op else [meaning(each)]
    return found


def _compare(plan: p.Compare) -> Hashable:
    left, right = meaning(plan.left), meaning(plan.right)
    if plan.op in ("=", "!="):
        return plan.op, frozenset((left, right))
    return (TURNED[plan.op], right, left) if plan.op in TURNED else (plan.op, left, right)
