"""Reads of the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils import timezone

from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person
from district.ground.record.models import ChainHead, LogEntry
from district.ground.record.sealing import content

__all__ = [
    "LogEntry", "chain_head", "content", "district_name", "district_names", "english_tellers", "english_text",
    "first_line", "history", "lines_between", "log_choices", "log_lines", "seals_of", "told",
]  # fmt: skip


english_tellers: Registry[Callable[[str], str]] = Registry(
    "texts in English"
)  # policies adds what the catalogue and the site say in English
district_names: Registry[Callable[[], str]] = Registry(
    "name of the district"
)  # policies adds what the published catalogue says when it starts


def district_name() -> str:
    """What the district is called for short, in the reader's language: as its catalogue says, else as configured."""
    return next((name for each in district_names if (name := each())), str(settings.DISTRICT_NAME))


def english_text(text: str) -> str:
    """A stored Chinese text in English, line by line, as far as it has any."""
    for teller in english_tellers:
        text = "\n".join(teller(line) or line for line in text.split("\n"))
    return text


def history(room: str, subject: str) -> QuerySet[LogEntry]:
    """What happened to one case, oldest first, with who did it."""
    return LogEntry.objects.filter(room=room, subject=subject).select_related("by").order_by("number")


def acts_of(person: Person) -> QuerySet[LogEntry]:
    """What the log says somebody did, in order."""
    return LogEntry.objects.filter(by=person).order_by("number")


def log_lines() -> QuerySet[LogEntry]:
    """The whole log, newest first."""
    return LogEntry.objects.select_related("by").order_by("-number")


def seals_of(numbers: Collection[int]) -> dict[int, str]:
    """Line's number → its seal, of those there are."""
    return dict(LogEntry.objects.filter(number__in=numbers).values_list("number", "seal"))


def told(room: str, verbs: Iterable[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(subject, verb, data) of every line of a room with one of these verbs, in order, a few at a time."""
    rows = LogEntry.objects.filter(room=room, verb__in=list(verbs)).order_by("number")
    yield from rows.values_list("subject", "verb", "data").iterator(chunk_size=2000)


def midnight(day: dt.date) -> dt.datetime:
    """When a day of the district begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def log_choices() -> dict[str, list[str]]:
    """The rooms and verbs that occur in the log; one query."""
    pairs = set(LogEntry.objects.order_by().values_list("room", "verb").distinct())
    return {"room": sorted({room for room, _verb in pairs}), "verb": sorted({verb for _room, verb in pairs})}


def chain_head() -> ChainHead:
    """The last line's number and seal."""
    return ChainHead.objects.get(pk=1)


def first_line(room: str, subjects: Iterable[str]) -> int | None:
    """The number of the earliest line on any of these cases; None when there is none."""
    found: list[int] = []
    waiting = iter(subjects)
    while some := list(islice(waiting, 500)):
        number = LogEntry.objects.filter(room=room, subject__in=some).aggregate(first=Min("number"))["first"]
        found += [number] if number is not None else []
    return min(found, default=None)


def lines_between(first: int, last: int) -> Iterator[LogEntry]:
    """The lines from number `first` to number `last`, in order, a few at a time."""
    for start in range(first, last + 1, 2000):
        stop = min(start + 1999, last)
        yield from LogEntry.objects.filter(number__range=(start, stop)).order_by("number")
