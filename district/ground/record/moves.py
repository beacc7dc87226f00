"""States and moves as data: one table says which moves exist (each room's states.py fills it in)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise


@dataclass(frozen=True)
class State:
    """A state's key, its label for staff and the one for the public, and whether the case rests there for good."""

    key: str
    staff: Text
    public: Text
    final: bool = False


@dataclass(frozen=True)
class Move:
    """From which states to which one; `label` names the button, `tells` says what will happen.

    `reopens`: it may leave a state in which cases otherwise rest, as a decision that replaces another does.
    """

    sources: frozenset[str]
    target: str
    label: Text
    tells: Text = ""
    reopens: bool = False


Moves = Mapping[str, Move]


class MoveRefused(Exception):
    """The case is not in a state from which this move exists. `str()` is fit for the person who tried."""

    def __init__(self, move: Move, state: Text) -> None:
        super().__init__(_("现在是“%(state)s”，不能“%(move)s”。") % {"state": state, "move": move.label})


def dead_ends(states: Mapping[str, State], moves: Moves) -> list[str]:
    """States that are not final and have no way out, and final ones that do: the linter of a moves table."""
    leaving = {source for move in moves.values() if not move.reopens for source in move.sources}
    return [key for key, state in states.items() if (key not in leaving) != state.final]


def diagram(states: Mapping[str, State], moves: Moves) -> str:
    """The table as a Mermaid state diagram, for the room's README (a test holds the two together)."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {key}: {state.staff}" for key, state in states.items()]
    lines += [f"    [*] --> {next(iter(states))}"]
    for name, move in moves.items():
        lines += [f"    {source} --> {move.target}: {name} {move.label}" for source in states if source in move.sources]
    lines += [f"    {key} --> [*]" for key, state in states.items() if state.final]
    return "\n".join(lines)
