"""What may be read without a page: rooms say what, by whom, and how it reads; the API makes its operations of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from district.ground.bringing.registry import Registry


@dataclass(frozen=True)
class Area:
    """A part of the API, and what a token may be narrowed to: `cases` in `cases.one`. `lists`: where its lists are
    called by another word (`messages.outbox`).
    """

    key: str
    label: str | Promise
    lists: tuple[str, ...] = ()


@dataclass(frozen=True)
class Many:
    """Rows to be given page by page, each as `shown` says."""

    rows: QuerySet[Any] | Sequence[Any]
    shown: Callable[[Any], Any]


@dataclass(frozen=True)
class Reading:
    """One thing that may be read, at `path` below `/api/v1/`.

    `read(person, asked, **path)` gives a `gives` (a frozen dataclass); with `many` a `Many` of them. It raises Http404
    for what there is not or the person may not see. `asked` is a `takes`: parameters of the address, or with `posted`
    the body, of a question too long for an address; nothing is kept of it. `opened`: strangers too, as on the page.
    `examples` and `asks` by language, zh and en.
    """

    key: str
    path: str
    label: str | Promise
    gives: type
    read: Callable[..., Any]
    takes: type | None = None
    many: bool = False
    posted: bool = False
    opened: bool = False
    says: str | Promise = ""
    examples: Mapping[str, Any] = field(default_factory=dict)
    asks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def area(self) -> str:
        return self.key.partition(".")[0]


@dataclass(frozen=True)
class Show:
    """How a row of a model (`key`: its label, lower) is shown to somebody who may see it, after an act on it."""

    key: str
    show: Callable[[Any, Any], Any]


class Unreadable(ValueError):
    """What was asked cannot be taken; `errors`: where → why, in words for who asked."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


tellers: Registry[Callable[[str], str]] = Registry("texts told to readers")  # policies brings what the catalogue says


def told(text: object) -> str:
    """A stored Chinese text in the reader's language, as far as anybody has it there."""
    said = str(text or "")
    if said and get_language() == "en":
        return next((english for each in tellers if (english := each(said))), said)
    return said


areas: Registry[Area] = Registry("areas of the API")


def area_of_list(key: str) -> Area:
    """Of a list, by its key. Raises KeyError where no room brings it."""
    word = key.partition(".")[0]
    return next((each for each in areas if word in each.lists), None) or areas[word]


readings: Registry[Reading] = Registry("readings")
shows: Registry[Show] = Registry("things shown")
