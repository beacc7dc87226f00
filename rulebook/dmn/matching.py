"""Which rows of a table apply: cells that are plain texts and numbers are looked up, only the others are tried.

Rows are bits of one integer, the first row the lowest bit. A column gives the rows it lets pass, columns are combined.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rulebook.feel import nodes as n
from rulebook.feel.compile import Code
from rulebook.feel.runtime import Env, Run
from rulebook.feel.values import Value

MOST = 1 << 29  # bits of one column's index; a longer column is tried cell by cell
Segment = int  # 0 below the first bound, 1 at it, 2 between it and the second, 3 at the second, …


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a column of tests: its closure, its tree; neither for `-`."""

    code: Code | None
    tests: n.UnaryTests | None


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`; None is without end."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool = False
    high_included: bool = False


@dataclass(slots=True)
class Column:
    """A column's rows. `free`: those with `-`; `texts` by text; `numbers` by segment between `bounds`; `tried`: cells
    that only their closure knows; `plain`: the looked-up cells' closures, for values that are neither text nor number.
    """

    free: int = 0
    texts: dict[str, int] = field(default_factory=dict)
    bounds: list[Decimal] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    tried: list[tuple[Code, int]] = field(default_factory=list)
    plain: list[tuple[Code, int]] = field(default_factory=list)
    kind: type[str] | type[Decimal] | None = None
    quiet: bool = True  # none of the looked-up cells says anything of null

    def passing(self, scope: Env, alive: int) -> int:
        """The rows of `alive` whose cell is true of the scope's `?`."""
        value = scope.find("?")
        looked_up = type(value) is self.kind or (value is None and self.quiet)
        found = self.free | (self._found(value) if looked_up else 0)
        for cells in (self.tried,) if looked_up else (self.tried, self.plain):
            for code, rows in cells:
                if rows & alive & ~found:
                    scope.run.spend(1)
                    found |= rows if code(scope) is True else 0
        return found & alive

    def _found(self, value: Value) -> int:
        if isinstance(value, str):
            return self.texts.get(value, 0)
        return self.numbers[_segment(self.bounds, value)] if isinstance(value, Decimal) else 0


def column_of(cells: Sequence[Cell]) -> Column:
    """A column's cells, row after row, ready to be asked."""
    made, groups = Column(), dict[int, tuple[Cell, int]]()
    for place, cell in enumerate(cells):
        if cell.code is None:
            made.free |= 1 << place
            continue
        _same, rows = groups.get(id(cell.code), (cell, 0))
        groups[id(cell.code)] = cell, rows | 1 << place
    texts, spans = _plain(groups.values())
    for chosen, kind in ((texts, str), (spans, Decimal)):
        if chosen and (made.kind is None or len(chosen) > len(made.plain)) and len(chosen) * len(cells) * 2 < MOST:
            made.kind, made.plain = kind, [(code, rows) for code, rows, _what in chosen]
    made.texts = _by_text(texts) if made.kind is str else {}
    made.bounds, made.numbers = _by_number(spans) if made.kind is Decimal else ([], [])
    looked_up = {id(code) for code, _rows in made.plain}
    made.tried = [(cell.code, rows) for key, (cell, rows) in groups.items() if key not in looked_up and cell.code]
    made.quiet = all(_says_nothing_of_null(code) for code, _rows in made.plain)
    return made


def rows_of(bits: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


Texts = list[tuple[Code, int, tuple[str, ...]]]
Spans = list[tuple[Code, int, tuple[Span, ...]]]


def _plain(groups: Iterable[tuple[Cell, int]]) -> tuple[Texts, Spans]:
    """The cells that say nothing but texts, and those that say nothing but numbers."""
    texts, spans = Texts(), Spans()
    for cell, rows in groups:
        if cell.code is None or cell.tests is None or cell.tests.negated or cell.tests.any:
            continue
        said = cell.tests.tests
        words = tuple(each.value for each in said if isinstance(each, n.StringLit))
        if len(words) == len(said):
            texts.append((cell.code, rows, words))
            continue
        ranges = tuple(span for each in said if (span := _span(each)) is not None)
        if len(ranges) == len(said):
            spans.append((cell.code, rows, ranges))
    return texts, spans


def _span(test: n.Node) -> Span | None:
    """The numbers a test lets pass, where it names them; None for any other test."""
    if (exact := _number(test)) is not None:
        return Span(exact, exact, True, True)
    if isinstance(test, n.UnaryTest) and (limit := _number(test.operand)) is not None:
        match test.op:
            case "<" | "<=":
                return Span(None, limit, False, test.op == "<=")
            case ">" | ">=":
                return Span(limit, None, test.op == ">=", False)
    if isinstance(test, n.RangeLit):
        low, high = _number(test.low), _number(test.high)
        if low is not None and high is not None and low < high:
            return Span(low, high, test.low_included, test.high_included)
    return None


def _number(node: n.Node) -> Decimal | None:
    if isinstance(node, n.Neg) and isinstance(node.operand, n.NumberLit):
        return -node.operand.value
    return node.value if isinstance(node, n.NumberLit) else None


def _says_nothing_of_null(code: Code) -> bool:
    run = Run()
    return code(Env({"?": None}, None, run)) is not True and not run.diagnostics


def _by_text(cells: Texts) -> dict[str, int]:
    found: dict[str, int] = {}
    for _code, rows, words in cells:
        for word in words:
            found[word] = found.get(word, 0) | rows
    return found


def _by_number(cells: Spans) -> tuple[list[Decimal], list[int]]:
    """The bounds in order, and the rows of every segment between them."""
    said = {bound for _code, _rows, spans in cells for each in spans for bound in (each.low, each.high)}
    bounds = sorted(each for each in said if each is not None)
    turns = [0] * (2 * len(bounds) + 2)  # rows that begin or end where a segment begins
    for _code, rows, spans in cells:
        for first, last in _merged((_first(bounds, each), _last(bounds, each)) for each in spans):
            turns[first] ^= rows
            turns[last + 1] ^= rows
    found, rows = list[int](), 0
    for turn in turns[:-1]:
        rows ^= turn
        found.append(rows)
    return bounds, found


def _segment(bounds: list[Decimal], value: Decimal) -> Segment:
    place = bisect_left(bounds, value)
    return 2 * place + (place < len(bounds) and bounds[place] == value)


def _first(bounds: list[Decimal], span: Span) -> Segment:
    return 0 if span.low is None else _segment(bounds, span.low) + (not span.low_included)


def _last(bounds: list[Decimal], span: Span) -> Segment:
    return 2 * len(bounds) if span.high is None else _segment(bounds, span.high) - (not span.high_included)


def _merged(stretches: Iterable[tuple[Segment, Segment]]) -> list[tuple[Segment, Segment]]:
    """Stretches of segments without overlap."""
    found: list[tuple[Segment, Segment]] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found
