"""Expressions that are not written in FEEL: which of them mean the same in FEEL, and which cannot be read."""

from __future__ import annotations

import re

from rulebook.dmn.xmltree import Element

_WRAPPED = re.compile(r"[$#]\{\s*([^{}]*?)\s*\}", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_PLAIN = re.compile(rf"""{_NAME.pattern}|[+-]?[0-9]+(?:\.[0-9]+)?|"[^"\\]*"|-?""")
_QUOTED = re.compile(r"'([^'\"\\]*)'")


class NotFeel(ValueError):
    """An expression in another language. The message names the language and shows the expression."""


def is_feel(language: str) -> bool:
    """Is this `expressionLanguage` FEEL, or unsaid?"""
    return not language or "feel" in language.lower()


def feel_text(element: Element, default: str = "") -> str:
    """The FEEL text inside an element; `default` is the file's language.

    In other languages a plain name, number, text, or `${name}` means what it means in FEEL. Raises NotFeel for the
    rest.
    """
    inner = element.first("text")
    text = "" if inner is None else inner.text
    language = element.get("expressionLanguage") or default
    wrapped = _WRAPPED.fullmatch(text.strip())
    plain = wrapped[1] if wrapped else text.strip()
    if wrapped and not _PLAIN.fullmatch(plain):
        raise NotFeel(f"{text.strip()[:60]!r} is written in {language or 'JUEL'}, not in FEEL")
    if is_feel(language):
        return plain if wrapped else text
    if quoted := _QUOTED.fullmatch(plain):
        return f'"{quoted[1]}"'
    if _PLAIN.fullmatch(plain):
        return plain
    raise NotFeel(f"{plain[:60]!r} is written in {language}, not in FEEL")
