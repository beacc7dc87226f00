"""Intake windows: days of the year between which applications are handed in."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Window:
    """The first and the last day on which applications are taken."""

    opens: dt.date
    closes: dt.date

    def is_open(self, day: dt.date) -> bool:
        return self.opens <= day <= self.closes


def window_of(intake: Mapping[str, Any], day: dt.date) -> Window | None:
    """The window that is open on a day, else the next one; None where applications are taken all year.

    `from` and `to` are days of any year (`04-01`); a window may go over the end of the year.
    """
    if intake.get("mode") != "window":
        return None
    opens, closes = _month_day(intake.get("from")), _month_day(intake.get("to"))
    if opens is None or closes is None:
        return None
    for year in (day.year - 1, day.year, day.year + 1):
        first = _day(year, *opens)
        window = Window(first, _day(year + (closes < opens), *closes))
        if day <= window.closes:
            return window
    raise AssertionError("a window closes every year")


def _month_day(text: object) -> tuple[int, int] | None:
    """`04-01` → (4, 1); also from a date."""
    match = re.search(r"(\d{1,2})-(\d{1,2})$", str(text or ""))
    found = (int(match[1]), int(match[2])) if match else None
    return found if found and 1 <= found[0] <= 12 and 1 <= found[1] <= 31 else None


def _day(year: int, month: int, day: int) -> dt.date:
    """29 February of a year without one is its 28th."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
