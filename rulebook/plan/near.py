"""What was probably meant by a name that nobody knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from rulebook.plan.lookalikes import difference, look_alike
from rulebook.saying import Parts, Said, say


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
    names = [each for each in known if each]
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    return close or [each for each in names if name and (name in each or each in name)][:3]
