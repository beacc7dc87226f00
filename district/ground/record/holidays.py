"""Work calendars that the catalogue brings, for years the library does not know yet."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.dispatch import Signal

from district.ground.record.models import HolidayYear

RENEWED_AFTER = 30  # seconds: another process may have taken a list in
arrived = Signal()  # years (a set of numbers): sent in the transaction that took their lists in


@dataclass(frozen=True)
class Listed:
    """`off`: day → the holiday's name; `work`: weekend days that are worked."""

    off: Mapping[dt.date, str]
    work: frozenset[dt.date]


_kept: dict[int, tuple[float, Listed | None]] = {}


def of_year(year: int) -> Listed | None:
    """The year's list, or None while it is not out."""
    read_at, found = _kept.get(year, (float("-inf"), None))
    if time.monotonic() - read_at < RENEWED_AFTER:
        return found
    row = HolidayYear.objects.filter(year=year).first()
    found = (
        None
        if row is None
        else Listed(
            {dt.date.fromisoformat(day): name for day, name in row.off.items()},
            frozenset(dt.date.fromisoformat(day) for day in row.work),
        )
    )
    _kept[year] = time.monotonic(), found
    return found


def take_in(year: int, off: Mapping[dt.date, str], work: frozenset[dt.date], source: str) -> bool:
    """Keep a year's list; False where it stands already. The caller sends `arrived` for those that changed."""
    values = {
        "off": {day.isoformat(): name for day, name in sorted(off.items())},
        "work": sorted(day.isoformat() for day in work), "source": source,
    }  # fmt: skip
    row, made = HolidayYear.objects.get_or_create(year=year, defaults=values)
    changed = made or any(getattr(row, name) != value for name, value in values.items())
    if changed and not made:
        HolidayYear.objects.filter(pk=row.pk).update(**values)
    if changed:
        forget()
    return changed


def forget() -> None:
    """Read the lists anew when they are asked for next."""
    _kept.clear()
