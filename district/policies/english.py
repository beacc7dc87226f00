"""The catalogue in use, in English: names, sentences of verdicts, and the site's own stored sentences, read back.

Chinese is the record. What a page, a message or a cover note shows in English is told from it here, in this order:
the site's own words (gettext), the catalogue's, the rulebook's. What nobody has English for stays Chinese.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import trans_real

from district.policies.queries import Release, catalogue_of, compiled, current_release
from rulebook import Catalogue
from rulebook.catalogue.english import English
from rulebook.catalogue.stale import Stale, stale_english
from rulebook.english import ENGLISH
from rulebook.english_differences import DIFFERENCES
from rulebook.english_verdicts import VERDICTS
from rulebook.telling import HAN, Teller, Template, templates

KEPT = 50_000  # texts told, over all releases and entries


class Speaker:
    """Tells Chinese texts in English; `entry` ("programmes/srdi-award") prefers that entry's own words."""

    def __init__(self, english: English) -> None:
        self.english = english
        site = dict(_site())
        self.site = {chinese: said for chinese, said in site.items() if HAN.search(chinese)}
        self.templates = templates(self.site.items(), VERDICTS.items(), DIFFERENCES.items(), ENGLISH.items())
        self.lacking = frozenset(each.chinese for each in english.lacking)
        self.kept = [Template(each, "") for each in self.site.values() if HAN.search(each)]
        self.tellers: dict[str, Teller] = {}
        self.tell = lru_cache(maxsize=KEPT)(self._tell)

    def _tell(self, text: str, entry: str = "") -> str:
        """The text in English as far as it can be said; "" where nothing of it can."""
        if entry not in self.tellers:
            self.tellers[entry] = Teller(lambda each: self.english.of(each, entry), self.templates)
        return self.tellers[entry].tell(text).strip()

    def word(self, text: str, entry: str = "") -> str:
        """The English of a text that the catalogue or the site says just so."""
        return (self.english.of(text, entry) or self.site.get(text, "")).strip()

    def meant(self, text: str) -> bool:
        """Whether the site's own English has these Chinese words on purpose: names of a file's columns."""
        return any(each.longest in text and each.pattern.fullmatch(text) for each in self.kept)

    def lacks(self, text: str) -> bool:
        """Whether the catalogue owes the English of a text."""
        return text in self.lacking

    def complete(self, entry: str) -> bool:
        """Whether everything of an entry has English."""
        return self.english.complete(entry)


def speaker() -> Speaker:
    """Of the catalogue in use; of none where none is published."""
    release = current_release()
    return _speaker(release.hash if release else "")


def in_english(text: str) -> str:
    """One line in English as far as it can be said; "" where nothing of it can."""
    return speaker().tell(text)


@lru_cache(maxsize=4)
def _speaker(hash_: str) -> Speaker:
    return Speaker(compiled(hash_).english if hash_ else English((), {}))


def _site() -> Iterator[tuple[str, str]]:
    """The site's own sentences with their English, plural forms as their last."""
    catalog: Any = trans_real.translation("en")._catalog  # type: ignore[attr-defined]
    for key, said in catalog.items():
        chinese = key[0] if isinstance(key, tuple) else key
        if said and "\x04" not in chinese:
            yield chinese, said


def stale(base: Release, catalogue: Catalogue, stands: Collection[Sequence[str]] = ()) -> tuple[Stale, ...]:
    """Where a catalogue's English still speaks of what a release says, and the Chinese no longer does."""
    looked_at = [(str(chinese), str(english)) for chinese, english in stands]
    return stale_english(catalogue_of(base).english, catalogue.english, looked_at)
