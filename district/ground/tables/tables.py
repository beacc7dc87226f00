"""A list described once: its columns give the page's table, the cards on a phone, the sort links, the workbook and what
the API gives of a row; `listing.py` puts it together for one person and one address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.tables import sheets
from district.ground.tables.columns import Cell, Column, Row, Text, Value, duties
from district.ground.tables.filters import Filter, Pairs, Tabs

Found = QuerySet[Any] | Sequence[Any]
NOTHING = _("这里还没有内容")
CHUNK = 500  # rows dressed together where all of them leave
SIZE = 25
PUBLIC = ("all",)  # the door of a list that strangers read


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
class Empty:
    """What a list says where it has no row: a title, a sentence on what will stand here, a sign."""

    title: Text = NOTHING
    text: Text = ""
    icon: str = "inbox"
    route: str = ""
    label: Text = ""

    @property
    def address(self) -> str:
        """Where something can be done about it."""
        return reverse(self.route) if self.route else ""


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A list. `key`: room.name; `rows(user, asked)` are the rows this person may see, before any filter; `asked` is
    what the address says, with the parts of its path that are named in `of`.

    `columns` stand in the workbook's order, `page` are the keys of those on the page in its own; `named` is the key of
    the column that names the row: on a phone the card's head. `default`: the sort where none is asked for, a column's
    key, with `-` downwards; without it the rows keep their own order. `dress(rows, user, asked)` makes what the columns
    read of what `rows` gave, a page or a chunk at a time, asking other tables once. `door`: the duties that may open
    it, none for whoever has an account; `route`: its page's name; `tells` stands below its title. `options(user)` are
    choices of several filters found together; `counts(user)` are counted with the tabs, over all the person sees.
    `called(user, asked)` names the file where that depends on the address. `card` is a template that draws a row where
    the page is no table; `css` gives a row its class. `nobodys`: no row says anything of a person or a firm, so nobody
    is asked for what they take it along.
    """

    name: Text
    columns: tuple[Column[Row], ...]
    page: tuple[str, ...]
    named: str = ""
    default: str = ""
    css: Callable[[Row], str] | None = None
    key: str = ""
    rows: Callable[[Any, Mapping[str, str]], Found] | None = None
    of: tuple[str, ...] = ()
    dress: Callable[[Sequence[Any], Any, Mapping[str, str]], Iterable[Row]] | None = None
    filters: tuple[Filter, ...] = ()
    options: Callable[[Any], Mapping[str, Pairs]] | None = None
    tabs: Tabs | None = None
    counts: Callable[[Any], Mapping[str, Q]] | None = None
    door: tuple[str, ...] = ()
    route: str = ""
    size: int = SIZE
    empty: Empty = field(default_factory=Empty)
    tells: Text = ""
    called: Callable[[Any, Mapping[str, str]], Text] | None = None
    card: str = ""
    cards: str = "hq-stack"
    nobodys: bool = False

    def __post_init__(self) -> None:
        keys = [each.key for each in self.columns]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.name}: two columns of one key")
        if unknown := {*self.page, *filter(None, [self.named])} - set(keys):
            raise ValueError(f"{self.name}: no column {', '.join(sorted(unknown))}")
        if self.default and self.default not in self.sorts:
            raise ValueError(f"{self.name}: {self.default} is no sort of it")
        taken = [*(each.key for each in self.filters), *([self.tabs.key] if self.tabs else []), *self.of]
        if len(set(taken)) < len(taken) or {"page", "sort", "format", "for_what"} & set(taken):
            raise ValueError(f"{self.name}: one name in its address for two things")

    def opens_to(self, user: Any) -> bool:
        """Whether this person may open it at all; which rows they then see, `rows` says."""
        if self.door == PUBLIC:
            return True
        return duties(user, *self.door) if self.door else bool(getattr(user, "is_authenticated", False))

    @property
    def is_of_others(self) -> bool:
        """Whether it shows people and firms to those who read of them by their duty."""
        return bool(self.door) and self.door != PUBLIC and not self.nobodys

    @property
    def keeps(self) -> bool:
        """Whether its filters are kept: a list of the desk, with something to choose, of no one thing."""
        return bool(
            self.key and self.door and self.door != PUBLIC and not self.of and (self.filters or self.tabs or self.sorts)
        )

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

    def dressed(self, rows: Sequence[Any], user: Any, asked: Mapping[str, str]) -> Sequence[Row]:
        """A page's rows as the columns read them."""
        return list(self.dress(rows, user, asked)) if self.dress else rows

    def every(self, rows: Found, user: Any, asked: Mapping[str, str]) -> Iterable[Row]:
        """All rows as the columns read them, one after another in bounded memory."""
        each = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows
        return (row for chunk in _chunks(each) for row in self.dressed(chunk, user, asked)) if self.dress else each

    def shown(
        self, rows: Iterable[Row], *, sort: str = "", address: Callable[[str], str] | None = None,
        without: Iterable[str] = (),
    ) -> Shown:  # fmt: skip
        """The page's table. `address` of a sort key makes the heads links; `without` leaves columns out."""
        left_out, by_key = set(without), {each.key: each for each in self.columns}
        columns = [by_key[key] for key in self.page if key not in left_out]
        heads = tuple(self._head(each, sort, address) for each in columns)
        return Shown(heads, tuple(self._line(row, columns) for row in rows))

    def without(self, user: Any, tab: str) -> list[str]:
        """The columns that this person's page, or this tab of it, does not have."""
        return [
            each.key for each in self.columns
            if (each.tabs and tab not in each.tabs) or (each.may is not None and not each.may(user))
        ]  # fmt: skip

    def record(self, row: Row) -> dict[str, Value]:
        """A row by its columns' keys, as the workbook writes it: for those who read it by program."""
        return {each.key: each.value(row) for each in self.columns if each.book}

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
