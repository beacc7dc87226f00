"""Calling functions, and values as dictionary keys: what built-ins and the compiler both need."""

from __future__ import annotations

from collections.abc import Hashable

from rulebook.feel.calendar import NANO
from rulebook.feel.runtime import Run
from rulebook.feel.temporal import DateTime, Time
from rulebook.feel.types import coerce
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

    Named ones may be left out: they are null. Raises Fault when there are too few, too many or unknown ones.
    """
    title = f"{name}()" if name else "the function"
    if named is None:
        if len(args) != len(params):
            raise Fault(f"{title} expects {len(params)} argument{'s'[len(params) == 1 :]}, got {len(args)}")
        return args
    names = [param.name for param in params]
    if not set(named) <= set(names):
        raise Fault(f"{title} expects the arguments {', '.join(names) or 'none'}, got {', '.join(named)}")
    return [named.get(each) for each in names]


def fitting(param: Param, value: Value) -> Value:
    """An argument as its parameter's type. Raises Fault when it does not fit: then nothing is called."""
    if param.type is None:
        return value
    try:
        return coerce(value, param.type)
    except Fault as fault:
        raise Fault(f"argument “{param.name}”: {fault.message}") from None


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
