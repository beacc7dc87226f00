"""A column described once: its cell on the page and in the workbook, how the list is sorted and narrowed by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from django.utils.functional import Promise

from district.ground.tables.sheets import Column as SheetColumn

Text = str | Promise
Value = str | Promise | bool | int | Decimal | dt.date | dt.datetime | None
Row = TypeVar("Row")


class User(Protocol):
    """Who looks at a list. Strangers have no duty."""

    pk: Any

    @property
    def is_authenticated(self) -> Any: ...


def duties(user: Any, *roles: str) -> bool:
    """Whether somebody has one of these duties; a stranger has none."""
    return bool(getattr(user, "is_authenticated", False) and user.has_role(*roles))


class Kind(StrEnum):
    """What a value is, and so how it is written: money in yuan, a count, a day, a moment, a year, plain words."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    YEAR = "year"

    @property
    def numeric(self) -> bool:
        return self in {Kind.MONEY, Kind.NUMBER}


@dataclass(frozen=True)
class Sort:
    """How a list is sorted by a column: the fields upwards, the last of them unique; words for up and for down.

    Without words for a direction it is not offered there.
    """

    fields: tuple[str, ...]
    up: Text = ""
    down: Text = ""

    def order(self, *, down: bool) -> tuple[str, ...]:
        return tuple(_turned(each) for each in self.fields) if down else self.fields


def _turned(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


@dataclass(frozen=True)
class Cell:
    """What one cell of the page shows. `part` is a template that draws it from `row` instead."""

    key: str
    label: str
    kind: Kind
    value: Value = None
    href: str = ""
    small: str = ""
    tone: str = ""
    part: str = ""
    first: bool = False
    invented: bool = False
    quiet: bool = False
    wide: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind.numeric


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column. `value` is read for page and workbook alike; only the page shows what follows it.

    Not in the workbook where `book` is false; `quiet`: its head is for screen readers only; `short`: its head on the
    page where that is another (a page says 万元, a workbook 元). `href` makes it a link, `small` adds a second line,
    `tone` a chip, `part` draws the whole cell from the row; `wide`: on a phone the cell has a line of its own under its
    head. A column with `sort` can be sorted by. `tabs` names the tabs on which the page has the column (all where it
    names none), `may` whose page has it. `invented` says of a row whether its value rests on numbers no document
    confirms (示例参数): money has to say it.
    """

    key: str
    header: Text
    value: Callable[[Row], Value]
    kind: Kind = Kind.TEXT
    width: int = 18
    book: bool = True
    quiet: bool = False
    short: Text = ""
    href: Callable[[Row], str] | None = None
    small: Callable[[Row], Text] | None = None
    tone: Callable[[Row], str] | None = None
    part: str = ""
    sort: Sort | None = None
    wide: bool = False
    tabs: tuple[str, ...] = ()
    may: Callable[[Any], object] | None = None
    invented: Callable[[Row], bool] | None = None

    def __post_init__(self) -> None:
        if self.kind == Kind.MONEY and self.invented is None:
            raise ValueError(f"{self.key}: money says whether it rests on invented numbers; `never` if none does")

    def cell(self, row: Row, *, first: bool = False) -> Cell:
        value = self.value(row)
        return Cell(
            key=self.key, label=self.label, kind=self.kind, value=value, part=self.part, first=first,
            quiet=self.quiet, wide=self.wide,
            href=self.href(row) if self.href else "", small=str(self.small(row)) if self.small else "",
            tone=str(self.tone(row)) if self.tone else "",
            invented=bool(value is not None and self.invented and self.invented(row)),
        )  # fmt: skip

    @property
    def label(self) -> str:
        """The head on the page."""
        return str(self.short or self.header)

    @property
    def numeric(self) -> bool:
        return self.kind.numeric

    @property
    def sheet(self) -> SheetColumn:
        """The same column of a workbook."""
        return SheetColumn(self.header, self.value, self.kind.value, self.width, invented=self.invented)


class Named(Protocol):
    """Whoever has a name."""

    @property
    def name(self) -> str: ...


def name_of(person: Named | None) -> str:
    return person.name if person else ""


def is_invented(row: object) -> bool:
    """Whether the row's rule rests on numbers no document confirms, as `marking_invented` has asked."""
    return bool(getattr(row, "invented", False))


def never(_row: Any) -> bool:
    """For money that was counted, not promised by a rule: what came in, what was paid back."""
    return False
