"""Whom a bureau may ask at once: rooms bring groups of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person
from district.ground.surveys.actions import Invitee


@dataclass(frozen=True)
class Audience:
    """One group. `find(person)` gives who is in it, as far as the person who asks may see them."""

    key: str
    label: str | Promise
    find: Callable[[Person], Iterable[Invitee]]


audiences: Registry[Audience] = Registry("audiences of questionnaires")
