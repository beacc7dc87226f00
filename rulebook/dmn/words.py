"""Types and values in the reader's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from rulebook.dmn.itemtypes import Constrained, Whole
from rulebook.feel.types import ContextOf, ListOf, Simple, Type
from rulebook.feel.values import Value, kind, text
from rulebook.saying import Parts, say

_WORDS = {
    "string": "文字",
    "number": "数",
    "boolean": "是或否",
    "date": "日期",
    "time": "时刻",
    "date and time": "日期和时刻",
    "days and time duration": "天与时分秒的时长",
    "years and months duration": "年与月的时长",
    "list": "列表",
    "context": "一组有名字的值",
    "function": "函数",
    "range": "区间",
    "null": "空",
}


def type_words(kind_: Type | None) -> str:
    """A type in the reader's words, with what it allows."""
    if isinstance(kind_, Constrained):
        base = kind_
        while isinstance(base.base, Constrained):
            base = base.base
        return say("{type}，且属于 {allowed}", type=_type_word(base.base), allowed=kind_.allowed)
    return _type_word(kind_)


def _type_word(kind_: Type | None) -> str:
    if isinstance(kind_, Whole):
        return say("整数")
    if isinstance(kind_, ListOf):
        return say("列表（每项是{of}）", of=_type_word(kind_.of))
    if isinstance(kind_, ContextOf):
        return say("一组有名字的值（{names}）", names=Parts("、", [name for name, _ in kind_.members]))
    if isinstance(kind_, Constrained):
        return _type_word(kind_.base)
    return _word(kind_.kind) if isinstance(kind_, Simple) else str(kind_)


def _word(kind_: str) -> str:
    return say(_WORDS[kind_]) if kind_ in _WORDS else kind_


def shown(value: Value) -> str:
    """A value in the reader's words: 文字 "abc"、数 5。"""
    plain = text(value)
    plain = plain if len(plain) <= 40 else plain[:39] + "…"
    template = '{kind} "{text}"' if isinstance(value, str) else "{kind} {value}"
    return say(template, kind=_word(kind(value)), text=plain, value=plain)


def near(name: str, known: Iterable[str]) -> str:
    """`；是不是“…”？` when a known name is near, else nothing."""
    found = difflib.get_close_matches(name.lower(), {each.lower(): each for each in list(known)[:500]}, n=1, cutoff=0.6)
    return say("；是不是“{name}”", name=next(each for each in known if each.lower() == found[0])) if found else ""
