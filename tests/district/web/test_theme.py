"""The style sheet: a class of ours means one thing, so no room's page changes how another's looks."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

THEME = Path(__file__).resolve().parents[3] / "district" / "web" / "static" / "huiqi" / "theme.css"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def everywhere(text: str) -> str:
    """The sheet without comments, and without what is for some widths or media alone."""
    text, kept, depth, block = re.sub(r"/\*.*?\*/", "", text, flags=re.S), [], 0, 0
    for part in re.split(r"(@[^{;]+\{|[{}])", text):
        if part.startswith("@"):
            block += 1
        elif block:
            depth += (part == "{") - (part == "}")
            if depth < 0:
                depth, block = 0, block - 1
        else:
            kept.append(part)
    return "".join(kept)


def test_a_class_is_described_in_one_place() -> None:
    names = Counter(
        name for found, _rules in RULE.findall(everywhere(THEME.read_text(encoding="utf-8")))
        for name in map(str.strip, found.split(",")) if re.fullmatch(r"\.hq-[\w-]+", name)
    )  # fmt: skip
    assert len(names) > 100
    assert {name for name, times in names.items() if times > 1} <= {".hq-list-tools"}  # among others, and by itself
