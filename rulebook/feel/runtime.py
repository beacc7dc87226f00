"""What one evaluation carries along: its budget, its diagnostics, its clock, and the names in scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.feel.base import Value
from rulebook.feel.nodes import Span
from rulebook.saying import sentence

STEPS = 200_000  # loop rounds, calls, list elements made; well below a second
MAX_DEPTH = 100  # calls inside calls
MAX_STRING = 1_000_000  # characters in one string
MAX_DIAGNOSTICS = 100
MAX_VALUE_DEPTH = 100  # lists and contexts inside one another, in a result
MAX_VALUE_SIZE = 1_000_000  # elements and entries of a result, counted where they are shown
STEPS_PER_SECOND = 200_000  # what a second of regular-expression work costs


class Exhausted(Exception):
    """The evaluation used up its budget; it ends with null."""


class Unfit(Exhausted):
    """A table was asked with a value that is not of its type; in a strict evaluation everything ends with null."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Why something became null: a message and, where known, the place in the expression."""

    message: str
    span: Span | None = None

    def __str__(self) -> str:
        return self.message if self.span is None else f"{self.span.line}:{self.span.column}: {self.message}"


class Run:
    """One evaluation from its outermost call to its end.

    `now` is what `now()` and `today()` answer; without it they are null, so no result depends on a
    hidden clock.
    """

    def __init__(self, *, now: dt.datetime | None = None, steps: int = STEPS, strict: bool = True) -> None:
        self.now = now
        self.steps = steps
        self.strict = strict  # a value that a table's input does not admit ends it all, instead of being null to it
        self.depth = 0
        self.failures = 0  # counted on when no more diagnostics are kept
        self.diagnostics: list[Diagnostic] = []

    def fail(self, message: object, span: Span | None = None) -> None:
        """Note why the value at hand is null."""
        self.failures += 1
        if len(self.diagnostics) < MAX_DIAGNOSTICS:
            self.diagnostics.append(Diagnostic(sentence(message), span))

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

    def weigh(self, value: Value) -> None:
        """Pay for walking through a value, so that comparing huge ones costs what it takes."""
        if isinstance(value, str):
            if len(value) > 1024:
                self.spend(len(value) >> 8)
            return
        stack = [value]
        while stack:
            current = stack.pop()
            if isinstance(current, list | dict):
                self.spend(1 + (len(current) >> 2))
                stack.extend(current.values() if isinstance(current, dict) else current)

    def made(self, items: list[Value]) -> list[Value]:
        """`items`, paid for by their number."""
        self.spend(len(items) >> 2)
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


def check_size(value: Value) -> None:
    """Raises Exhausted for a value nested too deeply, or too large when written out, to be handed on."""
    level: dict[int, Value] = {id(value): value}
    for _ in range(MAX_VALUE_DEPTH):
        inner = [
            each
            for current in level.values()
            if isinstance(current, list | dict)
            for each in (current.values() if isinstance(current, dict) else current)
            if isinstance(each, list | dict)
        ]
        level = {id(each): each for each in inner}
        if not level:
            break
    else:
        raise Exhausted(f"the result is nested more than {MAX_VALUE_DEPTH} levels deep")
    if _size(value, {}) > MAX_VALUE_SIZE:
        raise Exhausted(f"the result has more than {MAX_VALUE_SIZE} elements")


def _size(value: Value, known: dict[int, int]) -> int:
    if not isinstance(value, list | dict):
        return 1
    if id(value) not in known:
        parts = value.values() if isinstance(value, dict) else value
        known[id(value)] = 1 + sum(_size(each, known) for each in parts)
    return known[id(value)]
