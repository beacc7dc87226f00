"""The only place that reads the clock. Tests and demonstration data set it; rules never ask it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen", default=None)


def now() -> dt.datetime:
    """This moment, aware; in a demonstration as many days on as it was told to be."""
    return _frozen.get() or timezone.now() + settings.CLOCK_AHEAD


def machine_time() -> float:
    """Epoch seconds of the machine, by which its files are dated: what time people hold it to be does not matter."""
    return time.time()


def today() -> dt.date:
    """Today in the district's time zone."""
    return timezone.localdate(now())


def said(day: dt.date, *, year: bool = True) -> str:
    """2022年6月24日; 24 June 2022 to an English reader; without its `year` where that goes without saying."""
    if get_language() == "en":
        return f"{day.day} {day:%B}" + (f" {day.year}" if year else "")
    return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[None]:
    """Hold the clock at `moment` (a date means 10:00 in the district)."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(10), tzinfo=timezone.get_default_timezone())
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
