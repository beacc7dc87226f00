"""Rows of decision tables that hold together, contradict each other or are never reached, and inputs no row fits.

Every input is cut into stretches on which the same rows hold; rows are bits of whole numbers, so that what two rows
have in common is an `and`. Gaps are looked for input by input within a budget; a table that exceeds it is said to be
undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rulebook.catalogue.axes import Axis, Domain, axes_of
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.model import Place
from rulebook.catalogue.tables import Table
from rulebook.plan import nodes as p
from rulebook.plan.strips import bits
from rulebook.saying import Said, say

MOST_SHOWN = 5  # pairs of rows a table names
BUDGET = 400_000  # rows looked at in search of a gap
Domains = Callable[[p.Plan], Domain]


def table_faults(tables: Mapping[str, Table], domain: Domains) -> Iterator[Fault]:
    """What is wrong between the rows of each table; gaps and rows never reached are warnings."""
    for table in tables.values():
        plans = [plan for plan in table.outputs.values() if isinstance(plan, p.Table)]
        if plans:
            yield from _Table(table, plans, domain).faults()


class _Table:
    def __init__(self, table: Table, plans: list[p.Table], domain: Domains) -> None:
        self.table, self.plans, self.grid = table, plans, plans[0].grid
        self.count = len(self.grid.rows)
        self.every = (1 << self.count) - 1
        self.axes, self.beside = axes_of(self.grid, domain)
        names = [p.names(each) for each in self.grid.inputs]
        self.related = sum(map(len, names)) > len(set().union(*names))  # two inputs rest on one fact

    def faults(self) -> Iterator[Fault]:
        if self.table.policy in ("U", "A"):
            yield from self.overlaps()
        if self.table.policy in ("F", "P"):
            yield from self.unreached()
        default = all(plan.default is not None for plan in self.plans)
        if self.table.policy not in ("C+", "C#") and not default and not self.table.gaps:
            yield from self.gap()

    # rows that hold together

    def overlaps(self) -> Iterator[Fault]:
        shown = 0
        for row in range(self.count):
            rivals = self.meeting(row) & (self.every << (row + 1)) & self.every
            for other in bits(rivals):
                differ = self.differ(row, other)
                if self.table.policy == "A" and differ is False:
                    continue
                yield self.overlap(row, other, differ)
                shown += 1
                if shown == MOST_SHOWN:
                    more = say("决策表“{table}”还有别的行同时成立，先改上面这些。", table=self.table.name)
                    yield self.fault(self.table.place, more, warning=True)
                    return
                break
        if self.beside:
            rows = "、".join(str(self.grid.numbers[row]) for row in list(bits(self.beside))[:6])
            vague = say("决策表“{table}”第 {rows} 行不是和常数比较，没有判断它和别的行是否同时成立。",
                        table=self.table.name, rows=rows)  # fmt: skip
            yield self.fault(self.table.place, vague, warning=True)

    def meeting(self, row: int) -> int:
        found = self.every & ~self.beside
        if self.beside >> row & 1:
            return 0
        for axis in self.axes:
            found &= axis.meeting(row, self.every)
        return found

    def differ(self, row: int, other: int) -> bool | None:
        """Whether two rows give something else; None where that rests on facts."""
        pairs = [(plan.outputs[row], plan.outputs[other]) for plan in self.plans]
        if all(a == b for a, b in pairs):
            return False
        return True if any(isinstance(a, p.Const) and isinstance(b, p.Const) and a != b for a, b in pairs) else None

    def overlap(self, row: int, other: int, differ: bool | None) -> Fault:
        rows = 1 << row | 1 << other
        shown = [(axis, axis.common(rows)) for axis in self.axes]
        numbers = sorted((self.grid.numbers[row], self.grid.numbers[other]))
        place = self.table.rows[numbers[1] - 1]
        what = say("命中策略 U 只许一行成立") if self.table.policy == "U" else say("命中策略 A 要求结果相同")
        if self.table.policy == "A" and differ is None:
            what = say("命中策略 A 要求结果相同，这两行的结果要看事实")
        said = say("决策表“{table}”第 {first} 行和第 {second} 行同时成立，例如 {example}；{what}。",
                   table=self.table.name, first=numbers[0], second=numbers[1], example=self.example(shown),
                   what=what)  # fmt: skip
        return self.fault(place, said, warning=self.related or (self.table.policy == "A" and differ is None))

    # rows that no value reaches

    def unreached(self) -> Iterator[Fault]:
        for row in range(1, self.count):
            around = (1 << row) - 1 & ~self.beside
            for axis in self.axes:
                around &= axis.around(row, self.every)
            if around:
                first, number = self.grid.numbers[(around & -around).bit_length() - 1], self.grid.numbers[row]
                said = say("决策表“{table}”第 {row} 行永远轮不到：它成立时第 {first} 行已经成立。",
                           table=self.table.name, row=number, first=first)  # fmt: skip
                yield self.fault(self.table.rows[number - 1], said, warning=True)

    # values that no row fits

    def gap(self) -> Iterator[Fault]:
        search = _Gap(sorted(self.axes, key=lambda axis: -axis.tested.bit_count()))
        found = search.within(0, self.every)
        if search.work > BUDGET:
            said = say("决策表“{table}”行太多，没有判断完是否有一行都不符合的情形。", table=self.table.name)
        elif found is None:
            return
        else:
            said = say("决策表“{table}”有一行都不符合的情形，例如 {example}；"
                       "补一行，或写 default，或用 gaps 说明为什么。",
                       table=self.table.name, example=self.example(found))  # fmt: skip
        yield self.fault(self.table.place, said, warning=True)

    def example(self, shown: list[tuple[Axis, str | None]]) -> str:
        ordered = sorted(shown, key=lambda pair: pair[0].place)
        return "，".join(f"{self.table.inputs[axis.place]} = {value}" for axis, value in ordered if value) or "-"

    def fault(self, place: Place, said: Said, *, warning: bool = False) -> Fault:
        return Fault(place.file, place.line, place.column, said, warning)


class _Gap:
    """A search for a value of each input such that no row holds."""

    def __init__(self, axes: list[Axis]) -> None:
        self.axes, self.work = axes, 0
        self.covered: set[tuple[int, int]] = set()

    def within(self, depth: int, rows: int) -> list[tuple[Axis, str | None]] | None:
        """Values for the axes from `depth` on at which none of `rows` holds, or None."""
        if not rows:
            return []
        if depth == len(self.axes) or (depth, rows) in self.covered or self.work > BUDGET:
            return None
        axis = self.axes[depth]
        for place, here in self.steps(axis, rows):
            found = self.within(depth + 1, here)
            if found is not None:
                return [(axis, axis.shown[place]), *found]
        self.covered.add((depth, rows))
        return None

    def steps(self, axis: Axis, rows: int) -> Iterator[tuple[int, int]]:
        """(a place, the rows left there) once for every set of rows that are left somewhere on an axis."""
        tested = rows & axis.tested
        always = rows & ~axis.tested
        places = {0} | {end for row in bits(tested) for ends in axis.ranges[row] for end in ends}
        self.work += len(places)
        seen: set[int] = set()
        for place in sorted(places):
            if place < len(axis.masks):
                here = always | (axis.masks[place] & tested)
                if here not in seen:
                    seen.add(here)
                    yield place, here
