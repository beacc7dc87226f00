"""What is wrong in a catalogue, said for the policy officer: file, line, what was expected, what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rulebook.plan.near import closest as closest
from rulebook.plan.near import near as near
from rulebook.saying import say, told


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake; `file` is relative to the folder that holds the layers. Warnings do not fail a check."""

    file: str
    line: int
    column: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return self.told()

    def told(self, language: str = "") -> str:
        """The line that is printed, in one of `rulebook.saying.LANGUAGES`; else in the one that is spoken."""
        hint = told(say("提示："), language) if self.warning else ""
        return f"{self.file}:{self.line}:{self.column}: {hint}{told(self.message, language)}"


class CatalogueError(Exception):
    """A catalogue that cannot be used; `faults` lists every mistake found, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))
