"""Which page fulfils a service of the catalogue: its entry names an act (`act: advice.clinic`), a room the way;
and what is done first where a programme is applied for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from district.ground.bringing.registry import Registry


@dataclass(frozen=True)
class Way:
    """`key`: the act as the catalogue writes it. `route`: a page without arguments; it gets `?programme=<slug>`.
    `label`: the button's words, `say`: a line under it.
    """

    key: str
    route: str
    label: str | Promise
    say: str | Promise = field(default="", compare=False)  # may be told by what the catalogue promises today


@dataclass(frozen=True)
class Step:
    """What is done first where a programme is applied for: a filing, a contest. `feeds(slug, description)`: whether it
    is of use for a programme as its version describes it; `route`: a page without arguments; `label`: its link's words.
    """

    key: str
    feeds: Callable[[str, Mapping[str, Any]], bool] = field(compare=False)
    route: str
    label: str | Promise


ways: Registry[Way] = Registry("ways")
steps: Registry[Step] = Registry("first steps")
