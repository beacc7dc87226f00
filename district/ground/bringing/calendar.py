"""A person's own calendar: rooms say which days and times of theirs stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from district.ground.bringing.registry import Registry

Address = Callable[[str], str]


@dataclass(frozen=True)
class Part:
    """One room's entries (record.calendars.Entry) of a person's calendar. `address` makes a whole address of a path."""

    key: str
    label: str | Promise
    entries: Callable[[Any, Address], Iterable[Any]]


parts: Registry[Part] = Registry("personal calendar")
