"""Which document types there are: rooms above say which papers their programmes ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from district.enterprises.values import stale_after
from district.ground.bringing.registry import Registry


@dataclass(frozen=True)
class PaperKind:
    """A document type: its key is its name; `keep` is how long a paper is good for (ISO 8601, `P1Y`), empty for good;
    `used_by` are names of programmes that ask for it.
    """

    name: str
    keep: str = ""
    used_by: tuple[str, ...] = ()


Source = Callable[[dt.date], Iterable[PaperKind]]
kind_sources: Registry[Source] = Registry("types of papers")  # policies adds its own when it starts


def paper_kinds(day: dt.date) -> dict[str, PaperKind]:
    """The types asked for on a day, by name; of several lengths the shortest counts."""
    found: dict[str, PaperKind] = {}
    for source in kind_sources:
        for kind in source(day):
            old = found.get(kind.name)
            if old is None:
                found[kind.name] = kind
                continue
            used = tuple(dict.fromkeys([*old.used_by, *kind.used_by]))
            found[kind.name] = PaperKind(kind.name, _shorter(old.keep, kind.keep, day), used)
    return dict(sorted(found.items()))


def good_until(keep: str, valid_from: dt.date) -> dt.date | None:
    """The last day of a paper that is good for `keep` from a day; None when it is good for good."""
    return stale_after(keep, valid_from) if keep else None


def _shorter(one: str, other: str, day: dt.date) -> str:
    ends = {keep: good_until(keep, day) or dt.date.max for keep in (one, other)}
    return min(ends, key=lambda keep: ends[keep])
