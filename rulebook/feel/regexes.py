"""XPath / XML Schema regular expressions, translated for the `regex` module and run under a time limit."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import regex

from rulebook.feel.values import Fault, Value

TIMEOUT = 0.25  # seconds for one match or replacement
_MAX_PATTERN = 2000
_MAX_SIZE = 10_000  # of what is compiled, repetitions written out: (a{99}){99} has 9,801 places
_NAME_START = r"A-Z_a-z:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff"
_CLASSES = {
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[-.0-9\u00b7{_NAME_START}]",
    "C": f"[^-.0-9\u00b7{_NAME_START}]",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
}
_QUANTIFIER = regex.compile(r"(?:[*+?]|\{[0-9]{1,4}(?:,[0-9]{0,4})?\})\??")
_DIGITS = frozenset("0123456789")  # others count for digits and stand for no number (²)
_QUOTED = set(r"\|.?*+(){}[]^$-nrt")


class Pattern:
    """A compiled pattern whose work is limited in time: its methods raise TimeoutError."""

    def __init__(self, compiled_pattern: Any) -> None:
        self._pattern = compiled_pattern
        self.groups: int = compiled_pattern.groups

    def found(self, text: str) -> bool:
        """Does any part of `text` match?"""
        return self._pattern.search(text, timeout=TIMEOUT) is not None

    def spans(self, text: str) -> list[Any]:
        """Every match, left to right."""
        return list(self._pattern.finditer(text, timeout=TIMEOUT))

    def pieces(self, text: str) -> list[Value]:
        """The text between the matches. Raises Fault when the pattern matches the empty string."""
        found: list[Value] = []
        start = 0
        for match in self.spans(text):
            if match.end() == match.start():
                raise Fault("the delimiter matches the empty string")
            found.append(text[start : match.start()])
            start = match.end()
        return [*found, text[start:]]


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> Pattern:
    """The pattern, checked and translated. Raises Fault when it is not an XPath regular expression."""
    if len(pattern) > _MAX_PATTERN:
        raise Fault(f"the pattern is longer than {_MAX_PATTERN} characters")
    if unknown := set(flags) - set("smixq"):
        raise Fault(f"unknown flag “{min(unknown)}”; the flags are s, m, i, x and q")
    options = regex.VERSION1
    for flag, option in (("s", regex.DOTALL), ("m", regex.MULTILINE), ("i", regex.IGNORECASE)):
        if flag in flags:
            options |= option
    if "i" in flags:
        options |= regex.FULLCASE
    plain = regex.escape(pattern) if "q" in flags else Translator(pattern, flags).translated()
    try:
        return Pattern(regex.compile(plain, options))
    except (regex.error, RecursionError, ValueError, OverflowError) as error:
        raise Fault(f"not a valid pattern: {error}") from None


def replaced(text: str, pattern: Pattern, replacement: str, flags: str) -> str:
    """`text` with each match replaced; `$1` is a group, `\\$` and `\\\\` are the signs themselves."""
    if pattern.found(""):
        raise Fault("the pattern matches the empty string")
    parts = [replacement] if "q" in flags else _replacement(replacement, pattern.groups)
    found: list[str] = []
    start = 0
    for match in pattern.spans(text):
        found.append(text[start : match.start()])
        found.extend(part if isinstance(part, str) else match.group(part) or "" for part in parts)
        start = match.end()
    return "".join([*found, text[start:]])


def _replacement(text: str, groups: int) -> list[str | int]:
    parts: list[str | int] = []
    place = 0
    while place < len(text):
        sign = text[place]
        follower = text[place + 1 : place + 2]
        if sign == "\\":
            if follower not in ("\\", "$"):
                raise Fault("in a replacement “\\” must be followed by “\\” or “$”")
            parts.append(follower)
            place += 2
        elif sign == "$":
            if follower not in _DIGITS:
                raise Fault("in a replacement “$” must be followed by a digit")
            end = place + 2
            while end < len(text) and text[end] in _DIGITS and int(text[place + 1 : end + 1]) <= groups:
                end += 1
            number = int(text[place + 1 : end])
            parts.append(number if number <= groups else "")
            place = end
        else:
            parts.append(sign)
            place += 1
    return parts


class Translator:
    """One pattern on its way into the syntax of the `regex` module."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.text = _without_space(pattern) if "x" in flags else pattern
        self.dot_all = "s" in flags
        self.multiline = "m" in flags
        self.place = 0
        self.opened = 0
        self.closed: set[int] = set()
        self._stack: list[int] = []
        self._sizes: list[int] = [0]  # of what stands before in each open group
        self._last = 0  # the size of what a quantifier would repeat

    def translated(self) -> str:
        out: list[str] = []
        repeatable = False  # may a quantifier stand here?
        while self.place < len(self.text):
            sign = self.text[self.place]
            quantifier = _QUANTIFIER.match(self.text, self.place)
            if quantifier is not None:
                if not repeatable:
                    raise Fault(f"not a valid pattern: “{quantifier.group()}” follows nothing to repeat")
                self.repeated(quantifier.group())
                out.append(quantifier.group())
                self.place = quantifier.end()
            elif sign == "\\":
                self._count(1)
                out.append(self.atom(self._escape(in_class=False)))
            elif sign == "[":
                self._count(1)
                out.append(self.atom(self._class()))
            else:
                if sign not in "()":
                    self._count(1)
                out.append(self._plain(sign))
                self.place += 1
            repeatable = quantifier is None and sign not in "(|"
        return "".join(out)

    @property
    def size(self) -> int:
        """Places, repetitions written out."""
        return self._sizes[0]

    def atom(self, text: str) -> str:
        """One character of a set, as it is written."""
        return text

    def _count(self, size: int) -> None:
        self._last = size
        self._sizes[-1] += size
        if self._sizes[-1] > _MAX_SIZE:
            raise Fault(f"the pattern, its repetitions written out, is longer than {_MAX_SIZE}")

    def repeated(self, quantifier: str) -> None:
        """What stands before is there so many times: the pattern is refused before it is compiled."""
        times = max((int(each) for each in regex.findall("[0-9]+", quantifier)), default=1)
        self._count(self._last * (max(times, 1) - 1))

    def _plain(self, sign: str) -> str:
        if sign == "(":
            start = self.place
            self._open()
            self._sizes.append(0)
            return self.text[start : self.place + 1]
        if sign == ")":
            if not self._stack:
                raise Fault("not a valid pattern: “)” closes nothing")
            self.closed.add(self._stack.pop())
            self._count(self._sizes.pop() + 1)
        elif sign == ".":
            return "." if self.dot_all else r"[^\n\r]"
        elif sign == "$" and not self.multiline:
            return r"\Z"
        elif sign in "]{}":
            raise Fault(f"not a valid pattern: “{sign}” must be written “\\{sign}”")
        elif sign in "#&~ ":
            return "\\" + sign
        return sign

    def _open(self) -> None:
        if self.text[self.place + 1 : self.place + 2] == "?":
            if self.text[self.place + 2 : self.place + 3] != ":":
                raise Fault("not a valid pattern: of the groups that begin with (? only (?:…) is known")
            self._stack.append(0)
            self.place += 2
            return
        self.opened += 1
        self._stack.append(self.opened)

    def _escape(self, *, in_class: bool) -> str:
        sign = self.text[self.place + 1 : self.place + 2]
        self.place += 2
        if sign in ("p", "P"):
            return self._property(sign)
        if sign in _CLASSES and sign:
            return _CLASSES[sign]
        if sign in _DIGITS and not in_class:
            return self._back_reference(sign)
        if sign and (sign in _QUOTED or (sign == "$")):
            return "\\" + sign
        raise Fault(f"not a valid pattern: unknown escape “\\{sign}”")

    def _back_reference(self, digits: str) -> str:
        while self.place < len(self.text) and self.text[self.place] in _DIGITS:
            longer = digits + self.text[self.place]
            if int(longer) > self.opened:
                break
            digits = longer
            self.place += 1
        if int(digits) not in self.closed:
            raise Fault(f"not a valid pattern: there is no group {digits} before “\\{digits}”")
        return f"(?:\\{digits})"

    def _property(self, sign: str) -> str:
        end = self.text.find("}", self.place)
        if self.text[self.place : self.place + 1] != "{" or end < 0:
            raise Fault("not a valid pattern: “\\p” must be followed by {…}")
        name = self.text[self.place + 1 : end]
        self.place = end + 1
        if not regex.fullmatch(r"[A-Za-z0-9-]+", name):
            raise Fault(f"not a valid pattern: there is no character property “{name}”")
        if name.startswith("Is"):
            name = "InBasicLatin" if name == "IsBasicLatin" else "In" + name[2:]
        return f"\\{sign}{{{name}}}"

    def _class(self) -> str:
        """A character class, with subtraction `[a-z-[aeiou]]` turned into the set difference of `regex`."""
        self.place += 1
        negated = self.text.startswith("^", self.place)
        self.place += negated
        out: list[str] = []
        subtracted = ""
        while True:
            sign = self.text[self.place : self.place + 1]
            if not sign:
                raise Fault("not a valid pattern: “[” is not closed")
            if sign == "]":
                self.place += 1
                break
            if sign == "-" and self.text.startswith("[", self.place + 1):
                self.place += 1
                subtracted = self._class()
            elif sign == "\\":
                out.append(self._escape(in_class=True))
            elif sign == "[":
                raise Fault("not a valid pattern: “[” in a class must be written “\\[”")
            else:
                at_edge = sign == "-" and (not out or self.text.startswith("]", self.place + 1))
                out.append("\\" + sign if at_edge or sign in "&|~^#" else sign)
                self.place += 1
        if not out:
            raise Fault("not a valid pattern: a class is empty")
        base = f"[{'^' if negated else ''}{''.join(out)}]"
        return f"[{base}--{subtracted}]" if subtracted else base


def _without_space(pattern: str) -> str:
    """The pattern as flag `x` reads it: white space outside character classes does not count."""
    out: list[str] = []
    depth = 0
    escaped = False
    for sign in pattern:
        if sign in " \t\n\r" and not depth:
            continue
        if not escaped:
            depth += (sign == "[") - (sign == "]" and depth > 0)
        escaped = sign == "\\" and not escaped
        out.append(sign)
    return "".join(out)
