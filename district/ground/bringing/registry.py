"""Things that rooms bring, by key, in the order they came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_all: dict[str, Registry[Any]] = {}


class Taken(Exception):
    """Two different things under one key."""


def named(thing: Any) -> str:
    """A thing's `key`; of a function its module and name."""
    return str(getattr(thing, "key", None) or f"{thing.__module__}.{thing.__qualname__}")


class Registry(Generic[T]):
    """What rooms bring of one sort. Bringing the same again changes nothing."""

    def __init__(self, name: str, key: Callable[[T], str] = named) -> None:
        if name in _all:
            raise Taken(f"registry {name}")
        self.name, self._key, self._things = name, key, dict[str, T]()
        _all[name] = self

    def register(self, *things: T) -> None:
        """Raises Taken where a key holds another thing already."""
        for thing in things:
            key = self._key(thing)
            if key in self._things and self._things[key] != thing:
                raise Taken(f"{self.name}: {key}")
            self._things.setdefault(key, thing)

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._things.values()))

    def __len__(self) -> int:
        return len(self._things)

    def __contains__(self, thing: object) -> bool:
        return thing in self._things.values()

    def __getitem__(self, key: str) -> T:
        return self._things[key]

    def get(self, key: str) -> T | None:
        return self._things.get(key)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._things)


def listing() -> dict[str, tuple[str, ...]]:
    """What is registered: registry → keys, in the order they came."""
    return {name: each.keys for name, each in _all.items()}
