"""docs/how-to.md is followed, step by step, on a copy of the tree; the checks accept what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import turns
from tests.house.how_to.following import CannotFollow, Step, copy, follow, run, steps

SECTIONS = {
    "move": "A new move of a case",
    "act": "An act",
    "listed": "A list",
    "column": "A column of a list",
    "figure": "I want to count something",
    "page": "A new page",
    "programme": "A new programme",
    "fact": "A new fact",
    "function": "A function of the rule language",
    "district": "Another district",
}
BEFORE = {"fact": ["programme"]}  # sections that a section goes on from


@pytest.mark.parametrize("name", SECTIONS)
def test_the_document_suffices(tmp_path: Path, name: str) -> None:
    if not turns.has_turn(name, 3):
        pytest.skip(turns.ANOTHERS)
    tree = copy(tmp_path)
    for each in [*BEFORE.get(name, []), name]:
        follow(tree, steps(SECTIONS[each]))
    run(tree, f"python -m tests.house.how_to.accepted {name}")


@pytest.mark.parametrize("gone", range(len(steps(SECTIONS["function"]))))
def test_no_step_can_be_left_out(tmp_path: Path, gone: int) -> None:
    """As of a function, so of the others: what is not needed is no step."""
    todo = steps(SECTIONS["function"])
    tree = copy(tmp_path)
    with pytest.raises(CannotFollow):
        follow(tree, [*todo[:gone], *todo[gone + 1 :]])
        run(tree, "python -m tests.house.how_to.accepted function")


def test_a_step_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one = 1\n", encoding="utf-8")
    follow(tmp_path, [Step("two = 2\n", "a.py", "after", "one")])
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == "one = 1\ntwo = 2\n"
    for wrong in (
        Step("", "a.py", "after", "three"),
        Step("", "b.py", "end"),
        Step("", "a.py", "new"),
        Step("false\n"),
    ):
        with pytest.raises(CannotFollow):
            follow(tmp_path, [wrong])
    with pytest.raises(CannotFollow, match="does not say where"):
        steps("X", "## X\n```python a.py\n```\n")
    with pytest.raises(CannotFollow, match="no section"):
        steps("Y", "## X\n")
