"""A text of any depth is answered with file and line, at once."""

from __future__ import annotations

import time

import pytest

import rulebook
from rulebook.catalogue.nesting import too_deep

DEEP = [
    "a: " + "[" * 800 + "]" * 800,
    "a: " + "{b: " * 800 + "1" + "}" * 800,
    "a:\n  " + "- " * 800 + "x",
    "\n".join("  " * n + "k:" for n in range(800)),
    "a: " + "[" * 100_000,
    "a: " + "[{b: " * 50_000,
]


@pytest.mark.parametrize("text", DEEP, ids=["lists", "maps", "dashes", "lines", "unclosed", "mixed"])
def test_a_deep_file_is_a_fault_with_its_line(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(rulebook.CatalogueError) as said:
        rulebook.read_files({"deep/layer.yaml": "name: 深\ncode: '310110'\n", "deep/vocabulary.yaml": text}, "deep")
    assert any("嵌套" in each.message and each.file == "deep/vocabulary.yaml" for each in said.value.faults)
    assert time.monotonic() - started < 5


def test_ordinary_files_are_not_deep() -> None:
    assert too_deep("a: [1, 2]\n" * 500) is None
    assert too_deep("- {a: [1, {b: [2]}]}\n" * 2000) is None
