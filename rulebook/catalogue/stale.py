"""English that still speaks of an older text: the Chinese beside it was changed and the English was not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from rulebook.catalogue.english import English, Text
from rulebook.catalogue.model import Place

Pair = tuple[str, str]  # a Chinese text and its English


@dataclass(frozen=True)
class Stale:
    """`english` was written for `before` and now stands beside `chinese`, at `place`."""

    place: Place
    key: str
    before: str
    chinese: str
    english: str

    @property
    def pair(self) -> Pair:
        return self.chinese, self.english


def stale_english(before: English, after: English, standing: Collection[Pair] = ()) -> tuple[Stale, ...]:
    """Texts of `after` whose English was another text's in `before`, wherever in the entry either stands.

    `standing` are pairs somebody has looked at: their English holds for the new text too. White space and a full stop
    at the end make no new text.
    """
    return tuple(_stale(before, after, {(_bare(chinese), english) for chinese, english in standing}))


def _stale(before: English, after: English, standing: Collection[Pair]) -> Iterator[Stale]:
    spoke: dict[tuple[str, str, str], list[Text]] = {}
    for each in before.texts:
        if each.english:
            spoke.setdefault((each.entry, each.key, each.english), []).append(each)
    seen = set[tuple[str, str, str]]()
    for each in after.texts:
        of = spoke.get((each.entry, each.key, each.english), []) if each.english else []
        mine = _bare(each.chinese)
        once = (each.place.file, *(pair := (mine, each.english)))
        if not of or once in seen or pair in standing or mine in {_bare(text.chinese) for text in of}:
            continue
        seen.add(once)
        yield Stale(each.place, each.key, _likest(each, of), each.chinese, each.english)


def _likest(text: Text, of: list[Text]) -> str:
    """Which of several texts with one English this one was."""
    there = [each.chinese for each in of]
    return get_close_matches(text.chinese, there, n=1, cutoff=0.0)[0]


def _bare(text: str) -> str:
    return "".join(text.split()).rstrip("。.")


__all__ = ["Pair", "Stale", "stale_english"]
