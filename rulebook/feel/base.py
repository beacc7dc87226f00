"""What values, types and evaluations all rest on: any value, and the shape of a type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Value = Any  # one of the kinds listed in `values`; the checks are at run time, as FEEL's are


@dataclass(frozen=True)
class Type:
    """Base of types. `has` never says yes to null except where the type is Null."""

    def has(self, value: Value) -> bool:
        """Is `value` of this type?"""
        raise NotImplementedError

    def element(self) -> Type | None:
        """The type of the elements where this is a list type, else None."""
        return None

    def accepts(self, other: Type) -> bool:
        """Is every value of `other` also one of this type? (As far as can be told.)"""
        return self == other or isinstance(other, AnyType)

    def plain(self) -> Type:
        """This type without allowed values, at any depth: what `instance of` asks for."""
        return self


@dataclass(frozen=True)
class AnyType(Type):
    def has(self, value: Value) -> bool:
        return value is not None

    def accepts(self, other: Type) -> bool:
        return True

    def __str__(self) -> str:
        return "Any"
