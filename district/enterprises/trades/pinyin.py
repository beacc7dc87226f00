"""Names of trades as they are typed in letters: ruanjian or rj. Made once, when somebody first types letters."""

from __future__ import annotations

from functools import cache

from district.enterprises.trades.table import everyday, plain, trades
from district.ground.record.later import later

pypinyin = later("pypinyin")


@cache
def spelt() -> tuple[tuple[str, str, str], ...]:
    """(code, whole pinyin, initials) of every trade."""
    return tuple((code, *_both(each.name)) for code, each in trades().items() if each.level > 1)


@cache
def spelt_words() -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """(codes, whole pinyin, initials) of every everyday word."""
    return tuple((codes, *_both(word)) for word, codes in everyday().items())


def _both(text: str) -> tuple[str, str]:
    said = plain(text)
    parts = pypinyin.lazy_pinyin(said)  # a syllable a character; what was letters stays together
    return "".join(parts), "".join(part if part in said else part[0] for part in parts)
