"""A kind's own words for the states of its work; the rows know no more of kinds than this."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

Words = Mapping[str, str | Promise]

_words: dict[str, Words] = {}


def keep(kind: str, words: Words) -> None:
    _words[kind] = words


def words_of(kind: str) -> Words:
    return _words.get(kind, {})
