"""A figure told apart by two dimensions at once, in people's words, with what each line and column adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from district.ground.figures.counting import Simple, Where, dimension_of, grouped, spoken_of, words_of
from district.ground.figures.figure import Dimension
from district.ground.figures.periods import Period
from district.ground.figures.registry import may_have
from district.ground.figures.shown import in_words
from district.ground.people.permissions import require


class Part(NamedTuple):
    """A value of a dimension and what people read: two of one name are two."""

    value: Any
    words: str


@dataclass(frozen=True)
class Cell:
    """`number` None: kept back. `invented` of it rests on numbers no document confirms."""

    number: Decimal | None
    invented: Decimal
    text: str


@dataclass(frozen=True)
class Line:
    """One value of the first dimension with a cell a column."""

    words: str
    cells: tuple[Cell, ...]
    total: Cell | None


@dataclass(frozen=True)
class Grid:
    """`total`s are None where the parts do not add up: different ones are counted, or a part is kept back."""

    first: str
    second: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[Cell | None, ...]


def grid(
    figure: Simple,
    first: str,
    second: str,
    period: Period | None = None,
    *,
    where: Where | None = None,
    user: Any = None,
) -> Grid:
    """One query. Raises Refused, NotCounted."""
    require(may_have(figure, user))
    down, across = dimension_of(figure, first), dimension_of(figure, second)
    found: dict[tuple[Part, Part], Cell] = {}
    for row, each in grouped(figure, (down, across), spoken_of(period), where or {}, user, own=False):
        number = None if each.back else each.number
        found[_part(down, row), _part(across, row)] = _cell(figure, number, each.invented)
    lines, columns = _order(found, 0), _order(found, 1)
    empty = _cell(figure, Decimal(0), Decimal(0))
    rows = [(line.words, tuple(found.get((line, each), empty) for each in columns)) for line in lines]
    return Grid(
        str(down.words), str(across.words), tuple(each.words for each in columns),
        tuple(Line(words, cells, _sum(figure, cells)) for words, cells in rows),
        tuple(_sum(figure, tuple(cells[n] for _words, cells in rows)) for n in range(len(columns))),
    )  # fmt: skip


def _part(by: Dimension, row: dict[str, Any]) -> Part:
    return Part(row[by.lookup], words_of(by, row))


def _order(found: Mapping[tuple[Part, Part], Cell], place: int) -> tuple[Part, ...]:
    """The largest first; what is kept back and what is not said last."""
    weight: dict[Part, Decimal] = {}
    for key, cell in found.items():
        weight[key[place]] = weight.get(key[place], Decimal(0)) + (cell.number or Decimal(0))
    last = _("未注明")
    return tuple(sorted(weight, key=lambda each: (each.words == last, -weight[each], each.words, str(each.value))))


def _cell(figure: Simple, number: Decimal | None, invented: Decimal) -> Cell:
    return Cell(number, invented, in_words(number, None, None, str(figure.unit), money=figure.is_money))


def _sum(figure: Simple, cells: tuple[Cell, ...]) -> Cell | None:
    numbers = [each.number for each in cells]
    if figure.of or None in numbers:
        return None
    return _cell(figure, sum((each for each in numbers if each is not None), Decimal(0)),
                 sum((each.invented for each in cells), Decimal(0)))  # fmt: skip
