"""Closures for conditions, loops, filters, functions and calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rulebook.feel import nodes as n
from rulebook.feel.calls import bound, call, fitting
from rulebook.feel.compile import Code, compile_node, compiles, truth, weight
from rulebook.feel.ops import negate
from rulebook.feel.runtime import Env, Run
from rulebook.feel.temporal import Date
from rulebook.feel.typerefs import resolve
from rulebook.feel.types import ANY, ContextOf, ListOf, Simple, Type, described
from rulebook.feel.values import Fault, Function, Param, Range, Value


@compiles(n.If)
def _if(node: n.If) -> Code:
    condition, then, orelse = compile_node(node.condition), compile_node(node.then), compile_node(node.orelse)

    def code(env: Env) -> Value:
        return then(env) if truth(condition(env), env, node.condition.span) is True else orelse(env)

    return code


# Loops ------------------------------------------------------------------------------------------------------


def elements(value: Value, end: Value, has_end: bool) -> Iterator[Value]:
    """What a loop runs over: a list's elements, the numbers or days of a range, or the one value there is.

    Raises Fault when it cannot run over the value.
    """
    if has_end:
        return _steps(value, end)
    if isinstance(value, Range):
        if value.op is not None or value.low is None or value.high is None:
            raise Fault("a loop needs a range with two ends")
        return (
            each
            for each in _steps(value.low, value.high)
            if (value.low_included or each != value.low) and (value.high_included or each != value.high)
        )
    if value is None:
        raise Fault("a loop cannot run over null")
    return iter(value if isinstance(value, list) else [value])


def _steps(start: Value, end: Value) -> Iterator[Value]:
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        return _numbers(start, end)
    if isinstance(start, Date) and isinstance(end, Date):
        step = 1 if end.number >= start.number else -1
        return (Date.at(day) for day in range(start.number, end.number + step, step))
    raise Fault(f"a loop cannot run from {described(start)} to {described(end)}")


_FURTHEST = 10**15


def _numbers(start: Decimal, end: Decimal) -> Iterator[Decimal]:
    if max(abs(start), abs(end)) > _FURTHEST:
        raise Fault("a loop runs between −10¹⁵ and 10¹⁵ only")
    if start != start.to_integral_value() or end != end.to_integral_value():
        raise Fault("a loop runs over whole numbers only")
    step = 1 if end >= start else -1
    return (Decimal(each) for each in range(int(start), int(end) + step, step))


@dataclass(frozen=True, slots=True)
class Body:
    """Code that runs many times, where it stands, and what a round of it costs."""

    code: Code
    span: n.Span = n.NOWHERE
    cost: int = 0


Iteration = tuple[str, Code, Code | None, n.Span]


def _iterations(iterations: tuple[n.Iteration, ...]) -> list[Iteration]:
    return [
        (
            each.name,
            compile_node(each.source),
            None if each.end is None else compile_node(each.end),
            each.span,
        )
        for each in iterations
    ]


def rounds(env: Env, iterations: list[Iteration], cost: int, place: int = 0) -> Iterator[Env]:
    """A scope for each round of nested loops, the last one turning fastest. Raises Fault like `elements`."""
    name, source, end, _ = iterations[place]
    value = source(env)
    for each in elements(value, end(env) if end else None, end is not None):
        env.run.spend(1 + cost)
        scope = env.child({name: each})
        if place + 1 == len(iterations):
            yield scope
        else:
            yield from rounds(scope, iterations, cost, place + 1)


@compiles(n.For)
def _for(node: n.For) -> Code:
    body = Body(compile_node(node.body), node.span, weight(node.body))
    return loop(_iterations(node.iterations), body)


class _Partial(Mapping[str, Value]):
    """The one name `partial`: a copy of a loop's results so far, for the body may keep what it saw."""

    def __init__(self, results: list[Value], run: Run) -> None:
        self._results, self._run = results, run

    def __getitem__(self, name: str) -> Value:
        if name != "partial":
            raise KeyError(name)
        self._run.spend(len(self._results) >> 6)
        return list(self._results)

    def get(self, name: str, default: Value = None) -> Value:
        return self[name] if name == "partial" else default

    def __iter__(self) -> Iterator[str]:
        return iter(("partial",))

    def __len__(self) -> int:
        return 1


def loop(iterations: list[Iteration], body: Body) -> Code:
    """`for … return body`; the body sees the results so far as `partial`."""

    def code(env: Env) -> Value:
        results: list[Value] = []
        try:
            for scope in rounds(env.child(_Partial(results, env.run)), iterations, body.cost):
                results.append(body.code(scope))
        except (Fault, OverflowError) as fault:
            return env.run.fail(fault, body.span)
        return results

    return code


def quantified(iterations: list[Iteration], condition: Body, decisive: bool) -> Code:
    """`some` (decisive true) or `every` (decisive false), in three-valued logic."""

    def code(env: Env) -> Value:
        unknown = False
        try:
            for scope in rounds(env, iterations, condition.cost):
                answer = condition.code(scope)
                if answer is not None and not isinstance(answer, bool):
                    raise Fault(f"the condition must be true or false, not {described(answer)}")
                if answer is decisive:
                    return decisive
                unknown = unknown or answer is None
        except (Fault, OverflowError) as fault:
            return env.run.fail(fault, condition.span)
        return None if unknown else not decisive

    return code


@compiles(n.Some)
def _some(node: n.Some) -> Code:
    condition = Body(compile_node(node.condition), node.span, weight(node.condition))
    return quantified(_iterations(node.iterations), condition, True)


@compiles(n.Every)
def _every(node: n.Every) -> Code:
    condition = Body(compile_node(node.condition), node.span, weight(node.condition))
    return quantified(_iterations(node.iterations), condition, False)


# Filters ----------------------------------------------------------------------------------------------------


@compiles(n.Filter)
def _filter(node: n.Filter) -> Code:
    index = _fixed_index(node.condition)
    source, condition = compile_node(node.source), compile_node(node.condition)
    if index is not None:
        return _indexed(source, index, node.span)
    return filtered(source, Body(condition, node.span, weight(node.condition)))


def _fixed_index(node: n.Node) -> Decimal | None:
    if isinstance(node, n.NumberLit):
        return node.value
    if isinstance(node, n.Neg) and isinstance(node.operand, n.NumberLit):
        found = negate(node.operand.value)
        return found if isinstance(found, Decimal) else None
    return None


def _indexed(source: Code, index: Decimal, span: n.Span) -> Code:
    def code(env: Env) -> Value:
        try:
            return at_index(_as_list(source(env)), index)
        except Fault as fault:
            return env.run.fail(fault, span)

    return code


def _as_list(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def at_index(items: list[Value], index: Decimal) -> Value:
    """The element at a position from 1 (from -1 backwards). Raises Fault when there is none."""
    place = int(index) if abs(index) <= len(items) else 0
    if place == 0 or index != place:
        raise Fault(f"there is no element {index} in a list of {len(items)}")
    return items[place - 1 if place > 0 else place]


def filtered(source: Code, condition: Body) -> Code:
    """`source[condition]`: the elements for which the condition is true, or the one it numbers."""

    span = condition.span

    def code(env: Env) -> Value:
        items = _as_list(source(env))
        if not items:
            return _of_nothing(condition.code, env, span)
        kept: list[Value] = []
        for place, item in enumerate(items):
            env.run.spend(1 + condition.cost + (len(item) if isinstance(item, dict) else 0))
            answer = condition.code(env.child(_element_scope(item)))
            if place == 0 and isinstance(answer, Decimal):
                try:
                    return at_index(items, answer)
                except Fault as fault:
                    return env.run.fail(fault, span)
            if answer is not None and not isinstance(answer, bool):
                return env.run.fail(f"a filter must be true or false, not {described(answer)}", span)
            if answer:
                kept.append(item)
        return kept

    return code


def _of_nothing(condition: Code, env: Env, span: n.Span) -> Value:
    """An empty list filtered is empty.

    Indexed, it is null. Which of them is meant only the condition can tell.
    """
    quiet = Env({"item": None}, env, Run(now=env.run.now, steps=1000))
    return env.run.fail("the list is empty", span) if isinstance(condition(quiet), Decimal) else []


def _element_scope(item: Value) -> dict[str, Value]:
    return {"item": item, **item} if isinstance(item, dict) else {"item": item}


# Functions --------------------------------------------------------------------------------------------------


@compiles(n.FunctionDef)
def _function(node: n.FunctionDef) -> Code:
    if node.external:
        return _external(node)
    body = Body(compile_node(node.body), node.span, weight(node.body))
    parameters = [(each.name, each.type) for each in node.parameters]
    result = _literal_type(node.body)

    def code(env: Env) -> Value:
        try:
            params = tuple(Param(name, None if kind is None else resolve(kind, env)) for name, kind in parameters)
        except Fault as fault:
            return env.run.fail(fault, node.span)
        return closure("", params, body, env, result)

    return code


def _literal_type(node: n.Node) -> Type | None:
    """The type of a function's result where its body shows it at once."""
    kinds: dict[type[n.Node], str] = {n.StringLit: "string", n.NumberLit: "number", n.BoolLit: "boolean"}
    found = kinds.get(type(node))
    if isinstance(node, n.ContextLit):
        return ContextOf(tuple((each.key, _literal_type(each.value) or ANY) for each in node.entries))
    if isinstance(node, n.ListLit):
        types = {_literal_type(each) or ANY for each in node.items}
        return ListOf(types.pop() if len(types) == 1 else ANY)
    return None if found is None else Simple(found)


def closure(name: str, params: tuple[Param, ...], body: Body, env: Env, result: Type | None = None) -> Function:
    """A function of the model or expression: arguments are converted to the parameters' types.

    With an argument that does not fit its parameter's type the call is null and the body never runs.
    """

    def invoke(run: Run, args: list[Value], named: dict[str, Value] | None) -> Value:
        values = bound(name, params, args, named)
        scope = {param.name: fitting(param, value) for param, value in zip(params, values, strict=True)}
        run.spend(body.cost)
        return body.code(Env(scope, env, run))

    return Function(name, params, invoke, result)


ExternalMaker = Callable[[tuple[Param, ...], Value], Function]


def _external(node: n.FunctionDef) -> Code:
    """`function(a) external {…}`: the scope's `EXTERNAL` maker decides; without one it is null."""
    body = compile_node(node.body)

    def code(env: Env) -> Value:
        maker = env.find(EXTERNAL)
        if maker is None:
            return env.run.fail("external functions are not available here", node.span)
        try:
            made: Value = maker(tuple(Param(each.name) for each in node.parameters), body(env))
        except Fault as fault:
            return env.run.fail(fault, node.span)
        return made

    return code


EXTERNAL = "\0external"  # no FEEL name can be this


@compiles(n.Call)
def _call(node: n.Call) -> Code:
    function = compile_node(node.function)
    args = [compile_node(each) for each in node.args]
    named = [(each.name, compile_node(each.value)) for each in node.named]

    def code(env: Env) -> Value:
        target = function(env)
        if not isinstance(target, Function):
            return env.run.fail(f"{described(target)} cannot be called", node.span)
        by_name = {name: value(env) for name, value in named} if named else None
        if by_name is not None and len(by_name) != len(named):
            return env.run.fail("an argument is named twice", node.span)
        values = [each(env) for each in args]
        try:
            return call(env.run, target, values, by_name)
        except Fault as fault:
            return env.run.fail(fault, node.span)

    return code


@compiles(n.InstanceOf)
def _instance_of(node: n.InstanceOf) -> Code:
    value = compile_node(node.value)

    def code(env: Env) -> Value:
        try:
            kind = resolve(node.type, env).plain()
        except Fault as fault:
            return env.run.fail(fault, node.span)
        here = value(env)
        env.run.weigh(here)
        return kind == Simple("null") if here is None else kind == ANY or kind.has(here)

    return code
