"""What waits for a person: rooms say which rows, and how one of them reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from district.ground.bringing.registry import Registry


@dataclass(frozen=True)
class Shown:
    """How a row reads: what to do, about what, where. `provisional`: its day may move, for the year's holidays are not
    out yet."""

    what: str
    subject: str
    link: str
    provisional: bool = False


@dataclass(frozen=True)
class Source:
    """One kind of to-do. `rows(person, today)` gives those the person may do something about now, each once; `due`
    names the column with the day, or finds it by the row where no column holds it ("" where there is none).
    `told_by`: the kind of notice that tells of it first; while such notices wait for somebody's look, no mail speaks
    of it either. `desk`: only who has a duty finds any, and nobody else is asked. `anew`: `rows` reads, so
    that the same person on the same day may ask something else; for the hour there is `Moment`.
    """

    key: str
    label: str | Promise
    rows: Callable[[Any, dt.date], QuerySet[Any]]
    shown: Callable[[Any], Shown]
    due: str | Callable[[Any], dt.date | None] = ""
    told_by: str = ""
    desk: bool = False
    anew: bool = False


@dataclass(frozen=True)
class Todo:
    """One thing that waits for a person."""

    kind: str
    label: str | Promise
    what: str
    subject: str
    link: str
    due: dt.date | None
    provisional: bool
    overdue: bool


sources: Registry[Source] = Registry("to-dos")
