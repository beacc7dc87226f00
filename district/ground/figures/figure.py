"""What a figure is: which rows count, when, of what sort, who may see them. Rooms describe, this room counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from district.ground.people.permissions import Answer, Yes, holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.tables.tables import Table

Row = TypeVar("Row", bound=Model)
Text = str | Promise
Which = Q | Callable[[dt.date], Q] | None


class Kind(StrEnum):
    """What sort of number: things that happened, their amounts; what there is on a day, its amount; two figures."""

    COUNT = "count"
    SUM = "sum"
    STOCK = "stock"
    BALANCE = "balance"
    RATIO = "ratio"

    @property
    def is_money(self) -> bool:
        return self in {Kind.SUM, Kind.BALANCE}


def as_they_are(rows: Any) -> Any:
    return rows


@dataclass(frozen=True, eq=False)
class Dimension:
    """By what a figure is told apart: its words, the lookup from a row; `label` is the lookup of what people read where
    that is another, `named` turns a value into words. `listed`: offered on the figure's page.
    """

    key: str
    words: Text
    lookup: str
    label: str = ""
    named: Callable[[Any], Text] | None = None
    listed: bool = True


@dataclass(frozen=True, eq=False)
class People:
    """Which rows of a source are about a person (None: all), who it is (a lookup), and by which dimensions people are
    told in public, the first of which decides the others.
    """

    which: Q | None
    who: str
    by: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Source(Generic[Row]):
    """A population: its rows, one a thing, as they are known on a day; the columns that list them; which of them a
    person may read (None: everybody reads all).

    `looks_back`: whether the rows of an earlier day can still be told. `since`: the first day of which anything is
    known; None where the rows themselves say. `invented`: rows whose numbers no document confirms. `listed` gives the
    rows for a list: with what its columns read. `place` orders the populations of a page.
    """

    key: str
    words: Text
    rows: Callable[[dt.date], QuerySet[Row]]
    table: Table[Row]
    seen: Callable[[QuerySet[Row], Person], QuerySet[Row]] | None
    dimensions: tuple[Dimension, ...] = ()
    looks_back: bool = False
    place: int = 50
    since: dt.date | None = None
    invented: Q | None = None
    listed: Callable[[QuerySet[Row]], QuerySet[Row]] = as_they_are
    people: People | None = None

    def dimension(self, key: str) -> Dimension:
        """Raises KeyError."""
        return {each.key: each for each in self.dimensions}[key]

    def read_by(self, rows: QuerySet[Row], person: Any) -> QuerySet[Row]:
        """Those a person may read."""
        if self.seen is None:
            return rows
        return self.seen(rows, person) if isinstance(person, Person) else rows.none()


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure(Generic[Row]):
    """A number the district says. `definition`: one sentence, what counts and what does not.

    `where` says which rows of the source count, on which day if that matters. Without `amount` rows are counted, with
    `of` the different ones; `amount` (a lookup, `fen`: in fen; no `money`: minutes, say) is added up instead. `public`: anybody may have the
    whole number; else who `may` may, and others what they may read; of people (`source.people`) all but auditors are
    told in whole fives (`people.py`). `edition` is raised when what counts changes. `front`, `desk`: its place on the
    front page, on the desk's; 0 for none.
    """

    key: str
    words: Text
    definition: Text
    unit: Text
    source: Source[Row]
    where: Which = None
    amount: str = ""
    fen: bool = False
    money: bool = True
    of: tuple[str, ...] = ()
    public: bool = False
    may: Callable[[Person], Answer] = field(default_factory=lambda: holds(Role.OFFICER, Role.LEADER, Role.AUDITOR))
    edition: int = 1
    front: int = 0
    desk: int = 0

    def __post_init__(self) -> None:
        if type(self) is Figure:
            raise TypeError(f"{self.key}: a figure is a Flow or a Stock")
        if self.amount and self.of:
            raise ValueError(f"{self.key}: an amount is added up, different ones are counted; not both")

    @property
    def kind(self) -> Kind:
        raise NotImplementedError

    @property
    def is_money(self) -> bool:
        return self.money and self.kind.is_money

    def may_whole(self, person: Any) -> Answer:
        """Whether somebody may have the whole number though it is not public, and small ones of people."""
        return self.may(person) if isinstance(person, Person) else is_known(person)

    def may_small(self, person: Any) -> Answer:
        """Whether somebody may have a small number of people: who reads every row."""
        return holds(Role.AUDITOR)(person) if self.source.people else Yes

    def which(self, day: dt.date) -> Q:
        """The rows of the source that count."""
        if self.where is None:
            return Q()
        return self.where if isinstance(self.where, Q) else self.where(day)


@dataclass(frozen=True, eq=False, kw_only=True)
class Flow(Figure[Row]):
    """What happened in a period, by the `time` column (a lookup to a day or a moment). Its numbers may be added up over
    periods that follow one another, unless different ones are counted.
    """

    time: str

    @property
    def kind(self) -> Kind:
        return Kind.SUM if self.amount else Kind.COUNT


@dataclass(frozen=True, eq=False, kw_only=True)
class Stock(Figure[Row]):
    """What there is on a day. Never added up over time."""

    @property
    def kind(self) -> Kind:
        return Kind.BALANCE if self.amount else Kind.STOCK


@dataclass(frozen=True, eq=False, kw_only=True)
class Ratio:
    """Two figures, one of the other; both are said."""

    key: str
    words: Text
    definition: Text
    top: Flow[Any] | Stock[Any]
    bottom: Flow[Any] | Stock[Any]
    edition: int = 1
    front: int = 0
    desk: int = 0

    def __post_init__(self) -> None:
        if type(self.top) is not type(self.bottom):
            raise TypeError(f"{self.key}: what happened in a period is no part of what there is on a day")

    @property
    def kind(self) -> Kind:
        return Kind.RATIO

    @property
    def unit(self) -> Text:
        return "%"

    @property
    def public(self) -> bool:
        return self.top.public and self.bottom.public

    @property
    def source(self) -> Source[Any]:
        return self.top.source

    def may_whole(self, person: Any) -> Answer:
        first = self.top.may_whole(person)
        return self.bottom.may_whole(person) if first else first


AnyFigure = Flow[Any] | Stock[Any] | Ratio
