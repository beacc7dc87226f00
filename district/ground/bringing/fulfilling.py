"""Which page fulfils a service of the catalogue: its entry names an act (`act: advice.clinic`), a room the way."""

from __future__ import annotations

from dataclasses import dataclass

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
    say: str | Promise = ""


ways: Registry[Way] = Registry("ways")
