"""Type expressions to types."""

from __future__ import annotations

from rulebook.feel import nodes as n
from rulebook.feel.runtime import Env
from rulebook.feel.types import BUILTIN_TYPES, ContextOf, FunctionOf, ListOf, RangeOf, Type
from rulebook.feel.values import Fault, suggestion

TYPES = "\0types"  # the scope's table of the model's types: name → Type; no FEEL name can be this


def resolve(node: n.TypeRef, env: Env) -> Type:
    """The type a type expression stands for. Raises Fault for a name that is no type."""
    if isinstance(node, n.NamedType):
        return _named(node.name, env)
    if isinstance(node, n.ListType):
        return ListOf(resolve(node.of, env))
    if isinstance(node, n.RangeType):
        return RangeOf(resolve(node.of, env))
    if isinstance(node, n.ContextType):
        return ContextOf(tuple((name, resolve(of, env)) for name, of in node.members))
    if isinstance(node, n.FunctionType):
        return FunctionOf(tuple(resolve(each, env) for each in node.parameters), resolve(node.result, env))
    raise Fault("not a type")


def _named(name: str, env: Env) -> Type:
    own: dict[str, Type] = env.find(TYPES) or {}
    found = own.get(name) or BUILTIN_TYPES.get(name)
    if found is None:
        raise Fault(f"there is no type “{name}”{suggestion(name, own.keys() | BUILTIN_TYPES.keys())}")
    return found
