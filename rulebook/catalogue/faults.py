"""What is wrong in a catalogue, said for the policy officer: file, line, what was expected, what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from rulebook.catalogue.lookalikes import difference, look_alike
from rulebook.saying import Parts, Said, say, told


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

    def told(self, language: str = "zh") -> str:
        """The line that is printed, in one of `rulebook.saying.LANGUAGES`."""
        hint = told(say("提示："), language) if self.warning else ""
        return f"{self.file}:{self.line}:{self.column}: {hint}{told(self.message, language)}"


class CatalogueError(Exception):
    """A catalogue that cannot be used; `faults` lists every mistake found, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


def near(name: str, known: Iterable[str]) -> Said:
    """「，是不是“…”？」 when a known name is close, else a full stop; says which characters only look alike."""
    names = list(known)
    twin = look_alike(name, names)
    if twin is not None:
        return say("：看起来和“{twin}”一样，但{difference}。", twin=twin, difference=difference(name, twin))
    close = closest(name, names)
    return say("，是不是{names}？", names=Parts("、", [f"“{each}”" for each in close])) if close else say("。")


def closest(name: str, known: Iterable[str]) -> list[str]:
    """Up to three known names that were probably meant, the likeliest first."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    return close or [each for each in names if name and (name in each or each in name)][:3]
