"""The inputs of a decision table as axes: stretches of values on which the same rows hold, empty ones left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.plan import nodes as p
from rulebook.plan.strips import Strip, bits, laid_out
from rulebook.plan.types import BOOLEAN, DATE, DAYS, MONTHS, NUMBER, STRING, Months
from rulebook.saying import say

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Domain:
    """What a value may be: `choices` of a text, decimal `places` and `least` of a number; None when nothing is said."""

    choices: tuple[str, ...] = ()
    places: int | None = None
    least: Decimal | None = None


class Tree:
    """Masks in a row, joined over any stretch of them in a few steps."""

    def __init__(self, masks: Sequence[int], join: Callable[[int, int], int], nothing: int) -> None:
        self.join, self.nothing, self.size = join, nothing, len(masks)
        self.nodes = [nothing] * self.size + list(masks)
        for place in range(self.size - 1, 0, -1):
            self.nodes[place] = join(self.nodes[2 * place], self.nodes[2 * place + 1])

    def over(self, start: int, end: int) -> int:
        found, low, high = self.nothing, start + self.size, end + self.size
        while low < high:
            if low & 1:
                found = self.join(found, self.nodes[low])
                low += 1
            if high & 1:
                high -= 1
                found = self.join(found, self.nodes[high])
            low, high = low // 2, high // 2
        return found


class Axis:
    """One input. `masks[n]` are the rows that hold on its nth stretch, `shown[n]` a value there, in words."""

    def __init__(self, strip: Strip, type_: object, domain: Domain, every: int) -> None:
        self.place, self.tested = strip.place, strip.tested
        stretches = [(mask, sample) for number, mask in enumerate(strip.holds)
                     if (sample := shown(strip.cuts, number, type_, domain)) is not None]  # fmt: skip
        self.masks = [mask for mask, _ in stretches]
        self.shown = [sample for _, sample in stretches]
        self.ranges = self._ranges()
        self.some = Tree(self.masks, int.__or__, 0)
        self.all = Tree(self.masks, int.__and__, every)

    def _ranges(self) -> dict[int, list[tuple[int, int]]]:
        """Row → where it holds, as half-open stretches of places; only rows that look at this input."""
        found: dict[int, list[tuple[int, int]]] = {row: [] for row in bits(self.tested)}
        since: dict[int, int] = {}
        before = 0
        for place, mask in enumerate([*self.masks, 0]):
            for row in bits((mask ^ before) & self.tested):
                if row in since:
                    found[row].append((since.pop(row), place))
                else:
                    since[row] = place
            before = mask & self.tested
        return found

    def meeting(self, row: int, every: int) -> int:
        """The rows that hold somewhere where this row holds."""
        if not self.tested >> row & 1:
            return self.some.over(0, len(self.masks))
        found = 0
        for start, end in self.ranges[row]:
            found |= self.some.over(start, end)
        return found

    def around(self, row: int, every: int) -> int:
        """The rows that hold everywhere where this row holds."""
        ranges = self.ranges[row] if self.tested >> row & 1 else [(0, len(self.masks))]
        found = every
        for start, end in ranges:
            found &= self.all.over(start, end)
        return found

    def common(self, rows: int) -> str | None:
        """A value at which all these rows hold."""
        return next((self.shown[place] for place, mask in enumerate(self.masks) if mask & rows == rows), None)


def axes_of(grid: p.Grid, domain: Callable[[p.Plan], Domain]) -> tuple[list[Axis], int]:
    """(the axes, the mask of rows with tests that do more than compare with constants)."""
    laid = laid_out(grid)
    beside = 0
    for bit, _ in laid.beside:
        beside |= bit
    inputs = grid.inputs
    axes = [Axis(each, inputs[each.place].type, domain(inputs[each.place]), laid.every) for each in laid.strips]
    return axes, beside


def shown(cuts: list[Any], number: int, type_: object, domain: Domain) -> str | None:
    """A value of the nth stretch of an input, in words; None where no value can stand there."""
    place, on_cut = divmod(number, 2)
    if on_cut:
        cut = cuts[place]
        outside = type_ == STRING and domain.choices and cut not in domain.choices
        finer = isinstance(cut, Decimal) and domain.places is not None and cut != round(cut, domain.places)
        return None if outside or finer else written(cut, type_)
    low, high = cuts[place - 1] if place else None, cuts[place] if place < len(cuts) else None
    if type_ == STRING:
        return _word(low, high, domain)
    if type_ == BOOLEAN:
        missing = [each for each in (False, True) if (low is None or each > low) and (high is None or each < high)]
        return written(missing[0], type_) if missing else None
    value = _between(low, high, str(type_), domain)
    return None if value is None else written(value, type_)


def _word(low: str | None, high: str | None, domain: Domain) -> str | None:
    if domain.choices:
        fitting = [each for each in domain.choices if (low is None or each > low) and (high is None or each < high)]
        return f"“{fitting[0]}”" if fitting else None
    return str(say("别的文字"))


def _between(low: Any, high: Any, type_: str, domain: Domain) -> Any:
    """A value between two cuts, both excluded; None where there is none."""
    if type_ == NUMBER:
        return _number(low, high, domain.places)
    step = {DATE: DAY, DAYS: DAY, MONTHS: 1}.get(type_)
    if step is None:
        return None
    if low is None:
        return high - step
    value = low + step
    if high is None or value < high:
        return value
    return (low + high) / 2 if type_ == DAYS and low < high else None


def _number(low: Decimal | None, high: Decimal | None, places: int | None) -> Decimal | None:
    step = Decimal(1).scaleb(-places) if places is not None else Decimal(1)
    if low is None:
        # below nought there is mostly nothing: a table that begins there means all that can be
        return None if high is not None and high == 0 else (high or Decimal(0)) - step
    value = low + step
    if high is None or value < high:
        return value
    return None if places is not None else (low + high) / 2


def written(value: Any, type_: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{value}”"
    if type_ == MONTHS:
        return str(Months(int(value)))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
