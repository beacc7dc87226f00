"""Contexts: reading, building, changing."""

from __future__ import annotations

from rulebook.feel.builtins.registry import builtin
from rulebook.feel.runtime import Run
from rulebook.feel.types import described
from rulebook.feel.values import Fault, Value

Context = dict[str, Value]


@builtin("get value", "m: context, key: string")
def get_value(run: Run, m: Context, key: str) -> Value:
    if key not in m:
        raise Fault(f"the context has no entry “{key}”")
    return m[key]


@builtin("get entries", "m: context")
def get_entries(run: Run, m: Context) -> list[Value]:
    return run.made([{"key": key, "value": value} for key, value in m.items()])


@builtin("context", "entries: list")
def context(run: Run, entries: list[Value]) -> Context:
    found: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            raise Fault("each entry must be a context with key and value")
        key = entry["key"]
        if not isinstance(key, str):
            raise Fault(f"a key must be a string, got {described(key)}")
        if key in found:
            raise Fault(f"the key “{key}” stands twice")
        found[key] = entry["value"]
    run.spend(len(found))
    return found


@builtin("context put", "context: context, key: string, value: any")
def put(run: Run, context: Context, key: str, value: Value) -> Context:
    run.spend(len(context))
    return {**context, key: value}


@builtin("context put", "context: context, keys: list, value: any")
def put_deep(run: Run, context: Context, keys: list[Value], value: Value) -> Context:
    if not keys or not all(isinstance(key, str) for key in keys):
        raise Fault("the keys must be a list of at least one string")
    first = keys[0]
    if len(keys) == 1:
        return put(run, context, first, value)
    inner = context.get(first)
    if not isinstance(inner, dict):
        raise Fault(f"the entry “{first}” is not a context")
    return put(run, context, first, put_deep(run, inner, keys[1:], value))


@builtin("context merge", "contexts: list")
def merge(run: Run, contexts: list[Value]) -> Context:
    found: Context = {}
    for each in contexts:
        if not isinstance(each, dict):
            raise Fault(f"only contexts can be merged, got {described(each)}")
        run.spend(len(each))
        found.update(each)
    return found
