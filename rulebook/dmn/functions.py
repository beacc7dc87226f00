"""Functions held to the function types a model declares for them."""

from __future__ import annotations

from rulebook.feel.calls import fitting
from rulebook.feel.runtime import Run
from rulebook.feel.types import FunctionOf, Type, coerce
from rulebook.feel.values import Fault, Function, Param, Value


def held_to(function: Function, kind: FunctionOf) -> Function:
    """The function, its arguments and results converted to what the type says; what does not fit is null."""
    wanted = [Param(f"argument {place}", each) for place, each in enumerate(kind.params, 1)]
    by_name = {own.name: Param(own.name, each) for own, each in zip(function.params or (), kind.params, strict=False)}

    def invoke(run: Run, args: list[Value], named: dict[str, Value] | None) -> Value:
        if named is not None:
            named = {name: fitting(by_name.get(name, Param(name)), value) for name, value in named.items()}
        elif len(args) == len(wanted):
            args = [fitting(param, value) for param, value in zip(wanted, args, strict=True)]
        value = function.invoke(run, args, named)
        try:
            return coerce(value, kind.result)
        except Fault as fault:
            return run.fail(f"the result of {function.name or 'the function'}: {fault.message}")

    return Function(function.name, function.params, invoke, function.result or kind.result)


def result_of(kind: Type | None) -> Type | None:
    """What a function declared with this type gives; older models write the result's own type there."""
    return kind.result if isinstance(kind, FunctionOf) else kind


def parameters_as(params: tuple[Param, ...], kind: Type | None) -> tuple[Param, ...]:
    """The parameters, those without a type of their own with the one the function type gives them."""
    if not isinstance(kind, FunctionOf) or len(kind.params) != len(params):
        return params
    return tuple(Param(own.name, own.type or each) for own, each in zip(params, kind.params, strict=True))
