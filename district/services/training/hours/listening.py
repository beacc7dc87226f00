"""What hours hear of the rooms below."""

from __future__ import annotations

from district.ground.people.queries import Person
from district.services.training.hours.actions import look_at
from district.services.training.hours.learners import join


def joined(person: Person) -> None:
    """Somebody's number is known: hours of the worker with it are theirs, and looked over with their own."""
    if join(person):
        look_at(person)
