"""Things for the table: of each kind one of a firm, of a person, of a base, of nobody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db.models import Model

from district.enterprises.models import Enterprise
from tests.house.matrix.kinship import Whose, whose

LOOKED_AT, NEWEST, TRIED = 90, 30, 12
NOBODYS = "—"


@cache
def subject_of(pk: int | None) -> str:
    """firm, person, base; — where a thing is of no subject."""
    found = Enterprise.subjects.filter(pk=pk).values_list("subject", flat=True).first()
    return {"enterprise": "firm"}.get(found, found) if found else NOBODYS


@cache
def groups(model: type[Model]) -> dict[str, list[tuple[Any, Whose]]]:
    """Whose → things of that sort to try, one of each state first."""
    found: dict[str, dict[Any, list[tuple[Any, Whose]]]] = {}
    for each in looked_at(model):
        owner = whose(each)
        states = found.setdefault(subject_of(owner.subject), {})
        states.setdefault(state_of(each), []).append((each, owner))
    return {name: list(_by_turns(states))[:TRIED] for name, states in found.items()}


def looked_at(model: type[Model]) -> list[Any]:
    """The oldest of a kind, which went their way long ago, and the newest, of which some are under way."""
    rows = model._base_manager.order_by("pk")
    oldest = list(rows[:LOOKED_AT])
    return [*oldest, *rows.exclude(pk__in=[each.pk for each in oldest]).reverse()[:NEWEST]]


def state_of(thing: Any) -> Any:
    values = [getattr(thing, name, None) for name in ("state", "status", "ended_at", "kind")]
    return tuple(str(each) for each in values if not callable(each))


def _by_turns(states: dict[Any, list[tuple[Any, Whose]]]) -> Iterator[tuple[Any, Whose]]:
    """The first of each state, then the second of each."""
    for place in range(2):
        for rows in states.values():
            if place < len(rows):
                yield rows[place]
