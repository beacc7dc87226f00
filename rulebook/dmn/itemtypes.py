"""Item definitions to FEEL types, with their allowed values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from rulebook.dmn.definitions import Definitions, Item
from rulebook.feel import FeelSyntaxError, parse, parse_unary_tests
from rulebook.feel import nodes as n
from rulebook.feel.compile import Code, compile_node
from rulebook.feel.runtime import Env, Run
from rulebook.feel.types import ANY, BUILTIN_TYPES, AnyType, ContextOf, FunctionOf, ListOf, RangeOf, Type
from rulebook.feel.values import Value


@dataclass(frozen=True)
class Constrained(Type):
    """A type narrowed to allowed values, given as unary tests."""

    base: Type
    allowed: str
    check: Code = field(repr=False, compare=False)

    def has(self, value: Value) -> bool:
        return self.base.has(value) and self.check(Env({"?": value}, None, Run())) is True

    def element(self) -> Type | None:
        return self.base.element()

    def accepts(self, other: Type) -> bool:
        return self == other

    def plain(self) -> Type:
        return self.base.plain()

    def __str__(self) -> str:
        return f"{self.base} ({self.allowed})"


@dataclass(frozen=True)
class Whole(Type):
    """Numbers without a fraction: what editors write as `integer` or `long`."""

    def has(self, value: Value) -> bool:
        return isinstance(value, Decimal) and value == value.to_integral_value()

    def accepts(self, other: Type) -> bool:
        return isinstance(other, Whole | AnyType)

    def plain(self) -> Type:
        return BUILTIN_TYPES["number"]

    def __str__(self) -> str:
        return "integer"


# Types as editors for Java engines write them, by the last word in lower case. A model's own type comes first.
_FOREIGN: dict[str, Type] = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "biginteger"), Whole()),
    **dict.fromkeys(("double", "float", "decimal", "bigdecimal", "number", "numeric"), BUILTIN_TYPES["number"]),
    **dict.fromkeys(("string", "text", "char", "character"), BUILTIN_TYPES["string"]),
    **dict.fromkeys(("boolean", "bool"), BUILTIN_TYPES["boolean"]),
    **dict.fromkeys(("date", "localdate"), BUILTIN_TYPES["date"]),
    **dict.fromkeys(("datetime", "localdatetime", "zoneddatetime", "offsetdatetime"), BUILTIN_TYPES["dateTime"]),
    **dict.fromkeys(("time", "localtime"), BUILTIN_TYPES["time"]),
}
# What editors write for a value of any kind.
_ANYTHING = frozenset({"any", "object", "undefined", "unknown", "context", "map", "list", "collection", "array", "json",
                       "error", "null", "function", "range"})  # fmt: skip


class Types:
    """The types one file can name: its own, those of its imports, and the built-in ones.

    `imported` by name. `merged` are the files that share one namespace by nameless imports, this one among them; where
    two of them declare a name, the first has it.
    """

    def __init__(self, definitions: Definitions, imported: dict[str, Types]) -> None:
        self._items = {item.name: item for item in definitions.items}
        self._imported = imported
        self.merged: list[Types] = [self]
        self._spaces = {
            prefix: name
            for prefix, uri in definitions.prefixes.items()
            for name, space in definitions.imports.items()
            if uri == space and prefix
        }
        self._made: dict[str, Type] = {}
        self._open: set[str] = set()
        self._table: dict[str, Type] | None = None

    def find(self, reference: str) -> Type | None:
        """The type of a typeRef such as `number`, `feel:number`, `lib.tPerson`; None for an empty one.

        An unknown name is Any here; `unknown` tells it apart from what an engine means by a class of its own.
        """
        name = " ".join(reference.split())
        if not name:
            return None
        return self._named(name) or self._unprefixed(name) or self._written(name) or _FOREIGN.get(_last_word(name), ANY)

    def unknown(self, reference: str, seen: frozenset[str] = frozenset()) -> str:
        """The name in a typeRef, or in the types it rests on, that nobody defines; empty where all are known.

        Classes of an engine (`com.shop.Order`) and words for anything (`Object`) are not unknown: they are Any.
        """
        name = " ".join(reference.split()).removeprefix("feel:")
        own = next((types for types in self.merged if name in types._items), None)
        if own is not None:
            rests = () if name in seen else _rests_on(own._items[name])
            return next((each for ref in rests if (each := own.unknown(ref, seen | {name}))), "")
        if not name or self._named(name) or self._unprefixed(name) or (word := _last_word(name)) in _FOREIGN:
            return ""
        if "<" in name:
            node = _instance_of(name)
            return name if node is None else next((each for ref in _leaves(node) if (each := self.unknown(ref))), "")
        return "" if word in _ANYTHING or re.search("[.:]", name) else name

    def known(self) -> list[str]:
        """The names a typeRef may use, for suggestions."""
        return [*self.table(), *BUILTIN_TYPES]

    def _written(self, name: str) -> Type | None:
        """A type as FEEL writes it, such as `list<number>`."""
        if "<" not in name:
            return None
        node = _instance_of(name)
        return None if node is None else self._of(node)

    def _of(self, node: n.TypeRef) -> Type:
        match node:
            case n.ListType():
                return ListOf(self._of(node.of))
            case n.RangeType():
                return RangeOf(self._of(node.of))
            case n.ContextType():
                return ContextOf(tuple((name, self._of(of)) for name, of in node.members))
            case n.FunctionType():
                return FunctionOf(tuple(self._of(each) for each in node.parameters), self._of(node.result))
            case n.NamedType():
                return self.find(node.name) or ANY
        return ANY

    def table(self) -> dict[str, Type]:
        """Every type by the name FEEL text may use."""
        if self._table is None:
            self._table = self._listed()
        return self._table

    def _listed(self) -> dict[str, Type]:
        names = {name: None for types in self.merged for name in types._items}
        found = {name: made for name in names if (made := self._named(name)) is not None}
        for prefix, types in self._imported.items():
            found.update({f"{prefix}.{name}": made for name, made in types.table().items()})
        return found

    def _named(self, name: str) -> Type | None:
        own = next((types for types in self.merged if name in types._items), None)
        if own is not None:
            return own._own(name)
        if name in BUILTIN_TYPES:
            return BUILTIN_TYPES[name]
        for prefix, types in self._imported.items():
            if name.startswith(f"{prefix}.") and (found := types._named(name[len(prefix) + 1 :])) is not None:
                return found
        return None

    def _own(self, name: str) -> Type:
        if name not in self._made:
            if name in self._open:
                return ANY  # a type that contains itself ends here
            self._open.add(name)
            self._made[name] = self._type(self._items[name])
            self._open.discard(name)
        return self._made[name]

    def _unprefixed(self, name: str) -> Type | None:
        prefix, colon, rest = name.partition(":")
        if not colon:
            return None
        imported = self._imported.get(self._spaces.get(prefix, "\0"))
        return imported._named(rest) if imported is not None else self._named(rest)

    def _type(self, item: Item) -> Type:
        base = self._base(item)
        if item.allowed and not item.is_collection:
            return constrained(constrained(base, item.allowed), item.constraint)
        if item.is_collection:
            base = ListOf(constrained(base, item.allowed))
        return constrained(base, item.constraint)

    def _base(self, item: Item) -> Type:
        if item.components:
            return ContextOf(tuple((each.name, self._type(each)) for each in item.components))
        if item.function is not None:
            parameters, result = item.function
            return FunctionOf(tuple(self.find(each) or ANY for each in parameters), self.find(result) or ANY)
        return self.find(item.type_ref) or ANY

    def allowed_of(self, reference: str) -> str:
        """The allowed values of a named type, as text; empty when it has none."""
        found = self.find(reference)
        if isinstance(found, ListOf):
            found = found.of
        return found.allowed if isinstance(found, Constrained) else ""


def _instance_of(name: str) -> n.TypeRef | None:
    """A type as FEEL writes it; None for text that is none."""
    try:
        node = parse(f"null instance of {name}")
    except FeelSyntaxError:
        return None
    return node.type if isinstance(node, n.InstanceOf) else None


def _leaves(node: n.Node) -> Iterator[str]:
    """The names a written type rests on."""
    return (each.name for each in n.walk(node) if isinstance(each, n.NamedType))


def _rests_on(item: Item) -> Iterator[str]:
    """The typeRefs of a definition and of its components."""
    parameters, result = item.function or ((), "")
    yield from (item.type_ref, *parameters, result)
    for each in item.components:
        yield from _rests_on(each)


def _last_word(name: str) -> str:
    """`Integer` of `java.lang.Integer` or `xsd:Integer`, in lower case."""
    return re.split(r"[.:]", name)[-1].replace(" ", "").lower()


def constrained(base: Type, allowed: str) -> Type:
    """`base` narrowed; text that is no unary test narrows nothing."""
    if not allowed.strip():
        return base
    try:
        return Constrained(base, allowed, compile_node(parse_unary_tests(allowed)))
    except FeelSyntaxError:
        return base


def component_names(items: tuple[Item, ...]) -> Iterator[str]:
    """The names of all components, at any depth."""
    for item in items:
        for component in item.components:
            yield component.name
            yield from component_names((component,))
