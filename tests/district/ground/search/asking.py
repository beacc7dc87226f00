"""Search asked as a page asks it, and without a database as nearly everything in it can be."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import rulebook
from district.ground import clock
from district.ground.search.ranking import Index
from district.policies.queries import current_release
from district.policies.searching.collecting import things, words
from district.policies.searching.queries import Ranked, find

ROOT = Path(__file__).resolve().parents[4]
DAY = dt.date(2026, 11, 26)


def yangpu_index(day: dt.date = DAY) -> Index:
    """Everything lasting of the shipped catalogue."""
    return _index(day)


@lru_cache
def _index(day: dt.date) -> Index:
    found = rulebook.read_catalogue(ROOT / "catalogue" / "yangpu")
    return Index(words(found), things(found, day))


def keys_of(found: Ranked) -> list[str]:
    """Kind and key of what answers, the best first: `programme/startup-cost`."""
    return [f"{each.thing.kind}/{each.thing.key}" for each in found.found]


def keys(text: str, day: dt.date = DAY) -> list[str]:
    return keys_of(yangpu_index(day).rank(text))


def published(text: str) -> list[str]:
    """The same of what is published."""
    release = current_release()
    assert release is not None
    return keys_of(find(text, clock.today(), release.hash))
