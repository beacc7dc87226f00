"""How many wait for a person: said beside every page, so what it asks the database is written once and kept.

A source's rows are the same question for the same person, what they are in organisations, and the day; the hour is a
`Moment`, filled in each time. Sources that read while they are asked say so (`anew`).
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import CharField, Count, QuerySet, Value

from district.ground.bringing.moment import filled, left_open
from district.ground.bringing.todo import Source, sources

log = logging.getLogger(__name__)
PEOPLE = 512  # whose questions a process keeps
Statement = tuple[str, tuple[Any, ...]]
Beside = Mapping[str, Callable[[Any], QuerySet[Any]]]  # of a person: written once and kept as sources are


@dataclass(frozen=True)
class _Asker:
    """`stands`: what the person is where; `asked`: the sources, `beside`: what is counted beside, so that others are
    asked anew.
    """

    pk: int
    stands: Hashable
    today: dt.date
    asked: Hashable
    beside: tuple[tuple[str, Callable[[Any], QuerySet[Any]]], ...]
    person: Any = field(compare=False)


def rows_of(source: Source, person: Any, today: dt.date) -> QuerySet[Any] | None:
    """What of a source waits; None where it cannot be asked: one room's fault hides its own part, not the others'."""
    if source.desk and not person.has_desk:
        return None
    try:
        return source.rows(person, today)
    except Exception:
        log.exception("to-dos of kind %s", source.key)
        return None


def counts(person: Any, today: dt.date, beside: Beside) -> dict[str, int]:
    """How many by kind, and of what is counted beside; one query in all."""
    asked = tuple((each.key, each.rows) for each in sources)
    kept = _kept(_Asker(person.pk, person.stands_as, today, asked, tuple(beside.items()), person))
    anew = {each.key: rows for each in sources if each.anew and (rows := rows_of(each, person, today)) is not None}
    found = [*kept.values(), *(statement(key, rows) for key, rows in anew.items())]
    statements = [each for each in found if each is not None]
    known = dict.fromkeys([*kept, *anew], 0)
    if not statements:
        return known
    values = filled((each for _text, some in statements for each in some), connection)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(text for text, _some in statements), values)
        return known | dict(cursor.fetchall())


@lru_cache(maxsize=PEOPLE)
def _kept(asker: _Asker) -> Mapping[str, Statement | None]:
    waiting = {
        each.key: statement(each.key, rows)
        for each in sources
        if not each.anew and (rows := rows_of(each, asker.person, asker.today)) is not None
    }
    return waiting | {key: statement(key, rows(asker.person)) for key, rows in asker.beside}


def statement(key: str, rows: QuerySet[Any]) -> Statement | None:
    """None where nothing can be found."""
    counted = rows.order_by().annotate(todo_kind=Value(key, CharField())).values("todo_kind").annotate(n=Count("pk"))
    try:
        with left_open():
            text, values = counted.values_list("todo_kind", "n").query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        return None
    return intern(text), tuple(values)
