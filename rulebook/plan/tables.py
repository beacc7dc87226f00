"""Decision tables in a plan: hit policies, which row decides, and why none does.

| policy | value |
| --- | --- |
| U | of the one row that holds; two that hold are a fault and the value is unknown |
| A | of the rows that hold, which must give the same; if they contradict each other that is a fault |
| F, P | of the first row that holds; the rows of P stand in order of priority already |
| C+ C# | sum, or number, of the rows that hold; 0 where none does and the table has no default |
| C< C> | least or greatest of the rows that hold |

A row whose tests rest on something unknown may hold: as long as that could change the value, it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.feel.nodes import Span
from rulebook.plan import nodes as p
from rulebook.plan.build import PlanFault
from rulebook.plan.exact import ARITHMETIC
from rulebook.plan.strips import Strips, bits, laid_out
from rulebook.plan.types import NUMBER, type_name

ONE_ROW = ("U", "A", "F", "P")
COLLECT = ("C+", "C#", "C<", "C>")
POLICIES = (*ONE_ROW, *COLLECT)
CHAINED = 300  # rows of a table whose hash is taken from its chain of ifs
TOGETHER = "同时成立"
Rows = tuple[int, int]  # masks: rows that hold, rows that may hold


def table_plan(grid: p.Grid, outputs: Sequence[p.Plan], default: p.Plan | None, policy: str, span: Span) -> p.Table:
    """One output column under a DMN hit policy. Raises PlanFault."""
    if policy not in POLICIES:
        raise PlanFault(f"规则里的决策表不能用命中策略 {policy}：它给出的是列表。可用 {' '.join(POLICIES)}。", span)
    if not outputs:
        raise PlanFault("决策表没有行。", span)
    type_ = NUMBER if policy == "C#" else outputs[0].type
    for place, each in enumerate((*outputs, *([default] if default is not None else []))):
        wrong = each.type != type_ and not (policy == "C#" and place < len(outputs))
        if wrong:
            message = f"决策表同一列的输出要是同一类型：这里要{type_name(type_)}，得到的是{type_name(each.type)}。"
            raise PlanFault(message, each.span)
    if policy in COLLECT and type_ != NUMBER:
        raise PlanFault(f"命中策略 {policy} 的输出要是数字，这里是{type_name(type_)}。", span)
    return p.Table(type_, grid, policy, tuple(outputs), default, span=span)


def by_priority(grid: p.Grid, order: Sequence[int]) -> p.Grid:
    """The grid of a table with policy P: rows (from 0) in order of the priority of what they give."""
    return p.Grid(grid.name, grid.inputs, tuple(grid.rows[row] for row in order),
                  tuple(grid.numbers[row] for row in order))  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a table came to. `rows` (from 0): those that decide; with `fault` those that hold together and must not.

    `none`: no row holds. Where nothing of this is so, it is unknown which rows hold.
    """

    rows: tuple[int, ...] = ()
    none: bool = False
    fault: bool = False


class Finder:
    """Finds the rows of a grid that hold in an environment."""

    def __init__(self, grid: p.Grid, of: Callable[[p.Plan], Callable[[Any], Any]]) -> None:
        self.laid: Strips = laid_out(grid)
        self.strips = [(of(grid.inputs[each.place]), each) for each in self.laid.strips]
        self.beside = [(bit, of(test)) for bit, test in self.laid.beside]

    def rows(self, env: Any) -> Rows:
        true = open_ = self.laid.every
        for closure, strip in self.strips:
            value = closure(env)
            if value is None:
                true, open_ = true & strip.unknown[0], open_ & strip.unknown[1]
            else:
                mask = strip.at(value)
                true, open_ = true & mask, open_ & mask
            if not open_:
                return 0, 0
        for bit, test in self.beside:
            if open_ & bit:
                held = test(env)
                if held is not True:
                    true &= ~bit
                    if held is False:
                        open_ &= ~bit
        return true, open_


def candidates(policy: str, true: int, open_: int) -> int:
    """The rows that may still have a part in the value: under F and P none after the first that holds."""
    if policy in ("F", "P") and true:
        return open_ & ((true & -true) * 2 - 1)
    return open_


def outcome(policy: str, true: int, open_: int, same: Callable[[int], bool | None]) -> Outcome | None:
    """Which rows decide, or None while that is unknown. `same`: whether the rows of a mask give the same value."""
    if not open_:
        return Outcome(none=True)
    lowest = open_ & -open_
    if policy in ("F", "P"):
        return Outcome((lowest.bit_length() - 1,)) if lowest & true else None
    if policy in COLLECT:
        return Outcome(tuple(bits(true))) if true == open_ else None
    if policy == "A" and true:
        if same(open_):
            return Outcome(((true & -true).bit_length() - 1,))
        return Outcome(tuple(bits(true)), fault=True) if same(true) is False else None
    if true & (true - 1):
        return Outcome(tuple(bits(true)), fault=True) if policy == "U" else None
    return Outcome((lowest.bit_length() - 1,)) if true == open_ else None


def collected(policy: str, values: Sequence[Any]) -> Any:
    """The value of a collecting policy over the outputs of the rows that hold; None without any, but for sums."""
    if policy == "C#":
        return Decimal(len(values))
    if policy == "C+":
        total: Any = Decimal(0)
        for each in values:
            total = ARITHMETIC["+"](total, each)
        return total
    return (min(values) if policy == "C<" else max(values)) if values else None


def overlap(grid: p.Grid, rows: Sequence[int]) -> str:
    """The fault of rows that hold together, in words."""
    numbers = "、".join(str(each) for each in sorted(grid.numbers[row] for row in rows)[:6])
    return f"决策表“{grid.name}”第 {numbers} 行同时成立"


def is_overlap(note: str) -> bool:
    """Whether a note on a verdict is a fault of a table's rows."""
    return note.endswith(TOGETHER)


def no_row(grid: p.Grid) -> str:
    return f"决策表“{grid.name}”没有一行符合"


def chain(table: p.Table) -> p.Plan | None:
    """The table as if … else if …, as hashes of published versions have it; None where it never was one."""
    if table.policy != "F" or table.default is not None or len(table.outputs) > CHAINED:
        return None
    made: p.Plan | None = None
    for row, output in reversed(list(enumerate(table.outputs))):
        condition = table.grid.condition(row)
        made = output if p.always(condition) else p.If(output.type, condition, output, made or p.nothing(output))
    return made


def tables(plan: p.Plan) -> Iterator[p.Table]:
    return (each for each in p.walk(plan) if isinstance(each, p.Table))
