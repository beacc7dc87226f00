"""Evaluating FEEL.

Text or tree and variables in, a value and diagnostics out. Nothing a text says can raise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rulebook.feel import compile_forms as _forms  # registers its compilers
from rulebook.feel.compile import Code, compile_node
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.feel.names import NameIndex
from rulebook.feel.nodes import Node, UnaryTests
from rulebook.feel.parser import parse, parse_unary_tests
from rulebook.feel.runtime import STEPS, Diagnostic, Env, Exhausted, Run, check_size
from rulebook.feel.values import Value, to_feel

_ = _forms


@dataclass(frozen=True, slots=True)
class Result:
    """What an evaluation gave: a FEEL value (see `values`) and why anything in it became null."""

    value: Value
    diagnostics: tuple[Diagnostic, ...]


class Expression:
    """A compiled expression; evaluate it as often as you like."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.code: Code = compile_node(node)

    def evaluate(
        self,
        variables: Mapping[str, object] | None = None,
        *,
        now: dt.datetime | None = None,
        steps: int = STEPS,
    ) -> Result:
        """The value with these variables (plain Python or FEEL values).

        `now` is the moment `now()` and `today()` speak of; without it they are null. `steps` bounds the
        work; an expression that needs more is null. Raises TypeError for a variable that FEEL has no
        kind for.
        """
        run = Run(now=now, steps=steps)
        names = {name: to_feel(value) for name, value in (variables or {}).items()}
        return Result(guarded(self.code, Env(names, None, run)), tuple(run.diagnostics))


def guarded(code: Code, env: Env) -> Value:
    """The value of `code`; running out of budget or stack gives null and a diagnostic."""
    try:
        value = code(env)
        if isinstance(value, list | dict):
            check_size(value)
        return value
    except Exhausted as limit:
        return env.run.fail(limit)
    except RecursionError:
        return env.run.fail("the evaluation is nested too deeply")


def compiled(text: str, names: Collection[str] | NameIndex = ()) -> Expression:
    """The compiled form of an expression. Raises FeelSyntaxError."""
    return Expression(parse(text, names))


def evaluate(
    text: str | Node, variables: Mapping[str, object] | None = None, *, now: dt.datetime | None = None
) -> Result:
    """Parse and evaluate in one go; a syntax error too becomes null and a diagnostic."""
    try:
        node = parse(text, (variables or {}).keys()) if isinstance(text, str) else text
    except FeelSyntaxError as error:
        return Result(None, (Diagnostic(error.message, error.span),))
    return Expression(node).evaluate(variables, now=now)


def holds(
    tests: str | UnaryTests,
    value: object,
    variables: Mapping[str, object] | None = None,
    *,
    now: dt.datetime | None = None,
) -> Result:
    """Does `value` pass a decision-table cell? The result's value is true, false or null."""
    scope = {**(variables or {}), "?": value}
    try:
        node = parse_unary_tests(tests, scope.keys()) if isinstance(tests, str) else tests
    except FeelSyntaxError as error:
        return Result(None, (Diagnostic(error.message, error.span),))
    return Expression(node).evaluate(scope, now=now)
