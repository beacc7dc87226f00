"""The night's work: rooms say what they do once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from district.ground.bringing.registry import Registry


class Faulty(Exception):
    """A piece did its work and something of it went wrong; `str()` says what, for whoever looks after the site."""


@dataclass(frozen=True)
class Piece:
    """One piece of the night's work. `work(today)` does it in transactions of its own and says in a sentence what was
    done; run again the same day it finds nothing more to do. Raises Faulty, or anything.
    """

    key: str
    label: str | Promise
    work: Callable[[dt.date], str]


pieces: Registry[Piece] = Registry("nightly")
