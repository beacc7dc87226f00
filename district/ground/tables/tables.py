"""A list described once: its columns give the page's table, the cards on a phone, the sort links and the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from district.ground.tables import sheets
from district.ground.tables.columns import Cell, Column, Row, Text


@dataclass(frozen=True)
class Head:
    """A column's head: its words; `href` sorts by it, `sorted` is ascending or descending where the list is so."""

    label: str
    numeric: bool
    href: str = ""
    sorted: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the page: what it was made from, its cells, its class."""

    row: Any
    cells: tuple[Cell, ...]
    css: str = ""


@dataclass(frozen=True)
class Shown:
    """A table as `tables/table.html` draws it."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Table(Generic[Row]):
    """`columns` in the workbook's order, `page` the keys of those on the page in its own. `default`: the sort key where
    none is asked for, a column's key, with `-` downwards. `css` gives a row its class, `named` is the key of the column
    that names the row: on a phone the card's head.
    """

    name: Text
    columns: tuple[Column[Row], ...]
    page: tuple[str, ...]
    named: str = ""
    default: str = ""
    css: Callable[[Row], str] | None = None

    def __post_init__(self) -> None:
        keys = [each.key for each in self.columns]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.name}: two columns of one key")
        if unknown := {*self.page, *filter(None, [self.named])} - set(keys):
            raise ValueError(f"{self.name}: no column {', '.join(sorted(unknown))}")
        if self.default and self.default not in self.sorts:
            raise ValueError(f"{self.name}: {self.default} is no sort of it")

    @property
    def sorts(self) -> dict[str, Text]:
        """Sort key → its words, in the order of the columns: what a phone's select offers."""
        found: dict[str, Text] = {}
        for each in self.columns:
            if each.sort is not None:
                found |= {
                    key: words for key, words in ((each.key, each.sort.up), (f"-{each.key}", each.sort.down)) if words
                }
        return found

    @property
    def filters(self) -> dict[str, Column[Row]]:
        """Name in the address → the column by which it narrows."""
        return {each.key: each for each in self.columns if each.filter}

    def header(self, key: str) -> Text:
        """A column's words, for what says by what a list is narrowed."""
        return next(each.header for each in self.columns if each.key == key)

    def sort_of(self, asked: str | None) -> str:
        """The sort asked for; the default where it is none of this table."""
        return asked if asked in self.sorts else self.default

    def order(self, sort: str) -> tuple[str, ...]:
        """The fields to order by."""
        column = next(each for each in self.columns if each.key == sort.removeprefix("-"))
        assert column.sort is not None
        return column.sort.order(down=sort.startswith("-"))

    def shown(
        self, rows: Iterable[Row], *, sort: str = "", address: Callable[[str], str] | None = None,
        without: Iterable[str] = (),
    ) -> Shown:  # fmt: skip
        """The page's table. `address` of a sort key makes the heads links; `without` leaves columns out."""
        left_out, by_key = set(without), {each.key: each for each in self.columns}
        columns = [by_key[key] for key in self.page if key not in left_out]
        heads = tuple(self._head(each, sort, address) for each in columns)
        return Shown(heads, tuple(self._line(row, columns) for row in rows))

    def _line(self, row: Row, columns: list[Column[Row]]) -> Line:
        cells = tuple(each.cell(row, first=each.key == self.named) for each in columns)
        return Line(row, cells, self.css(row) if self.css else "")

    def _head(self, column: Column[Row], sort: str, address: Callable[[str], str] | None) -> Head:
        numeric = column.numeric
        if column.sort is None or address is None:
            return Head(column.label, numeric, quiet=column.quiet)
        now = sort == column.key, sort == f"-{column.key}"
        following = f"-{column.key}" if now[0] and column.sort.down else column.key
        if not column.sort.up:
            following = f"-{column.key}"
        state = "ascending" if now[0] else "descending" if now[1] else ""
        return Head(column.label, numeric, address(following), state)

    @property
    def sheet(self) -> list[sheets.Column]:
        """The columns of the workbook."""
        return [each.sheet for each in self.columns if each.book]

    def book(
        self,
        request: HttpRequest,
        rows: Iterable[Row],
        applied: Iterable[tuple[Text, object]] = (),
        *,
        sort: str = "",
        name: Text = "",
    ) -> FileResponse:
        """The rows as a workbook. `applied`: filters in words; `sort` is said in words too; `name` replaces its own."""
        said = [*applied, *([(_("排序"), self.sorts[sort])] if sort in self.sorts else [])]
        return sheets.answer(request, name=str(name or self.name), columns=self.sheet, rows=rows, applied=said)
