"""Truth values and conversion to text."""

from __future__ import annotations

from rulebook.feel.builtins.registry import builtin
from rulebook.feel.runtime import Run
from rulebook.feel.temporal import DateTime
from rulebook.feel.values import Fault, Value, text


@builtin("not", "negand: any")
def negation(run: Run, negand: Value) -> bool | None:
    if negand is None:
        return None
    if not isinstance(negand, bool):
        raise Fault("only true and false can be negated")
    return not negand


@builtin("all", "list: list")
@builtin("all", "b...: any")
def every(run: Run, *items: Value) -> bool | None:
    return _combined(items, False)


@builtin("any", "list: list")
@builtin("any", "b...: any")
def some(run: Run, *items: Value) -> bool | None:
    return _combined(items, True)


def _combined(items: tuple[Value, ...], decisive: bool) -> bool | None:
    values = items[0] if len(items) == 1 and isinstance(items[0], list) else list(items)
    if not items:
        raise Fault("expects at least one argument")
    if any(each is decisive for each in values):
        return decisive
    if any(each is not None and not isinstance(each, bool) for each in values):
        raise Fault("expects true and false only")
    return None if None in values else not decisive


@builtin("string", "from: any")
def string(run: Run, value: Value) -> str | None:
    run.weigh(value)
    return None if value is None else run.string(text(value))


@builtin("is", "value1: any, value2: any")
def identical(run: Run, value1: Value, value2: Value) -> bool:
    """Same value of the same kind; times must agree in their zone too."""
    if type(value1) is not type(value2):
        return False
    run.spend(1)
    if isinstance(value1, list):
        pairs = zip(value1, value2, strict=False)
        return len(value1) == len(value2) and all(identical(run, one, other) for one, other in pairs)
    if isinstance(value1, dict):
        keys = value1.keys()
        return bool(keys == value2.keys()) and all(identical(run, value1[key], value2[key]) for key in keys)
    if isinstance(value1, DateTime):
        return bool(value1.date == value2.date) and identical(run, value1.time, value2.time)
    return bool(value1 == value2)
