"""States and moves as data: one table says which moves exist (each room's states.py fills it in).

What is said of several states at once (open, on the desk, timed, given up) is read from the table by `having`, never
listed beside it: a new state is then in every set it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise


class Turn(StrEnum):
    """Whose move is next. OTHERS: somebody the desk waits for, such as partners, experts, signers, a free place."""

    APPLICANT = "applicant"
    DESK = "desk"
    OTHERS = "others"


class Tone(StrEnum):
    """How a state's chip looks."""

    PLAIN = "ink"
    NEEDS = "needs"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class State:
    """A state's key, its label for staff and the one for the public, and whether the case rests there for good.

    `turn`: whose move is next. `timed`: somebody can be late in it. `coming` names the step after it, `tells` says in a
    sentence how it goes on; both may have holes, which the room fills.
    """

    key: str
    staff: Text
    public: Text
    final: bool = False
    turn: Turn = Turn.DESK
    timed: bool = True
    tone: Tone = Tone.PLAIN
    coming: Text = ""
    tells: Text = ""


@dataclass(frozen=True)
class Move:
    """From which states to which one; `label` names the button, `tells` says what will happen.

    `reopens`: it may leave a state in which cases otherwise rest, as a decision that replaces another does.
    `click`: who works on the case makes it by one click, so its button stands on the case's page.
    """

    sources: frozenset[str]
    target: str
    label: Text
    tells: Text = ""
    reopens: bool = False
    click: bool = False


Moves = Mapping[str, Move]


class MoveRefused(Exception):
    """The case is not in a state from which this move exists. `str()` is fit for the person who tried."""

    def __init__(self, move: Move, state: Text) -> None:
        super().__init__(_("现在是“%(state)s”，不能“%(move)s”。") % {"state": state, "move": move.label})


def not_from(moves: Moves, verb: str) -> Callable[[Any], str]:
    """Why a row (`state`, `shown`) cannot be moved so as it stands; "" where it can."""
    move = moves[verb]
    return lambda row: "" if row.state in move.sources else str(MoveRefused(move, row.shown.staff))


def having(
    states: Mapping[str, State], *, final: bool = False, turn: Iterable[Turn] = Turn, timed: bool | None = None
) -> frozenset[str]:
    """The states, open ones unless `final`, whose turn it is among `turn`; `timed` narrows where it is not None."""
    turns = frozenset(turn)
    return frozenset(
        key for key, state in states.items()
        if state.final == final and state.turn in turns and timed in {None, state.timed}
    )  # fmt: skip


def reopened(moves: Moves) -> frozenset[str]:
    """States in which cases rest, but which a move can leave again: those of decisions that may be replaced."""
    return frozenset(source for move in moves.values() if move.reopens for source in move.sources)


def ways_to(moves: Moves, sources: Iterable[str]) -> dict[str, str]:
    """Target → the verb of the move that leads there from exactly these sources."""
    wanted = frozenset(sources)
    return {move.target: verb for verb, move in moves.items() if move.sources == wanted}


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
