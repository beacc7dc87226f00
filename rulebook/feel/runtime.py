"""What one evaluation carries along: its budget, its diagnostics, its clock, and the names in scope."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rulebook.feel.nodes import Span
from rulebook.feel.values import Value

STEPS = 300_000  # loop rounds, calls, list elements made; far below a second
MAX_DEPTH = 60  # calls inside calls
MAX_STRING = 1_000_000  # characters in one string
MAX_DIAGNOSTICS = 100


class Exhausted(Exception):
    """The evaluation used up its budget; it ends with null."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Why something became null: a message and, where known, the place in the expression."""

    message: str
    span: Span | None = None

    def __str__(self) -> str:
        return self.message if self.span is None else f"{self.span.line}:{self.span.column}: {self.message}"


class Run:
    """One evaluation from its outermost call to its end.

    `now` is what `now()` and `today()` answer; without it they are null, so no result depends on a hidden clock.
    """

    def __init__(self, *, now: dt.datetime | None = None, steps: int = STEPS) -> None:
        self.now = now
        self.steps = steps
        self.depth = 0
        self.diagnostics: list[Diagnostic] = []

    def fail(self, message: object, span: Span | None = None) -> None:
        """Note why the value at hand is null."""
        if len(self.diagnostics) < MAX_DIAGNOSTICS:
            self.diagnostics.append(Diagnostic(str(message), span))

    def spend(self, steps: int) -> None:
        """Use up some of the budget. Raises Exhausted when none is left."""
        self.steps -= steps
        if self.steps < 0:
            raise Exhausted("the expression takes too many steps")

    def enter(self) -> None:
        """One call deeper; `leave` with `depth -= 1`. Raises Exhausted when calls are nested too deeply."""
        self.spend(1)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Exhausted(f"functions call each other more than {MAX_DEPTH} levels deep")

    def string(self, made: str) -> str:
        """`made`, paid for by its length. Raises Exhausted for a string that is too long."""
        if len(made) > MAX_STRING:
            raise Exhausted(f"a string of more than {MAX_STRING} characters")
        if len(made) > 64:
            self.spend(len(made) // 64)
        return made

    def made(self, items: list[Value]) -> list[Value]:
        """`items`, paid for by their number."""
        self.spend(len(items))
        return items


_MISSING = object()


class Env:
    """A scope: names with values, over the scope around it. All scopes of an evaluation share one Run."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: Mapping[str, Value], parent: Env | None, run: Run) -> None:
        self.names = names
        self.parent = parent
        self.run = run

    def child(self, names: Mapping[str, Value]) -> Env:
        return Env(names, self, self.run)

    def find(self, name: str, default: Value = None) -> Value:
        """The value of the nearest `name`, or `default`."""
        scope: Env | None = self
        while scope is not None:
            found = scope.names.get(name, _MISSING)
            if found is not _MISSING:
                return found
            scope = scope.parent
        return default

    def all_names(self) -> set[str]:
        """Every name in scope, for messages."""
        found: set[str] = set()
        scope: Env | None = self
        while scope is not None:
            found.update(scope.names)
            scope = scope.parent
        return found


def suggestion(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?` when a known name is near, else nothing."""
    near = difflib.get_close_matches(name, list(known)[:2000], n=1, cutoff=0.6)
    return f"; did you mean “{near[0]}”?" if near else ""
