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
    return "".join(pypinyin.lazy_pinyin(said)), "".join(pypinyin.lazy_pinyin(said, style=pypinyin.Style.FIRST_LETTER))
