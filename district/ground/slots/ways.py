"""Minutes between places: as the table says, else an estimate."""

from __future__ import annotations

from collections.abc import Callable

from district.ground.slots.models import Resource, Travel

Way = Callable[[str, str], int]
OTHERWISE = 40  # minutes between two places no row speaks of; our own estimate


def way_table() -> Way:
    """`minutes(from, to)`; nothing to or from a place that is not said, and within one. One query."""
    known = {(row.one, row.other): row.minutes for row in Travel.objects.all()}

    def way(start: str, end: str) -> int:
        if not start or not end or start == end:
            return 0
        return known.get((min(start, end), max(start, end)), OTHERWISE)

    return way


def way_of(resource: Resource) -> Way | None:
    """None for what does not travel."""
    return way_table() if resource.travels else None
