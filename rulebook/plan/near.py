"""What was probably meant by a name nobody knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(name: str, known: Iterable[str]) -> str:
    """「，是不是“…”？」 when a known name is close, else nothing."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    close = close or [each for each in names if name and (name in each or each in name)][:3]
    return f"，是不是{'、'.join(f'“{each}”' for each in close)}？" if close else "。"
