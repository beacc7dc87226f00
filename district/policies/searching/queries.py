"""Search over everything the district does, for whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence

from district.ground.search.ranking import Held, Ranked, Scored, held
from district.ground.search.things import Page, Source, Thing, register, register_pages, sources
from district.policies.searching.collecting import index

__all__ = ["Page", "Ranked", "Scored", "Source", "Thing", "few_of", "find", "register", "register_pages"]

_passing: dict[str, tuple[Hashable, Sequence[Held]]] = {}


def find(text: str, day: dt.date, hash_: str) -> Ranked:
    """What answers a query on a day by a release, the best first.

    One query for each source of the rooms above; what a source holds is read only after it changed.
    """
    return index(hash_, day).rank(text, passing(day))


def few_of(kind: str, found: Sequence[Scored], most: int) -> list[Scored]:
    """The hits, of one kind the first few alone."""
    kept: list[Scored] = []
    for each in found:
        most -= each.thing.kind == kind
        if each.thing.kind != kind or most >= 0:
            kept.append(each)
    return kept


def passing(day: dt.date) -> list[Held]:
    """What the rooms above have now."""
    found: list[Held] = []
    for source in sources:
        stamp = source.stamp(day)
        if _passing.get(source.name, (None, ()))[0] != (day, stamp):
            _passing[source.name] = ((day, stamp), [held(each) for each in source.things(day)])
        found += _passing[source.name][1]
    return found
