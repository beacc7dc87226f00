"""A decision table as a plan: what sme-size and the score tables become, so that they are swept like any rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from rulebook.feel.nodes import Span
from rulebook.plan import nodes as p
from rulebook.plan.build import PlanFault
from rulebook.plan.types import NUMBER

Row = tuple[p.Plan, p.Plan]  # condition over all inputs, output


def table_plan(rows: Sequence[Row], default: p.Plan | None, policy: str, span: Span) -> p.Plan:
    """The value of one output column under a DMN hit policy. U, A, F, P give a value; C+ C< C> C# a number."""
    if policy in ("U", "A", "F"):
        return _first(rows, default, span)
    if policy in COLLECT:
        return COLLECT[policy](rows, span)
    raise PlanFault(f"规则里的决策表不能用命中策略 {policy}：它给出的是列表。可用 U A F C+ C< C> C#。", span)


def _first(rows: Sequence[Row], default: p.Plan | None, span: Span) -> p.Plan:
    """if row 1 then … else if row 2 then …; the last row stands alone when its condition is always true."""
    if not rows:
        raise PlanFault("决策表没有行。", span)
    chain = default
    for condition, output in reversed(rows):
        always = isinstance(condition, p.Const) and condition.value is True
        chain = output if always else p.If(output.type, condition, output, chain or nothing(output), span=span)
    assert chain is not None
    return chain


def nothing(like: p.Plan) -> p.Plan:
    """No row holds: the value is unknown, as DMN's null is in a rule."""
    return p.Ref(like.type, "", "fact")


def _sum(rows: Sequence[Row], span: Span) -> p.Plan:
    zero = p.Const(NUMBER, Decimal(0), span=span)
    total: p.Plan = zero
    for condition, output in rows:
        part = p.If(NUMBER, condition, output, zero, span=span)
        total = part if total is zero else p.Arith(NUMBER, "+", total, part, span=span)
    return total


def _count(rows: Sequence[Row], span: Span) -> p.Plan:
    one = p.Const(NUMBER, Decimal(1), span=span)
    return _sum([(condition, one) for condition, _ in rows], span)


def _extreme(function: str, beyond: Decimal) -> Callable[[Sequence[Row], Span], p.Plan]:
    """The least or greatest output of the rows that hold; unknown when none does."""

    def make(rows: Sequence[Row], span: Span) -> p.Plan:
        none = p.Const(NUMBER, beyond, span=span)
        outputs = tuple(p.If(NUMBER, condition, output, none, span=span) for condition, output in rows)
        any_row = p.either(tuple(condition for condition, _ in rows), span)
        return p.If(NUMBER, any_row, p.Call(NUMBER, function, outputs, span=span), nothing(rows[0][1]), span=span)

    return make


COLLECT: dict[str, Callable[[Sequence[Row], Span], p.Plan]] = {
    "C+": _sum, "C#": _count, "C<": _extreme("min", Decimal("1E+30")), "C>": _extreme("max", Decimal("-1E+30")),
}  # fmt: skip
