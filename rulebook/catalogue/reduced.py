"""A condition in the plainest words that say the same, for asking which truth values it can have.

Constants are worked out, `2 * x + 1 > 5` becomes `x > 2`, `if` becomes `and` and `or`, a derived fact the expression
or the table rows it stands for, a parameter its value on a day.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from rulebook.catalogue.model import Derived, Parameter, Version
from rulebook.feel.nodes import NOWHERE
from rulebook.plan import nodes as p
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.types import BOOLEAN, NUMBER, Value

ROWS = 40  # of a table that is written out
DEPTH = 4  # of derived facts within one another
DAYS = 24  # on which parameters are looked at
TRUE, FALSE = p.Const(BOOLEAN, True), p.Const(BOOLEAN, False)
FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Reducer:
    """Plans made plainer, with `derived` facts opened and parameters of these `values`."""

    def __init__(self, derived: Mapping[str, Derived], values: Mapping[str, Value]) -> None:
        self.derived, self.values, self.depth = derived, values, 0

    def of(self, plan: p.Plan) -> p.Plan:
        match plan:
            case p.Ref():
                return self._name(plan)
            case p.Logic():
                return _joined(plan.op, tuple(self.of(each) for each in plan.terms))
            case p.Not():
                return _not(self.of(plan.term))
            case p.If() if plan.type == BOOLEAN:
                return self._branches(self.of(plan.condition), self.of(plan.then), self.of(plan.orelse))
            case p.Compare():
                return self._compared(plan.op, self.of(plan.left), self.of(plan.right))
            case p.Arith():
                return _worked(dataclasses.replace(plan, left=self.of(plan.left), right=self.of(plan.right)))
            case p.Call():
                return _worked(dataclasses.replace(plan, args=tuple(self.of(each) for each in plan.args)))
        return plan

    def _name(self, ref: p.Ref) -> p.Plan:
        if ref.name in self.values:
            return p.Const(ref.type, self.values[ref.name])
        opened = self._opened(ref)
        if ref.type != BOOLEAN or opened is None:
            return ref
        if isinstance(opened, p.Table):
            return self._compared("=", ref, TRUE)
        return self._deeper(opened)

    def _opened(self, plan: p.Plan) -> p.Plan | None:
        """What a derived fact stands for, not too deep."""
        found = self.derived.get(plan.name) if isinstance(plan, p.Ref) else None
        return found.plan if found is not None and self.depth < DEPTH else None

    def _deeper(self, plan: p.Plan) -> p.Plan:
        self.depth += 1
        try:
            return self.of(plan)
        finally:
            self.depth -= 1

    def _branches(self, condition: p.Plan, then: p.Plan, orelse: p.Plan) -> p.Plan:
        return _joined("or", (_joined("and", (condition, then)), _joined("and", (_not(condition), orelse))))

    def _compared(self, op: str, left: p.Plan, right: p.Plan) -> p.Plan:
        if isinstance(left, p.Const) and not isinstance(right, p.Const):
            left, right, op = right, left, FLIPPED[op]
        if isinstance(left, p.If):
            cases = (self._compared(op, self.of(each), right) for each in (left.then, left.orelse))
            return self._branches(self.of(left.condition), *cases)
        opened = self._opened(left)
        table = left if isinstance(left, p.Table) else opened if isinstance(opened, p.Table) else None
        if table is not None and table.policy in ("U", "A", "F") and len(table.outputs) <= ROWS:
            return self._rows(table, op, right)
        if isinstance(opened, p.If):
            return self._compared(op, opened, right)
        if isinstance(right, p.Const) and right.type == NUMBER:
            left, op, right = _alone(left, op, right)
        return _worked(p.Compare(BOOLEAN, op, left, right, span=NOWHERE))

    def _rows(self, table: p.Table, op: str, right: p.Plan) -> p.Plan:
        """The rows whose output compares so; under F a row holds where no earlier one does."""
        tests = [self._deeper(table.grid.condition(row)) for row in range(len(table.outputs))]
        found = []
        for place, output in enumerate(table.outputs):
            before = tuple(_not(each) for each in tests[:place]) if table.policy == "F" else ()
            found.append(_joined("and", (tests[place], *before, self._compared(op, self._deeper(output), right))))
        if table.default is not None:
            none = tuple(_not(each) for each in tests)
            found.append(_joined("and", (*none, self._compared(op, self._deeper(table.default), right))))
        return _joined("or", tuple(found))


def _not(plan: p.Plan) -> p.Plan:
    if isinstance(plan, p.Const):
        return FALSE if plan.value else TRUE
    return plan.term if isinstance(plan, p.Not) else p.Not(BOOLEAN, plan, span=NOWHERE)


def _joined(op: str, terms: tuple[p.Plan, ...]) -> p.Plan:
    decides = op == "or"
    if any(isinstance(each, p.Const) and each.value is decides for each in terms):
        return TRUE if decides else FALSE
    left = tuple(each for each in terms if not isinstance(each, p.Const))
    if not left:
        return FALSE if decides else TRUE
    return left[0] if len(left) == 1 else p.Logic(BOOLEAN, op, left, span=NOWHERE)


def _worked(plan: p.Plan) -> p.Plan:
    """A plan over constants alone is its value."""
    if not all(isinstance(each, p.Const) for each in p.children(plan)):
        return plan
    value = Closures().of(plan)(Environment({}, {}))
    return plan if value is None else p.Const(plan.type, value)


def _alone(left: p.Plan, op: str, right: p.Const) -> tuple[p.Plan, str, p.Const]:
    """What is compared, freed of the constants added to it or multiplied with it, as far as that is exact."""
    while isinstance(left, p.Arith) and left.type == NUMBER and isinstance(right.value, Decimal):
        known = left.right if isinstance(left.right, p.Const) else left.left
        other = left.left if known is left.right else left.right
        if not isinstance(known, p.Const) or not isinstance(known.value, Decimal) or other.type != NUMBER:
            break
        found = _moved(left.op, known.value, right.value, first=known is left.left)
        if found is None:
            break
        value, flips = found
        left, op, right = other, FLIPPED[op] if flips else op, p.Const(NUMBER, value)
    return left, op, right


def _moved(op: str, known: Decimal, bound: Decimal, *, first: bool) -> tuple[Decimal, bool] | None:
    """The bound without `known`, and whether the comparison turns round; None where that is not exact."""
    match op:
        case "+":
            return bound - known, False
        case "-":
            return (known - bound, True) if first else (bound + known, False)
        case "*" if known:
            value = bound / known
            return (value, known < 0) if value * known == bound else None
        case "/" if known and not first:
            return bound * known, known < 0
    return None


def settings(version: Version, plan: p.Plan, parameters: Mapping[str, Parameter]) -> Iterator[dict[str, Value]]:
    """The values that the parameters of a plan have together while a version is in force, each combination once."""
    names = sorted(p.names(plan) & parameters.keys())
    days = {version.since, *(day for name in names for day, _ in parameters[name].values)}
    seen: list[dict[str, Value]] = []
    for day in sorted(each for each in days if _within(version, each))[-DAYS:]:
        found = {name: value for name in names if (value := parameters[name].on(day)) is not None}
        if found not in seen:
            seen.append(found)
            yield found


def _within(version: Version, day: dt.date) -> bool:
    return version.since <= day and (version.until is None or day <= version.until)
