"""Sentences in two languages: a message is Chinese, and knows the template and values it was made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from typing import Any

from rulebook.chinese_feel import chinese
from rulebook.english import ENGLISH
from rulebook.english_commands import COMMANDS
from rulebook.english_feel import ENGLISH_TOO
from rulebook.english_registers import REGISTERS

LANGUAGES = ("zh", "en")
WORDS = {**COMMANDS, **REGISTERS, **ENGLISH, **ENGLISH_TOO}


class Said(str):
    """A Chinese sentence that can be said in English too; `template` names it in `rulebook.english`."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (self.template, self.values)


def say(template: str, /, **values: Any) -> Said:
    """The sentence of a Chinese template; values may be sentences themselves."""
    return _made(template, values)


def _made(template: str, values: dict[str, Any]) -> Said:
    said = Said(template.format(**values))
    said.template, said.values = template, values
    return said


class Stem:
    """A sentence inside another, without its full stop."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __format__(self, spec: str) -> str:
        return str(self.said).removesuffix("。")


class OfFeel:
    """What evaluating FEEL says, inside a sentence: English as it is, else in Chinese."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __format__(self, spec: str) -> str:
        return chinese(self.said)


class Told:
    """A sentence inside another that was made without `say`, or whose template was lost on the way."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __format__(self, spec: str) -> str:
        return str(self.said)


class Parts:
    """A list inside a sentence: joined by `separator` in Chinese, by commas in English."""

    def __init__(self, separator: str, parts: list[Any]) -> None:
        self.separator, self.parts = separator, parts

    def __format__(self, spec: str) -> str:
        return self.separator.join(map(str, self.parts))


_spoken: ContextVar[str] = ContextVar("spoken", default="zh")


def speak(language: str) -> None:
    """From now on messages are told in this language; the command line's choice, Chinese without one."""
    _spoken.set(language)


def spoken() -> str:
    """The language that is spoken: one of LANGUAGES."""
    return _spoken.get()


def locale_language(environment: Mapping[str, str]) -> str:
    """English where the locale says so, else Chinese."""
    found = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(key))), "")
    return "en" if found.lower().startswith("en") else "zh"


def told(message: object, language: str = "") -> str:
    """A message in one of LANGUAGES, else in the one that is spoken; what was never a sentence of ours stays.

    What evaluating FEEL says is English first, everything else Chinese.
    """
    if isinstance(message, BaseException):
        if faults := getattr(message, "faults", ()):
            return "\n".join(told(each, language) for each in faults)
        message = sentence(message)
    if (language or _spoken.get()) == "en":
        return english(message)
    return str(message) if isinstance(message, Said) else chinese(str(message))


def sentence(message: object) -> str:
    """A message as it was made: one that knows its template keeps it, within an exception too."""
    if isinstance(message, str):
        return message
    text = str(message)
    first = message.args[0] if isinstance(message, BaseException) and message.args else text
    return first if first == text else text


def english(message: object) -> str:
    """The sentence in English, as far as it has one."""
    if isinstance(message, Parts):
        return ", ".join(english(each) for each in message.parts)
    if isinstance(message, OfFeel):
        return message.said
    if isinstance(message, Told):
        return english(message.said)
    if isinstance(message, Stem):
        return english(message.said).removesuffix(".")
    if isinstance(message, Said):
        return _filled(message.template, message.values) if message.template in WORDS else str(message)
    text = str(message)
    if text in WORDS:
        return WORDS[text]
    return (_recognised(text) if re.search("[\u4e00-\u9fff]", text) else None) or text


def _filled(template: str, values: Mapping[str, Any]) -> str:
    told_too = Said | Parts | Stem | OfFeel | Told
    plain = {key: english(each) if isinstance(each, told_too) else each if isinstance(each, int) else str(each)
             for key, each in values.items()}  # fmt: skip
    return WORDS[template].format(**plain)


def _recognised(text: str) -> str | None:
    """A sentence that was made without `say`, told by its template."""
    for template, pattern in _patterns():
        if match := pattern.fullmatch(text):
            inner = {key: english(value) if key not in ("name", "value", "text") else value
                     for key, value in match.groupdict().items()}  # fmt: skip
            return WORDS[template].format(**inner)
    return None


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Templates as patterns, those with most words of their own first."""
    made = []
    for template in sorted(WORDS, key=lambda each: -len(re.sub(r"\{\w+\}", "", each))):
        if (
            re.search(r"\{\w+\}", template)
            and "{{" not in template
            and len(re.findall("[\u4e00-\u9fff]", template)) > 1
        ):
            parts = re.split(r"\{(\w+)\}", template)
            text = "".join(
                re.escape(part) if place % 2 == 0 else f"(?P<{part}>.*?)" for place, part in enumerate(parts)
            )
            made.append((template, re.compile(text, re.DOTALL)))
    return made
