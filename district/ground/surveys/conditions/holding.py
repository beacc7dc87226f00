"""Whether a condition holds: compiled once, asked often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import lru_cache

from rulebook.feel import FeelSyntaxError, Name, NameIndex, parse
from rulebook.feel.evaluate import Expression


@lru_cache(maxsize=4096)
def _compiled(text: str, names: frozenset[str]) -> Expression:
    return Expression(parse(text, NameIndex(names)))


def holds(text: str, answers: Mapping[str, object], now: dt.datetime) -> bool:
    """Whether it is true by these answers; what is not known is not true. `now` is what today() speaks of."""
    return _compiled(text, frozenset(answers)).evaluate(answers, now=now).value is True


def is_name(text: str, beside: Collection[str] = ()) -> bool:
    """Whether conditions can speak of it under this name."""
    try:
        return parse(text, NameIndex([text, *beside])) == Name(text)
    except FeelSyntaxError:
        return False
