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


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """A decision table without its outputs: `rows` has one test an input, always true where the cell is `-`.

    A test is a condition, most often on the value of its input. `numbers` are the rows' numbers as written, from 1.
    """

    name: str
    inputs: tuple[Plan, ...]
    rows: tuple[tuple[Plan, ...], ...]
    numbers: tuple[int, ...]

    def condition(self, row: int) -> Plan:
        """All tests of a row as one condition."""
        deciding = tuple(each for each in self.rows[row] if not always(each))
        return both(deciding, NOWHERE) if deciding else Const(BOOLEAN, True)


@dataclass(frozen=True, slots=True)
class Table(Plan):
    """One output column of a decision table: an output a row of `grid`; `policy` as in plan.tables.

    The outputs of one table share their grid. Without a `default` the value is unknown where no row holds.
    """

    grid: Grid
    policy: str
    outputs: tuple[Plan, ...]
    default: Plan | None = None


@dataclass(frozen=True, slots=True)
class Stretch(Plan):
    """Where the value of an input of a table stands, as the mask of the rows that hold there; no part of a rule."""

    grid: Grid
    place: int


def always(test: Plan) -> bool:
    return isinstance(test, Const) and test.value is True


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
        case Stretch():
            return (plan.grid.inputs[plan.place],)
        case Table():
            tests = tuple(test for row in plan.grid.rows for test in row if not isinstance(test, Const))
            ends = (*plan.outputs, plan.default) if plan.default is not None else plan.outputs
            return (*tests, *ends)  # an input that no row looks at is no part of it
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
    """Where a chain of ifs or a decision table may end; a table that has no default may also end in nothing."""
    if isinstance(plan, If):
        yield from leaves(plan.then)
        yield from leaves(plan.orelse)
    elif isinstance(plan, Table) and plan.policy in ("U", "A", "F", "P"):
        for each in plan.outputs:
            yield from leaves(each)
        yield plan.default if plan.default is not None else nothing(plan)
    else:
        yield plan


def nothing(like: Plan) -> Plan:
    """No row holds: the value is unknown, as DMN's null is in a rule."""
    return Ref(like.type, "", "fact")
