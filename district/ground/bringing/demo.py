"""What rooms bring to the demonstration, after its people, firms and cases are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from district.ground.bringing.registry import Registry


@dataclass(frozen=True)
class Part:
    """One room's part, made by its own actions. `make(people)` gets the demonstration's people by user name; what it
    makes is synthetic and the same every time. `label` is said while it is made."""

    key: str
    label: str | Promise
    make: Callable[[Mapping[str, Any]], object]


parts: Registry[Part] = Registry("demonstration")
