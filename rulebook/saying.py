"""Sentences in two languages: a message is Chinese, and knows the template and values it was made from."""

from __future__ import annotations

from typing import Any

LANGUAGES = ("zh", "en")


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


def joined(separator: str, parts: list[Any]) -> Said:
    """Several sentences as one."""
    return say("{parts}", parts=Parts(separator, parts))


class Parts:
    """A list inside a sentence: 、 or 或 in Chinese, commas in English."""

    def __init__(self, separator: str, parts: list[Any]) -> None:
        self.separator, self.parts = separator, parts

    def __format__(self, spec: str) -> str:
        return self.separator.join(map(str, self.parts))


def told(message: object, language: str = "zh") -> str:
    """A message in one of LANGUAGES. What was never a sentence of ours (names, values) stays as it is."""
    if language == "en":
        from rulebook.english import english

        return english(message)
    return str(message)
