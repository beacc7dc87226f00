"""The plan: a typed tree of the few things a rule may do. Closures and columns are made from the same tree.

`x in (…)`, `between` and ranges become comparisons joined by and/or, so that every maker of code sees few nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rulebook.feel.nodes import NOWHERE, Span
from rulebook.plan.types import BOOLEAN, Type, Value


@dataclass(frozen=True, slots=True)
class Plan:
    """Base of all plan nodes: `type` of the result, `span` in the expression it was written in."""

    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Const(Plan):
    value: Value


@dataclass(frozen=True, slots=True)
class Ref(Plan):
    """A name: `kind` is fact, derived, parameter or as-of."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Compare(Plan):
    """One of = != < <= > >= over two values of one type."""

    op: str
    left: Plan
    right: Plan


@dataclass(frozen=True, slots=True)
class Logic(Plan):
    """`and` / `or` over two or more terms, by Kleene."""

    op: str
    terms: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Not(Plan):
    term: Plan


@dataclass(frozen=True, slots=True)
class If(Plan):
    condition: Plan
    then: Plan
    orelse: Plan


@dataclass(frozen=True, slots=True)
class Arith(Plan):
    """+ - * / ** over numbers, dates and durations; the operand types say which."""

    op: str
    left: Plan
    right: Plan


@dataclass(frozen=True, slots=True)
class Call(Plan):
    """A function of `plan.functions`."""

    function: str
    args: tuple[Plan, ...]


def either(terms: tuple[Plan, ...], span: Span) -> Plan:
    return terms[0] if len(terms) == 1 else Logic(BOOLEAN, "or", terms, span=span)


def both(terms: tuple[Plan, ...], span: Span) -> Plan:
    return terms[0] if len(terms) == 1 else Logic(BOOLEAN, "and", terms, span=span)


def children(plan: Plan) -> tuple[Plan, ...]:
    """The direct parts of a node, in source order."""
    match plan:
        case Compare() | Arith():
            return (plan.left, plan.right)
        case Logic():
            return plan.terms
        case Not():
            return (plan.term,)
        case If():
            return (plan.condition, plan.then, plan.orelse)
        case Call():
            return plan.args
        case _:
            return ()


def walk(plan: Plan) -> Iterator[Plan]:
    yield plan
    for child in children(plan):
        yield from walk(child)


def names(plan: Plan) -> set[str]:
    """The facts, derived facts and parameters a plan names directly."""
    return {node.name for node in walk(plan) if isinstance(node, Ref)}


def leaves(plan: Plan) -> Iterator[Plan]:
    """Where a chain of ifs may end: the values a decision table can give."""
    if isinstance(plan, If):
        yield from leaves(plan.then)
        yield from leaves(plan.orelse)
    else:
        yield plan
