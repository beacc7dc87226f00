"""FEEL's regular expressions for engines that read them otherwise: RE2 (DuckDB) and Java (Spark).

Both have shorthands, ends of text and Unicode tables of their own. So nothing of that is handed on: every set becomes
the code points it has here, every character its number, every group one that captures nothing.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from rulebook.feel.regexes import Translator, compiled
from rulebook.feel.values import Fault

SURROGATES = 0xD800, 0xE000
MOST_UNICODE = 0x110000
MOST_SPELLED = 500_000  # signs, repetitions written out
EMPTY = r"(?:\x{61}{0})"  # a group of nothing: DuckDB takes b(?:) for "ends with b" (LIKE from a constant pattern)


class NotPortable(Exception):
    """The pattern is good FEEL, but not every engine can do it in bounded time."""


@lru_cache(maxsize=512)
def portable(pattern: str) -> str:
    """The same pattern for RE2 and Java, to be searched for anywhere. Raises Fault, NotPortable."""
    compiled(pattern, "")
    translator = _Portable(pattern, "")
    made = translator.translated()
    if translator.size * translator.longest > MOST_SPELLED:
        raise NotPortable("展开以后太长")
    return made.replace("(?:)", EMPTY)


@lru_cache(maxsize=1)
def _every() -> str:
    return "".join(chr(each) for each in range(MOST_UNICODE) if not SURROGATES[0] <= each < SURROGATES[1])


@lru_cache(maxsize=128)
def spelled(set_: str) -> str:
    """A set in the syntax of `regex` as a class of code points."""
    parts: list[str] = []
    for found in regex.finditer(f"(?:{set_})+", _every(), regex.VERSION1):
        start, end = found.start(), found.end()
        for low, high in ((start, min(end, SURROGATES[0])), (max(start, SURROGATES[0]), end)):
            if low < high:
                parts.append(f"{_number(_code(low))}-{_number(_code(high - 1))}")
    return f"[{''.join(parts)}]" if parts else r"[^\x{0}-\x{10FFFF}]"


def _code(place: int) -> int:
    return place if place < SURROGATES[0] else place + SURROGATES[1] - SURROGATES[0]


def _number(code: int) -> str:
    return rf"\x{{{code:X}}}"


class _Portable(Translator):
    def __init__(self, pattern: str, flags: str) -> None:
        super().__init__(pattern, flags)
        self.endless = [False]  # whether what stands before, in each open group, may repeat without end
        self.last = False
        self.longest = 1  # signs of a set, written as code points

    def atom(self, text: str) -> str:
        self.last = False
        made = spelled(text)
        self.longest = max(self.longest, len(made))
        return made

    def repeated(self, quantifier: str) -> None:
        super().repeated(quantifier)
        if quantifier[0] in "*+" or quantifier.rstrip("?").endswith(",}"):
            if self.last:  # Java would try every way of sharing out the text among the repetitions
                raise NotPortable("重复里又有没有上限的重复")
            self.endless[-1] = True

    def _back_reference(self, digits: str) -> str:
        raise NotPortable("反向引用")

    def _plain(self, sign: str) -> str:
        made = super()._plain(sign)
        if sign == "(":
            self.endless.append(False)
            return "(?:"
        if sign == ")":
            self.last = self.endless.pop()
            self.endless[-1] |= self.last
            return ")"
        if sign == ".":
            return self.atom(made)
        self.last = False
        if sign in "|^$":
            return {"|": "|", "^": r"\A", "$": r"\z"}[sign]
        return _number(ord(sign))


__all__ = ["Fault", "NotPortable", "portable"]
