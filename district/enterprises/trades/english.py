"""Trades in English: names of 门类 and 大类, and the words English speakers have for what they do.

A 中类 or 小类 has no English of its own: it is told by its division, with its Chinese name beside.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache

from django.utils.translation import get_language

from district.enterprises.trades.table import HERE, Trade, trades

WORDS = re.compile(r"[a-z0-9]+")
SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "of",
        "for",
        "in",
        "or",
        "other",
        "others",
        "related",
        "company",
        "business",
        "firm",
        "industry",
        "sector",
        "i",
        "we",
        "my",
        "our",
        "run",
        "open",
        "want",
        "to",
        "co",
        "ltd",
        "shop",
        "service",
        "services",
        "manufacture",
        "manufacturer",
        "manufacturing",
    ]
)
ENDINGS = re.compile(r"(?<=[a-z]{3})(?:ies|es|s|ing|y|e)$")
LEAST = 3  # letters of a word's beginning that is looked for


def english_of(code: str) -> str:
    """The English name of a 门类 or 大类, else of the 大类 a code stands in; "" where there is no such code."""
    return names().get(code) or names().get(code[:2], "") if code in trades() else ""


def said(trade: Trade) -> str:
    """`应用软件开发（6513）` to a Chinese reader; to an English one its division, its own name, its code."""
    if get_language() != "en":
        return f"{trade.name}（{trade.code}）"
    own = f": {trade.name}" if trade.level > 2 else ""
    return f"{english_of(trade.code)}{own} ({trade.code})"


@cache
def names() -> dict[str, str]:
    """English names of the 20 门类 and 97 大类 by code."""
    with (HERE / "english.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def everyday() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Codes, the likeliest first, by the words of what English speakers say."""
    with (HERE / "everyday_english.csv").open(encoding="utf-8", newline="") as file:
        return {stems(row["word"], whole=True): tuple(row["codes"].split()) for row in csv.DictReader(file)}


def stems(text: str, *, whole: bool = False) -> tuple[str, ...]:
    """The words of a text without their endings; small words only where it is `whole` or nothing else is left."""
    found = WORDS.findall(unicodedata.normalize("NFKC", text).lower())
    kept = [each for each in found if whole or each not in SMALL] or found
    return tuple(ENDINGS.sub("", each) for each in kept)


def by_english(text: str) -> dict[str, float]:
    """Codes with how well they fit, 0 to 100, for English words; empty where there are none."""
    full, bare = stems(text, whole=True), stems(text)
    scores: dict[str, float] = {}
    for words, codes in everyday().items():
        fit = 100.0 if words in (full, bare) else 80.0 if _within(words, full) else _begins(bare, words)
        for place, code in enumerate(codes if fit else ()):
            scores[code] = max(scores.get(code, 0.0), fit - 3 * place)
    for code, name in names().items():
        if not code.isalpha() and (fit := _named(bare, stems(name))):
            scores[code] = max(scores.get(code, 0.0), fit)
    for code, each in trades().items():
        if each.level == 2 and (fit := _named(bare, stems(names()[each.section])) - 10) > 0:
            scores[code] = max(scores.get(code, 0.0), fit)
    return scores


def _within(words: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether an everyday word stands whole in what was said."""
    return any(said[at : at + len(words)] == words for at in range(len(said) - len(words) + 1))


def _begins(said: tuple[str, ...], words: tuple[str, ...]) -> float:
    """55 where what was typed so far begins the words."""
    typed, whole = " ".join(said), " ".join(words)
    return 55.0 if len(typed) >= LEAST and whole.startswith(typed) else 0.0


def _named(said: tuple[str, ...], name: tuple[str, ...]) -> float:
    """How well words fit a name: every one begins a word of it, and the fewer others it has the better."""
    fitting = [word for word in said if any(each.startswith(word) for each in name)]
    if not said or len(fitting) < len(said) or max(map(len, said)) < LEAST:
        return 0.0
    exact = sum(word in name for word in said)
    return 60.0 + 30.0 * exact / len(name) if exact else 40.0
