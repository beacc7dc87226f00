"""Calling functions, and values as dictionary keys: what built-ins and the compiler both need."""

from __future__ import annotations

from collections.abc import Hashable

from rulebook.feel.calendar import NANO
from rulebook.feel.runtime import Run
from rulebook.feel.temporal import DateTime, Time
from rulebook.feel.values import Fault, Function, Param, Value, kind


def call(run: Run, function: Function, args: list[Value], named: dict[str, Value] | None = None) -> Value:
    """The result of a call, one level deeper. Raises Fault for arguments that do not fit."""
    run.enter()
    try:
        return function.invoke(run, args, named)
    finally:
        run.depth -= 1


def bound(name: str, params: tuple[Param, ...], args: list[Value], named: dict[str, Value] | None) -> list[Value]:
    """The arguments of a user's function in the order of its parameters.

    Raises Fault when they do not match.
    """
    title = f"{name}()" if name else "the function"
    if named is None:
        if len(args) != len(params):
            raise Fault(f"{title} expects {len(params)} argument{'s'[len(params) == 1 :]}, got {len(args)}")
        return args
    names = [param.name for param in params]
    if set(named) != set(names):
        raise Fault(f"{title} expects the arguments {', '.join(names) or 'none'}, got {', '.join(named)}")
    return [named[each] for each in names]


def frozen(value: Value) -> Hashable:
    """A key that is the same for values FEEL calls equal."""
    if isinstance(value, list):
        return ("list", tuple(map(frozen, value)))
    if isinstance(value, dict):
        return ("context", frozenset((key, frozen(each)) for key, each in value.items()))
    if isinstance(value, Time):
        return ("time", value.zoned, value.comparable // NANO)
    if isinstance(value, DateTime):
        return ("date and time", value.zoned, value.instant // NANO)
    return (kind(value), value)
