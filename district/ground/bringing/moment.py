"""The moment at which a question is asked, as a part of the question that is filled in last.

So that what waits for a person by the hour can be kept as it is written, and is asked of the moment each time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import DateTimeField, Expression

from district.ground import clock

_open: ContextVar[bool] = ContextVar("open", default=False)


class _Place:
    """Where the moment goes in the values of a question that is kept."""


PLACE = _Place()


class Moment(Expression):
    """`clock.now()` of when the question is asked: in a condition in the place of the value itself."""

    output_field = DateTimeField()

    def as_sql(self, _compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (PLACE if _open.get() else _value(connection),)


@contextmanager
def left_open() -> Iterator[None]:
    """What is written within holds PLACE where the moment goes."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def filled(values: Iterable[Any], connection: Any) -> list[Any]:
    """The values with this moment in its places."""
    now = _value(connection)
    return [now if each is PLACE else each for each in values]


def _value(connection: Any) -> dt.datetime | str:
    value: dt.datetime | str = connection.ops.adapt_datetimefield_value(clock.now())
    return value
