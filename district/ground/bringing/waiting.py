"""The one list of what waits for a person, by its day; what has none comes last.

All rooms' rows are put together by the database: one query for every number, one for the keys of a page, one for each
kind the page shows. Sources whose day no column holds are read whole; a person has few of those.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import CharField, Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from district.ground.bringing.tallying import Beside, counts, rows_of
from district.ground.bringing.todo import Source, Todo, sources

SIZE = 25
NEVER = dt.date.max  # stands for no day, so that it comes last
OVERDUE, TODAY, WEEK, LATER, OPEN = "overdue", "today", "week", "later", "open"
WHENS = {
    OVERDUE: _("已超期"), TODAY: _("今天到期"), WEEK: _("本周到期"), LATER: _("以后到期"), OPEN: _("没有期限"),
}  # fmt: skip
Key = tuple[dt.date, str, int]


def when_of(due: dt.date | None, today: dt.date) -> str:
    """A key of WHENS; this week ends on Sunday."""
    if due is None:
        return OPEN
    if due <= today:
        return OVERDUE if due < today else TODAY
    return WEEK if due <= _sunday(today) else LATER


def _sunday(today: dt.date) -> dt.date:
    return today + dt.timedelta(days=6 - today.weekday())


def _filters(today: dt.date) -> dict[str, Q]:
    sunday = _sunday(today)
    return {
        OVERDUE: Q(todo_due__lt=today), TODAY: Q(todo_due=today), WEEK: Q(todo_due__gt=today, todo_due__lte=sunday),
        LATER: Q(todo_due__gt=sunday, todo_due__lt=NEVER), OPEN: Q(todo_due=NEVER),
    }  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """How many wait: by kind and when."""

    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, kind: str = "", when: str = "") -> int:
        return sum(n for key, n in self.counts.items() if kind in ("", key[0]) and when in ("", key[1]))

    @property
    def kinds(self) -> dict[str, int]:
        """Kinds of which anything waits, in the order they were registered."""
        return {each.key: n for each in sources if (n := self.of(each.key))}


class Waiting:
    """What waits for one person on a day, asked once: numbers and rows that were read are kept."""

    def __init__(self, person: Any, today: dt.date) -> None:
        self.today, self._person = today, person
        self._read: dict[str, list[tuple[Key, Any]]] = {}

    @cached_property
    def _rows(self) -> dict[str, tuple[Source, QuerySet[Any]]]:
        asked = ((each, rows_of(each, self._person, self.today)) for each in sources)
        return {each.key: (each, rows) for each, rows in asked if rows is not None}

    def count(self, beside: Beside | None = None) -> dict[str, int]:
        """How many by kind, and of what is counted beside; one query in all."""
        return counts(self._person, self.today, beside or {})

    @cached_property
    def tally(self) -> Tally:
        """One query, and one for each source that is read whole."""
        counts: dict[tuple[str, str], int] = defaultdict(int)
        asked = {name: Count("pk", filter=where) for name, where in _filters(self.today).items()}
        parts = [
            _dated(source, rows).annotate(todo_kind=Value(source.key, CharField())).values("todo_kind")
            .annotate(**asked).values_list("todo_kind", *asked)
            for source, rows in self._by_column()
        ]  # fmt: skip
        for kind, *numbers in _together(parts):
            counts.update({(kind, when): n for when, n in zip(asked, numbers, strict=True) if n})
        for key in self._whole():
            for (due, _kind, _pk), _row in self._all(key):
                counts[key, when_of(_day(due), self.today)] += 1
        return Tally(counts)

    def asked(self, kind: str = "", when: str = "") -> Asked:
        return Asked(self, kind, when)

    def items(self, kind: str, when: str, first: int, last: int) -> list[Todo]:
        """Those from place `first` up to `last`."""
        return self._items(list(islice(self._keys(kind, when, last), first, last)))

    def _by_column(self, kind: str = "") -> Iterable[tuple[Source, QuerySet[Any]]]:
        return [each for key, each in self._rows.items() if isinstance(each[0].due, str) and kind in ("", key)]

    def _whole(self, kind: str = "") -> list[str]:
        return [
            key for key, (source, _r) in self._rows.items() if not isinstance(source.due, str) and kind in ("", key)
        ]

    def _all(self, key: str) -> list[tuple[Key, Any]]:
        if key not in self._read:
            source, rows = self._rows[key]
            assert not isinstance(source.due, str)
            self._read[key] = [((source.due(row) or NEVER, key, row.pk), row) for row in rows]
        return self._read[key]

    def _keys(self, kind: str, when: str, most: int) -> Iterable[Key]:
        """Keys of what was asked for in their order, `most` at the least where there are so many."""
        where = _filters(self.today).get(when, Q())
        parts = [
            _dated(source, rows).filter(where).annotate(todo_kind=Value(source.key, CharField()))
            .values_list("todo_due", "todo_kind", "pk")
            for source, rows in self._by_column(kind)
        ]  # fmt: skip
        read = [key for name in self._whole(kind) for key, _row in self._all(name)]
        read = [key for key in read if when in ("", when_of(_day(key[0]), self.today))]
        return merge(_together(parts, order=("todo_due", "todo_kind", "pk"), most=most), sorted(read))

    def _items(self, keys: list[Key]) -> list[Todo]:
        wanted: dict[str, list[int]] = defaultdict(list)
        for _due, kind, pk in keys:
            wanted[kind].append(pk)
        found: dict[tuple[str, int], Any] = {}
        for kind, pks in wanted.items():
            _source, rows = self._rows[kind]
            read = {key[2]: row for key, row in self._read.get(kind, [])}
            held = [read[pk] for pk in pks] if read else rows.filter(pk__in=pks)
            found |= {(kind, row.pk): row for row in held}
        return [self._todo(key, found[key[1], key[2]]) for key in keys if (key[1], key[2]) in found]

    def _todo(self, key: Key, row: Any) -> Todo:
        source, _rows = self._rows[key[1]]
        due, shown = _day(key[0]), source.shown(row)
        late = due is not None and due < self.today
        return Todo(source.key, source.label, shown.what, shown.subject, shown.link, due, shown.provisional, late)


@dataclass(frozen=True)
class Asked:
    """Of what waits, one kind and time: as long as it is, read as it is sliced."""

    waiting: Waiting
    kind: str
    when: str

    def __len__(self) -> int:
        return self.waiting.tally.of(self.kind, self.when)

    def __getitem__(self, some: slice) -> list[Todo]:
        first, last, _step = some.indices(len(self))
        return self.waiting.items(self.kind, self.when, first, last) if last > first else []


def _day(due: dt.date) -> dt.date | None:
    return None if due == NEVER else due


def _dated(source: Source, rows: QuerySet[Any]) -> QuerySet[Any]:
    never = Value(NEVER, DateField())
    due = Coalesce(F(str(source.due)), never) if source.due else never
    dated: QuerySet[Any] = rows.order_by().annotate(todo_due=due)
    return dated


def _together(parts: list[QuerySet[Any]], order: tuple[str, ...] = (), most: int = 0) -> list[Any]:
    """The rows of all parts, by one query."""
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    rows = rows.order_by(*order) if order else rows
    return list(rows[:most] if most else rows)
