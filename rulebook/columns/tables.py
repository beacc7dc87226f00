"""A decision table as columns: each input becomes a small number, the numbers together a state that knows the rows.

After every input the rows that may still hold are a state; a state and the next input's number give the next state by a
constant list. So a table of ten thousand rows is a few columns of whole numbers, and the last of them says which row
decides, that none does, or what is still lacking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from sqlglot import exp

from rulebook.columns.functions import Hoist, Sure, extreme
from rulebook.columns.lookups import MOST_IN_CASE, halving, lookup, numbers, searched, truths, whole, wholes
from rulebook.columns.numbers import CannotCompile, Number, add, compare
from rulebook.columns.values import Column, choice, constants, nothing
from rulebook.plan import nodes as p
from rulebook.plan.strips import Strip, Strips, bits, laid_out
from rulebook.plan.tables import COLLECT, Outcome, candidates, collected, outcome, overlap
from rulebook.plan.types import BOOLEAN, MONTHS, NUMBER, Maybe, Months

MOST_STATES = 200_000  # of a table's states times the next input's numbers
Masks = tuple[int, int]  # rows that hold, rows that may hold


@dataclass(frozen=True)
class Machine:
    """Some rows of a table as one column: `state` counts from 1 and is never unknown; `masks` has the rows a state."""

    state: exp.Expr
    masks: tuple[Masks, ...]

    def told(self, of: Callable[[int, int], Any]) -> list[Any]:
        return [of(true, open_) for true, open_ in self.masks]

    def whether(self, of: Callable[[int, int], bool]) -> exp.Expr | None:
        """Whether something is so of the rows; None where it never is."""
        found = self.told(of)
        return truths(found, self.state) if any(found) else None


@dataclass(frozen=True)
class Step:
    """One input, or one test that is more than a comparison with constants. `kinds`: masks by number, from 1."""

    tested: int
    kinds: tuple[Masks, ...]
    number: Callable[[Sequence[int]], exp.Expr]  # given a label for each kind, the column


class Columns(Protocol):
    """What is needed of the set of columns that a table's own stand among."""

    parameters: Mapping[str, Maybe]
    sure: Sure
    hoist: Hoist

    def column(self, plan: p.Plan) -> Column: ...
    def boolean(self, plan: p.Plan) -> exp.Expr: ...
    def is_sure(self, plan: p.Plan) -> bool: ...
    def unknown(self, plan: p.Plan) -> exp.Expr: ...


class Tables:
    """The tables of one set of columns."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._laid: dict[int, tuple[p.Grid, Strips]] = {}
        self._machines: dict[tuple[int, str], tuple[Machine, ...]] = {}

    def constant(self, plan: p.Plan) -> Maybe:
        """The value of a literal or a parameter."""
        if isinstance(plan, p.Const):
            return plan.value
        return self.columns.parameters[plan.name] if isinstance(plan, p.Ref) and plan.kind == "parameter" else None

    def laid(self, grid: p.Grid) -> Strips:
        if id(grid) not in self._laid:
            self._laid[id(grid)] = (grid, laid_out(grid, self.constant))
        return self._laid[id(grid)][1]

    def machines(self, table: p.Table) -> tuple[Machine, ...]:
        """One machine over all rows; for policies that collect, one for each set of inputs that rows look at."""
        laid, kind = self.laid(table.grid), "F" if table.policy in ("F", "P") else table.policy
        key = (id(table.grid), kind)
        if key not in self._machines:
            groups = list(_groups(laid)) if kind in COLLECT else [laid.every]
            self._machines[key] = tuple(self._machine(laid, rows, first=kind == "F") for rows in groups)
        return self._machines[key]

    # states

    def _steps(self, laid: Strips, rows: int) -> Iterator[Step]:
        for strip in laid.strips:
            if strip.tested & rows:
                yield self._stretches(strip, laid.grid.inputs[strip.place], rows)
        for bit, test in laid.beside:
            if bit & rows:
                yield self._tested(bit, test, rows)

    def _machine(self, laid: Strips, rows: int, *, first: bool) -> Machine:
        steps = list(self._steps(laid, rows))
        states: list[Masks] = [(rows, rows)]
        state: exp.Expr = whole(1)
        for place, step in enumerate(steps):
            if len(states) * len(step.kinds) > MOST_STATES:
                raise CannotCompile(f"决策表“{laid.grid.name}”各行要看的事实组合太多，不能按列普查。")
            later = 0
            for other in steps[place + 1 :]:
                later |= other.tested
            found: dict[Masks, int] = {}
            reached = [
                found.setdefault(_left(true & t, open_ & o, later, first), len(found) + 1)
                for true, open_ in states for t, o in step.kinds
            ]  # fmt: skip
            if len(states) == 1:
                state = self.columns.hoist(step.number(reached))
            else:
                numbered = self.columns.hoist(step.number(range(1, len(step.kinds) + 1)))
                before = exp.Mul(this=exp.Paren(this=exp.Sub(this=state, expression=whole(1))),
                                 expression=whole(len(step.kinds)))  # fmt: skip
                at = exp.Add(this=before, expression=numbered)
                state = self.columns.hoist(wholes(reached, at))
            states = list(found)
        return Machine(state, tuple(states))

    def _stretches(self, strip: Strip, input_: p.Plan, rows: int) -> Step:
        kinds: dict[Masks, int] = {}
        places = [kinds.setdefault((mask & rows, mask & rows), len(kinds)) for mask in strip.holds]
        unknown = kinds.setdefault((strip.unknown[0] & rows, strip.unknown[1] & rows), len(kinds))

        def number(labels: Sequence[int]) -> exp.Expr:
            known = self._known(strip, input_, [labels[each] for each in places])
            if self.columns.is_sure(input_):
                return known
            missing = self.columns.unknown(input_)
            return exp.Case(ifs=[exp.If(this=missing, true=whole(labels[unknown]))], default=known)

        return Step(strip.tested, tuple(kinds), number)

    def _known(self, strip: Strip, input_: p.Plan, labels: Sequence[int]) -> exp.Expr:
        """The label of a value that is there."""
        made = self.columns.column(input_)
        if input_.type == BOOLEAN:
            assert not isinstance(made, Number)
            no, yes = (labels[_place(strip, value)] for value in (False, True))
            return exp.Case(ifs=[exp.If(this=made, true=whole(yes))], default=whole(no))
        value = self._hoisted(made)
        kept, splits = [labels[0]], []
        for place, label in enumerate(labels[1:], start=1):
            if label != kept[-1]:
                kept.append(label)
                splits.append((strip.cuts[(place - 1) // 2], place % 2 == 0))
        if len(kept) > MOST_IN_CASE:
            return self._searched(strip, input_, labels, value)

        def below(split: tuple[Any, bool]) -> exp.Expr:
            nodes = (exp.LTE, exp.GTE) if split[1] else (exp.LT, exp.GT)
            return _compared(nodes, value, self._cuts(input_, [split[0]], whole(1)))

        return halving(kept, splits, below)

    def _searched(self, strip: Strip, input_: p.Plan, labels: Sequence[int], value: Column) -> exp.Expr:
        def reached(cuts: list[Any], place: exp.Expr, exact: bool) -> exp.Expr:
            nodes = (exp.EQ, exp.EQ) if exact else (exp.GTE, exp.LTE)
            return _compared(nodes, value, self._cuts(input_, cuts, place))

        return searched(strip.cuts, labels, reached, self.columns.hoist)

    def _cuts(self, input_: p.Plan, cuts: list[Any], place: exp.Expr) -> Column:
        values = [Months(each) for each in cuts] if input_.type == MONTHS else cuts
        return constants(input_.type, values, place)

    def _hoisted(self, made: Column) -> Column:
        if not isinstance(made, Number):
            return self.columns.hoist(made)
        over = made.over
        if over is not None and over.value is None:
            over = Number(self.columns.hoist(over.sql), over.digits, over.scale)
        return Number(self.columns.hoist(made.sql), made.digits, made.scale, over, made.value)

    def _tested(self, bit: int, test: p.Plan, rows: int) -> Step:
        made = self.columns.hoist(self.columns.boolean(test))

        def number(labels: Sequence[int]) -> exp.Expr:
            yes, no, unknown = (whole(each) for each in labels)
            return exp.Case(ifs=[exp.If(this=made.copy(), true=yes), exp.If(this=exp.Not(this=made.copy()), true=no)],
                            default=unknown)  # fmt: skip

        return Step(bit, ((rows, rows), (rows & ~bit, rows & ~bit), (rows & ~bit, rows)), number)

    # values

    def column(self, table: p.Table) -> Column:
        return self._many(table) if table.policy in COLLECT else self._one(table)

    def outcomes(self, table: p.Table) -> list[Outcome | None]:
        """What a table of one row comes to in each state of its machine."""
        (machine,) = self.machines(table)

        def same(rows: int) -> bool | None:
            values = [self.constant(table.outputs[row]) for row in bits(rows)]
            if None in values:
                raise CannotCompile(f"决策表“{table.grid.name}”（A）的输出不是常数，不能按列普查。")
            return len(set(values)) == 1

        return machine.told(lambda true, open_: outcome(table.policy, true, open_, same))

    def _one(self, table: p.Table) -> Column:
        (machine,) = self.machines(table)
        ends: list[p.Plan | None] = []
        for each in self.outcomes(table):
            decided = each is not None and not each.fault
            ends.append((table.default if each.none else table.outputs[each.rows[0]]) if decided and each else None)
        values = [None if each is None else self.constant(each) for each in ends]
        found = constants(table.type, values, machine.state)
        return self._with_formulas(machine, ends, values, found)

    def _with_formulas(
        self, machine: Machine, ends: list[p.Plan | None], values: list[Maybe], literals: Column
    ) -> Column:
        """`literals`, and where a row's output is a formula, that."""
        states: dict[int, tuple[p.Plan, set[int]]] = {}
        for place, (end, value) in enumerate(zip(ends, values, strict=True)):
            if end is not None and value is None:
                states.setdefault(id(end), (end, set()))[1].add(place)
        if not states:
            return literals
        conditions = [
            truths([place in chosen for place in range(len(ends))], machine.state) for _, chosen in states.values()
        ]
        outputs = [*(self.columns.column(end) for end, _ in states.values()), literals]
        return choice(conditions, outputs, self.columns.sure)

    def _many(self, table: p.Table) -> Column:
        machines = self.machines(table)
        written = [Decimal(1) if table.policy == "C#" else self.constant(each) for each in table.outputs]
        worst = self._worst(table, written)

        def of(true: int, open_: int) -> Any:
            if true != open_:
                return None
            found = [written[row] for row in bits(true) if written[row] is not None]
            return collected(table.policy, found) if found or table.policy in ("C+", "C#") else worst

        parts = [numbers(each.told(of), each.state) for each in machines]
        if table.policy in ("C+", "C#"):
            parts += [self._addend(each, row, table) for each in machines for row in bits(_all(each))
                      if written[row] is None]  # fmt: skip
            total = parts[0]
            for each in parts[1:]:
                total = add(total, each)
        else:
            total = extreme("min" if table.policy == "C<" else "max", parts, self.columns.hoist, self.columns.sure)
        if table.default is None and table.policy in ("C+", "C#"):
            return total
        none = self.nowhere(table)
        if none is None:
            return total
        default = self.columns.column(table.default) if table.default is not None else nothing(NUMBER)
        return choice([none], [default, total], self.columns.sure)

    def _worst(self, table: p.Table, outputs: list[Any]) -> Any:
        """What stands for a group without a row under C< and C>: no row that holds is worse."""
        if table.policy in ("C+", "C#"):
            return None
        if None in outputs:
            raise CannotCompile(f"决策表“{table.grid.name}”（{table.policy}）的输出不是常数，不能按列普查。")
        return max(outputs) if table.policy == "C<" else min(outputs)

    def _addend(self, machine: Machine, row: int, table: p.Table) -> Number:
        holds = machine.whether(lambda true, open_: bool(true >> row & 1)) or exp.false()
        outputs = [self.columns.column(table.outputs[row]), Number.constant(Decimal(0))]
        made = choice([holds], outputs, self.columns.sure)
        assert isinstance(made, Number)
        return made

    def overlaps(self, table: p.Table) -> tuple[exp.Expr, exp.Expr] | None:
        """(whether rows hold together that must not, the words for it); None where they never do."""
        if table.policy not in ("U", "A"):
            return None
        outcomes, (machine,) = self.outcomes(table), self.machines(table)
        if not any(each is not None and each.fault for each in outcomes):
            return None
        faulty = [each is not None and each.fault for each in outcomes]
        words = [overlap(table.grid, each.rows) if each is not None and each.fault else "" for each in outcomes]
        return truths(faulty, machine.state), lookup([exp.Literal.string(each) for each in words], machine.state)

    def nowhere(self, table: p.Table) -> exp.Expr | None:
        """Whether no row holds; None where that is never so."""
        found = [each.whether(lambda true, open_: not open_) for each in self.machines(table)]
        if None in found:
            return None
        return exp.and_(*[each for each in found if each is not None], copy=False)

    def parts(self, table: p.Table) -> Iterator[tuple[exp.Expr, p.Plan]]:
        """Every output that is a formula, with whether its row may have a part in the value."""
        for machine in self.machines(table):
            for row, output in enumerate(table.outputs):
                if table.policy != "C#" and not isinstance(output, p.Const):
                    part = machine.whether(_part(table.policy, 1 << row))
                    if part is not None:
                        yield part, output

    # what is lacking

    def lacks(self, table: p.Table, of: Callable[[p.Plan], exp.Expr | None]) -> Iterator[exp.Expr]:
        """Where a table that is unknown lacks what `of` asks of its parts; as plan.missing says it."""
        laid = self.laid(table.grid)
        for machine in self.machines(table):
            for strip in laid.strips:
                open_there = strip.unknown[1] & ~strip.unknown[0]
                yield from _where(machine.whether(_doubt(table.policy, open_there)), of, laid.grid.inputs[strip.place])
            for bit, test in laid.beside:
                yield from _where(machine.whether(_doubt(table.policy, bit)), of, test)
        for part, output in self.parts(table):
            yield from _where(part, of, output)
        if table.default is not None and not isinstance(table.default, p.Const):
            yield from _where(self.nowhere(table), of, table.default)


def _groups(laid: Strips) -> Iterator[int]:
    """Rows that look at the same inputs, as masks."""
    found: dict[tuple[int, ...], int] = {}
    tested = [*(each.tested for each in laid.strips), *(bit for bit, _ in laid.beside)]
    for row in range(len(laid.grid.rows)):
        looks = tuple(place for place, mask in enumerate(tested) if mask >> row & 1)
        found[looks] = found.get(looks, 0) | 1 << row
    yield from found.values()


def _all(machine: Machine) -> int:
    found = 0
    for _, open_ in machine.masks:
        found |= open_
    return found


def _left(true: int, open_: int, later: int, first: bool) -> Masks:
    """A state with no more in it than counts: rows that cannot hold are gone, under F also those after a sure one."""
    true &= open_
    if first and (sure := true & ~later):
        open_ &= (sure & -sure) * 2 - 1
        true &= open_
    return true, open_


def _doubt(policy: str, rows: int) -> Callable[[int, int], bool]:
    return lambda true, open_: bool(candidates(policy, true, open_) & ~true & rows)


def _part(policy: str, rows: int) -> Callable[[int, int], bool]:
    return lambda true, open_: bool(candidates(policy, true, open_) & rows)


def _where(condition: exp.Expr | None, of: Callable[[p.Plan], exp.Expr | None], plan: p.Plan) -> Iterator[exp.Expr]:
    if condition is not None and (lacking := of(plan)) is not None:
        yield exp.and_(lacking, condition, copy=False)


def _place(strip: Strip, value: Any) -> int:
    found = next((n for n, cut in enumerate(strip.cuts) if cut >= value), len(strip.cuts))
    return 2 * found + (found < len(strip.cuts) and strip.cuts[found] == value)


def _compared(nodes: tuple[type[exp.Binary], type[exp.Binary]], value: Column, cut: Column) -> exp.Expr:
    if isinstance(value, Number):
        assert isinstance(cut, Number)
        return compare(*nodes, value, cut)
    assert not isinstance(cut, Number)
    return nodes[0](this=value.copy(), expression=cut.copy())
