"""The FEEL syntax tree: small frozen nodes, one class per construct.

Every node carries `span`, the piece of source text it was read from; spans do not take part in equality, so
two trees are equal when they mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of source: offsets `start` to `end` (excluded); `line` and `column` (from 1) of its start."""

    start: int
    end: int
    line: int
    column: int


NOWHERE = Span(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Node:
    """Base of all nodes."""

    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


# Literals ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NumberLit(Node):
    """`12.50`, kept with the digits as written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class StringLit(Node):
    """`"text"`, escapes already resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class BoolLit(Node):
    value: bool


@dataclass(frozen=True, slots=True)
class NullLit(Node):
    pass


@dataclass(frozen=True, slots=True)
class AtLit(Node):
    """`@"2024-01-31"`: a date, time, date and time or duration; `text` is what stands between the quotes."""

    text: str


# Names and paths --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or function name, whitespace normalised to single spaces."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.member`."""

    source: Node
    member: str


# Operators --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left op right`, op one of = != < <= > >=."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Arith(Node):
    """`left op right`, op one of + - * / **."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Neg(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """Two or more terms joined by `and` (a chain is one flat node)."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Two or more terms joined by `or` (a chain is one flat node)."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`: true when any test holds. Each test is a UnaryTest, a RangeLit or any expression."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: TypeRef


# Control ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    orelse: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """`name in source`, or `name in source..end` when `end` is given."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Some(Node):
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class Every(Node):
    iterations: tuple[Iteration, ...]
    condition: Node


# Functions --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    name: str
    type: TypeRef | None = None


@dataclass(frozen=True, slots=True)
class FunctionDef(Node):
    """`function(a, b: number) body`; with `external` the body is the context that describes the mapping."""

    parameters: tuple[Parameter, ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class NamedArg(Node):
    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(...)`: arguments are all positional (`args`) or all named (`named`)."""

    function: Node
    args: tuple[Node, ...] = ()
    named: tuple[NamedArg, ...] = ()


# Collections ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`; a numeric condition is an index from 1 (from -1 backwards)."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLit(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextLit(Node):
    """`{key: value, …}`; later entries see earlier ones."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RangeLit(Node):
    """`[low..high)` and its kin."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


# Unary tests ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnaryTest(Node):
    """`< 5`: a comparison whose left side is the input. As an expression, `(< 5)` is a range."""

    op: str
    operand: Node


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """A decision-table cell. `any` for `-`; otherwise true when one of `tests` holds, turned by `negated`."""

    tests: tuple[Node, ...] = ()
    negated: bool = False
    any: bool = False


# Types ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeRef(Node):
    """Base of the type expressions that follow `instance of` and parameter colons."""


@dataclass(frozen=True, slots=True)
class NamedType(TypeRef):
    """`number`, `date and time`, or a type of the model."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType(TypeRef):
    of: TypeRef


@dataclass(frozen=True, slots=True)
class RangeType(TypeRef):
    of: TypeRef


@dataclass(frozen=True, slots=True)
class ContextType(TypeRef):
    members: tuple[tuple[str, TypeRef], ...]


@dataclass(frozen=True, slots=True)
class FunctionType(TypeRef):
    parameters: tuple[TypeRef, ...]
    result: TypeRef


def children(node: Node) -> Iterator[Node]:
    """The direct child nodes of `node`, in source order."""
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything below it, depth first, parents before children."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(list(children(current))))
