"""Syntax tree to Python closures: operators, names, paths, literals. The other forms are in `compile_forms`.

Each closure takes an Env and gives a value. A Fault becomes null and a diagnostic at the node where it
arose, so the rest of the expression goes on, as FEEL asks.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import DecimalException
from typing import Any

from rulebook.feel import nodes as n
from rulebook.feel import ops
from rulebook.feel.builtins import FUNCTIONS
from rulebook.feel.isotext import parse_any
from rulebook.feel.properties import dotted, property_of
from rulebook.feel.runtime import MAX_DIAGNOSTICS, Env
from rulebook.feel.types import described
from rulebook.feel.values import DECIMAL, Fault, Value, suggestion

Code = Callable[[Env], Value]
_ABSENT = object()
_COMPILERS: dict[type[n.Node], Callable[[Any], Code]] = {}


def compiles(kind: type[n.Node]) -> Callable[[Callable[[Any], Code]], Callable[[Any], Code]]:
    """Register the compiler of one class of nodes."""

    def register(compiler: Callable[[Any], Code]) -> Callable[[Any], Code]:
        _COMPILERS[kind] = compiler
        return compiler

    return register


def compile_node(node: n.Node) -> Code:
    """The closure that evaluates `node`."""
    return _COMPILERS[type(node)](node)


def constant(value: Value) -> Code:
    return lambda env: value


def failing(message: str, span: n.Span) -> Code:
    """Always null, with this diagnostic."""

    def code(env: Env) -> Value:
        return env.run.fail(message, span)

    return code


# Literals and names -----------------------------------------------------------------------------------------


@compiles(n.NumberLit)
def _number(node: n.NumberLit) -> Code:
    try:
        return constant(DECIMAL.plus(node.value))
    except DecimalException:
        return failing("the number is out of range", node.span)


@compiles(n.StringLit)
def _string(node: n.StringLit) -> Code:
    return constant(node.value)


@compiles(n.BoolLit)
def _boolean(node: n.BoolLit) -> Code:
    return constant(node.value)


@compiles(n.NullLit)
def _null(node: n.NullLit) -> Code:
    return constant(None)


@compiles(n.AtLit)
def _at(node: n.AtLit) -> Code:
    value = parse_any(node.text)
    if value is None:
        return failing(f"“{node.text[:60]}” is no date, time, date and time or duration", node.span)
    return constant(value)


@compiles(n.Name)
def _name(node: n.Name) -> Code:
    name, builtin = node.name, FUNCTIONS.get(node.name, _ABSENT)

    def code(env: Env) -> Value:
        found = env.find(name, builtin)
        if found is _ABSENT:
            with suppress(Fault):
                return dotted(name, env.find)
            room = len(env.run.diagnostics) < MAX_DIAGNOSTICS
            near = suggestion(name, env.all_names() | FUNCTIONS.keys()) if room else ""
            return env.run.fail(f"there is no “{name}”{near}", node.span)
        return found

    return code


@compiles(n.Path)
def _path(node: n.Path) -> Code:
    source, member = compile_node(node.source), node.member

    def code(env: Env) -> Value:
        value = source(env)
        try:
            if isinstance(value, list):
                env.run.spend(len(value))
                return [_member(each, env, node) for each in value]
            return property_of(value, member)
        except Fault as fault:
            return env.run.fail(fault, node.span)

    return code


def _member(element: Value, env: Env, path: n.Path) -> Value:
    """The member of one element of a list; an element without it gives null, and the others go on."""
    if element is None:
        return None
    try:
        return property_of(element, path.member)
    except Fault as fault:
        return env.run.fail(fault, path.span)


# Operators --------------------------------------------------------------------------------------------------


def _binary(node: n.Arith | n.Compare, operate: Callable[[Value, Value], Value], cost: int = 0) -> Code:
    left, right = compile_node(node.left), compile_node(node.right)

    def code(env: Env) -> Value:
        if cost:
            env.run.spend(cost)
        first, second = left(env), right(env)
        try:
            if isinstance(first, list | dict | str):
                env.run.weigh(first)
            return operate(first, second)
        except Fault as fault:
            return env.run.fail(fault, node.span)

    return code


@compiles(n.Arith)
def _arithmetic(node: n.Arith) -> Code:
    operate = ops.arithmetic(node.op)
    if node.op == "**":
        return _binary(node, operate, cost=15)
    if node.op != "+":
        return _binary(node, operate)
    left, right = compile_node(node.left), compile_node(node.right)

    def code(env: Env) -> Value:
        first, second = left(env), right(env)
        try:
            result = operate(first, second)
        except Fault as fault:
            return env.run.fail(fault, node.span)
        return env.run.string(result) if isinstance(result, str) else result

    return code


@compiles(n.Compare)
def _compare(node: n.Compare) -> Code:
    return _binary(node, ops.COMPARE[node.op])


@compiles(n.Neg)
def _negative(node: n.Neg) -> Code:
    operand = compile_node(node.operand)

    def code(env: Env) -> Value:
        value = operand(env)
        try:
            return ops.negate(value)
        except Fault as fault:
            return env.run.fail(fault, node.span)

    return code


def weight(node: n.Node) -> int:
    """What one round through a piece of code costs beyond its loop or call: long bodies cost more."""
    return (node.span.end - node.span.start) // 24


def truth(value: Value, env: Env, span: n.Span) -> bool | None:
    """`value` as a truth value; anything else is null (with a diagnostic unless it is null already)."""
    if value is None or isinstance(value, bool):
        return value
    env.run.fail(f"expected true or false, got {described(value)}", span)
    return None


def _connective(node: n.And | n.Or, decisive: bool) -> Code:
    terms = [(compile_node(term), term.span) for term in node.terms]

    def code(env: Env) -> bool | None:
        unknown = False
        for term, span in terms:
            value = truth(term(env), env, span)
            if value is decisive:
                return decisive
            unknown = unknown or value is None
        return None if unknown else not decisive

    return code


@compiles(n.And)
def _and(node: n.And) -> Code:
    return _connective(node, False)


@compiles(n.Or)
def _or(node: n.Or) -> Code:
    return _connective(node, True)


@compiles(n.Between)
def _between(node: n.Between) -> Code:
    value, low, high = compile_node(node.value), compile_node(node.low), compile_node(node.high)

    def code(env: Env) -> Value:
        here, least, most = value(env), low(env), high(env)
        try:
            return ops.order(here, least) >= 0 and ops.order(here, most) <= 0
        except Fault as fault:
            return env.run.fail(fault, node.span)

    return code


@compiles(n.RangeLit)
def _range(node: n.RangeLit) -> Code:
    low, high = compile_node(node.low), compile_node(node.high)

    def code(env: Env) -> Value:
        least, most = low(env), high(env)
        try:
            return ops.make_range(least, most, node.low_included, node.high_included)
        except Fault as fault:
            return env.run.fail(fault, node.span)

    return code


@compiles(n.UnaryTest)
def _unary_range(node: n.UnaryTest) -> Code:
    operand = compile_node(node.operand)

    def code(env: Env) -> Value:
        value = operand(env)
        try:
            return ops.unary_range(node.op, value)
        except Fault as fault:
            return env.run.fail(fault, node.span)

    return code


@compiles(n.ListLit)
def _list(node: n.ListLit) -> Code:
    items = [compile_node(item) for item in node.items]

    def code(env: Env) -> Value:
        env.run.spend(len(items))
        return [item(env) for item in items]

    return code


@compiles(n.ContextLit)
def _context(node: n.ContextLit) -> Code:
    entries = [(entry.key, compile_node(entry.value)) for entry in node.entries]
    keys = [key for key, _ in entries]
    if len(set(keys)) != len(keys):
        return failing("a key stands twice in the context", node.span)

    def code(env: Env) -> Value:
        env.run.spend(len(entries))
        found: dict[str, Value] = {}
        scope = env.child(found)
        for key, value in entries:
            found[key] = value(scope)
        return dict(found)

    return code


# Tests ------------------------------------------------------------------------------------------------------


def compile_test(node: n.Node) -> Callable[[Env, Value], bool | None]:
    """One unary test as a function of a scope and the input: true, false or null."""
    if isinstance(node, n.UnaryTest):
        return _comparison_test(node)
    code = compile_node(node)
    spoken: list[set[str]] = []  # the names the test speaks of; looked up only when it makes a difference

    def names(env: Env) -> set[str]:
        if not spoken:
            nodes = list(n.walk(node))
            env.run.spend(len(nodes))
            called = {id(each.function) for each in nodes if isinstance(each, n.Call)}
            spoken.append({each.name for each in nodes if isinstance(each, n.Name)
                           and not (id(each) in called and each.name in FUNCTIONS)})  # fmt: skip
        return spoken[0]

    def test(env: Env, value: Value) -> bool | None:
        failures = env.run.failures
        answer = code(env.child({"?": value}))
        if answer is None and env.run.failures != failures:
            return None  # what could not be worked out, a name nobody knows, is not the null that somebody wrote
        if isinstance(answer, bool) and value is not None and not isinstance(value, bool | list) and names(env):
            return answer  # a condition; one that speaks of nothing is a constant, which the input may equal
        if (answer is None or isinstance(answer, bool)) and "?" in names(env):
            return answer
        try:
            env.run.weigh(answer)
            return ops.member(value, answer)
        except Fault as fault:
            env.run.fail(fault, node.span)
            return None

    return test


def _comparison_test(node: n.UnaryTest) -> Callable[[Env, Value], bool | None]:
    operand, compare = compile_node(node.operand), ops.COMPARE[node.op]

    def test(env: Env, value: Value) -> bool | None:
        limit = operand(env.child({"?": value}))
        try:
            return compare(value, limit)
        except Fault as fault:
            env.run.fail(fault, node.span)
            return None

    return test


def any_of(tests: list[Callable[[Env, Value], bool | None]], env: Env, value: Value) -> bool | None:
    """Does one of the tests hold? Null when none does and one cannot be said."""
    unknown = False
    for test in tests:
        answer = test(env, value)
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


@compiles(n.In)
def _in(node: n.In) -> Code:
    value = compile_node(node.value)
    tests = [compile_test(test) for test in node.tests]

    def code(env: Env) -> Value:
        return any_of(tests, env, value(env))

    return code


@compiles(n.UnaryTests)
def _unary_tests(node: n.UnaryTests) -> Code:
    """The cell as an expression over the name `?`."""
    if node.any:
        return constant(True)
    tests = [compile_test(test) for test in node.tests]
    negated = node.negated

    def code(env: Env) -> Value:
        answer = any_of(tests, env, env.find("?"))
        return answer if answer is None else answer is not negated

    return code
