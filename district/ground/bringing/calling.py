"""How people call addresses that no list and no menu names: files that leave, pages on which somebody is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from district.ground.bringing.registry import Registry


@dataclass(frozen=True)
class Called:
    """A route's words. `thing(parts)`: what the parts of its address are called, where they say nothing to people."""

    route: str
    label: str | Promise
    thing: Callable[[Mapping[str, Any]], str] | None = None

    @property
    def key(self) -> str:
        return self.route


called: Registry[Called] = Registry("how addresses are called")


def under(space: str, **labels: str | Promise) -> tuple[Called, ...]:
    """Several of one name space: route's name = its words."""
    return tuple(Called(f"{space}:{name}".removeprefix(":"), label) for name, label in labels.items())
