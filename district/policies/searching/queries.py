"""Search over everything the district does, for whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence

from district.policies.queries import current_release
from district.policies.searching.collecting import index
from district.policies.searching.ranking import Held, Ranked, held
from district.policies.searching.things import Page, Source, Thing, register, register_pages, sources

__all__ = ["Page", "Ranked", "Source", "Thing", "find", "register", "register_pages"]

_passing: dict[str, tuple[Hashable, Sequence[Held]]] = {}


def find(text: str, day: dt.date, hash_: str = "") -> Ranked | None:
    """What answers a query on a day, the best first; None before anything is published.

    One query, and one for each source; what a source holds is read only after it changed. `hash_` spares the first.
    """
    release = None if hash_ else current_release()
    if not hash_ and release is None:
        return None
    return index(hash_ or release.hash, day).rank(text, passing(day))  # type: ignore[union-attr]


def passing(day: dt.date) -> list[Held]:
    """What the rooms above have now."""
    found: list[Held] = []
    for source in sources:
        stamp = source.stamp(day)
        if _passing.get(source.name, (None, ()))[0] != (day, stamp):
            _passing[source.name] = ((day, stamp), [held(each) for each in source.things(day)])
        found += _passing[source.name][1]
    return found
