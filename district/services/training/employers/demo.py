"""Demonstration: filing, learning, a finished class, a shared course, a base with sessions. Synthetic."""

from __future__ import annotations

from collections.abc import Mapping

from district.ground.people.queries import Person


def make(people: Mapping[str, Person]) -> None:
    """Later."""
