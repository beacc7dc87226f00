"""What the examples try: the rows of decision tables they reach, and the bounds they stand on both sides of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Place, Version, flat
from rulebook.judging.bench import Bench, bench
from rulebook.plan import nodes as p
from rulebook.plan.closures import Environment
from rulebook.plan.types import BOOLEAN, STRING
from rulebook.saying import Parts, Said, say

ORDERED = ("<", "<=", ">", ">=")


@dataclass
class TableCover:
    """One decision table: its rows, and which of them (numbers from 1) some example reaches."""

    name: str
    rows: int
    reached: set[int] = field(default_factory=set)

    @property
    def lacking(self) -> list[int]:
        return [row for row in range(1, self.rows + 1) if row not in self.reached]


@dataclass
class Bound:
    """A comparison of order in a condition: `sides` has True once an example meets it, False once one does not."""

    programme: str
    version: str
    condition: str
    place: Place
    words: str
    sides: set[bool] = field(default_factory=set)

    def said(self) -> Said:
        lacking = Parts("、", [say("成立" if each else "不成立") for each in (True, False) if each not in self.sides])
        return say("{programme} {version} 条件“{condition}”的 {words}：没有例子让它{ways}。", programme=self.programme,
                   version=self.version, condition=self.condition, words=self.words, ways=lacking)  # fmt: skip


@dataclass(frozen=True)
class Coverage:
    tables: tuple[TableCover, ...]
    bounds: tuple[Bound, ...]

    @property
    def tried(self) -> int:
        """Bounds that examples stand on both sides of."""
        return sum(len(each.sides) == 2 for each in self.bounds)

    def as_json(self) -> dict[str, Any]:
        return {
            "tables": [{"table": each.name, "rows": each.rows, "reached": len(each.reached), "lacking": each.lacking}
                       for each in self.tables],
            "bounds": {"all": len(self.bounds), "tried": self.tried,
                       "lacking": [str(each.said()) for each in self.bounds if len(each.sides) < 2]},
        }  # fmt: skip


def coverage_of(catalogue: Catalogue) -> Coverage:
    """Every example of every version against the tables its version rests on and the bounds of its conditions."""
    ready = bench(catalogue)
    tables = {name: _grids(table.outputs.values()) for name, table in catalogue.tables.items()}
    covers = {name: TableCover(name, len(grids[0].grid.rows)) for name, grids in tables.items() if grids}
    bounds: list[Bound] = []
    for programme in catalogue.programmes.values():
        for version in programme.versions:
            envs = [ready.environment(each.given, each.as_of) for each in version.examples]
            bounds += _bounds(ready, version, envs)
            for name, cover in covers.items():
                if any(each.table == name and each.name in version.uses for each in catalogue.derived.values()):
                    cover.reached |= _reached(ready, tables[name][0], envs)
    return Coverage(tuple(covers.values()), tuple(bounds))


def _grids(plans: Any) -> list[p.Table]:
    return [plan for plan in plans if isinstance(plan, p.Table)]


def _reached(ready: Bench, table: p.Table, envs: list[Environment]) -> set[int]:
    found: set[int] = set()
    for env in envs:
        outcome = ready.closures.outcome(table, env)
        if outcome is not None and not outcome.fault:
            found |= {table.grid.numbers[row] for row in outcome.rows}
    return found


def _bounds(ready: Bench, version: Version, envs: list[Environment]) -> Iterator[Bound]:
    for condition in flat(version.conditions):
        for compare in p.walk(condition.plan) if condition.plan is not None else ():
            if (
                not isinstance(compare, p.Compare)
                or compare.op not in ORDERED
                or compare.left.type in (STRING, BOOLEAN)
            ):
                continue
            test = ready.closures.of(compare)
            sides = {value for env in envs if (value := test(env)) is not None}
            words = _words(compare, condition.when)
            yield Bound(version.slug, str(version.since), condition.id, condition.place, words, sides)


def _words(compare: p.Compare, when: str) -> str:
    """The comparison as written; of a range or a list, its sides."""
    span = compare.span
    written = " ".join(when[span.start : span.end].split()) if span.end else ""
    sides = [each.name for each in (compare.left, compare.right) if isinstance(each, p.Ref)]
    return written or f" {compare.op} ".join(sides)


def lines(coverage: Coverage, every: bool, root: Path) -> Iterator[Said]:
    """The report: a line a table, a line for the bounds; with `every`, each bound that is not tried on both sides."""
    for each in coverage.tables:
        numbers = [str(row) for row in each.lacking]
        shown = "、".join(numbers if every else numbers[:8]) + ("……" if len(numbers) > 8 and not every else "")
        rest = say("；没到过第 {rows} 行", rows=shown) if numbers else ""
        yield say("决策表 {table}：{rows} 行，例子到过 {reached} 行{rest}", table=each.name, rows=each.rows,
                  reached=len(each.reached), rest=rest)  # fmt: skip
    if coverage.bounds:
        yield say(
            "条件里的界限 {count} 个，例子两边都试过的 {tried} 个", count=len(coverage.bounds), tried=coverage.tried
        )
    for bound in coverage.bounds if every else ():
        if len(bound.sides) < 2:
            yield say("  {place}: {said}", place=f"{root / bound.place.file}:{bound.place.line}", said=bound.said())
