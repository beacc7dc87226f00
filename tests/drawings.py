"""`python -m tests.drawings`: the rooms' moves as drawings, from their tables (a test holds the two together)."""

from __future__ import annotations

import os
from pathlib import Path

import django

from district.cases.core import states as of_cases
from district.funds import states as of_funds
from district.ground.record.moves import Moves, State, diagram
from district.services.community.contests import states as of_contests

DRAWN: dict[str, tuple[Path, dict[str, State], Moves]] = {
    "A case": (Path(of_cases.__file__), of_cases.STATES, of_cases.MOVES),
    "A contest": (Path(of_contests.__file__), of_contests.STATES, of_contests.MOVES),
    "An award": (Path(of_funds.__file__), of_funds.AWARD_STATES, of_funds.AWARD_MOVES),
}


def drawing(title: str) -> tuple[Path, str]:
    """Where a drawing stands, and what it says."""
    path, states, moves = DRAWN[title]
    head = (
        f"# {title}: its states and moves\n\nDrawn from `states.py` by `python -m tests.drawings`; a test compares.\n\n"
    )
    return path.with_name("moves.md"), f"{head}```mermaid\n{diagram(states, moves)}\n```\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district.web.settings_test")
    django.setup()
    for title in DRAWN:
        path, text = drawing(title)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
