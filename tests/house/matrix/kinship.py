"""Whose a thing is, by following its foreign keys: a subject's, an office's, a person's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from district.enterprises.models import Enterprise
from district.ground.people.models import Organisation, Person

DEEP = 4
HELD = ("person", "account", "to", "owner", "recipient", "user")  # a thing's person; `by` is who did something
NOT_UP = ("run", "release", "version")  # the catalogue and long work are nobody's


@dataclass(frozen=True)
class Whose:
    """Keys of who a thing belongs to; None where it is nobody's of that sort."""

    subject: int | None = None
    office: int | None = None
    holder: int | None = None


def whose(thing: Any) -> Whose:
    """The nearest of each sort, breadth first."""
    found: dict[str, int | None] = {"subject": None, "office": None, "holder": _holder(thing)}
    level, seen = [thing], set[tuple[str, Any]]()
    for _step in range(DEEP):
        for each in level:
            if isinstance(each, Enterprise) and found["subject"] is None:
                found["subject"] = each.pk
            if isinstance(each, Organisation) and found["office"] is None:
                found["office"] = each.pk
        if found["subject"] is not None and found["office"] is not None:
            break
        level = [up for each in level for up in _up(each, seen)]
    return Whose(**found)


def _holder(thing: Any) -> int | None:
    if isinstance(thing, Person):
        return int(thing.pk)
    names = {each.name for each in thing._meta.get_fields()} if isinstance(thing, models.Model) else set()
    return next((value for name in HELD if name in names and (value := getattr(thing, f"{name}_id", None))), None)


def _up(thing: Any, seen: set[tuple[str, Any]]) -> Iterator[Any]:
    for each in thing._meta.concrete_fields:
        if not isinstance(each, models.ForeignKey) or each.name in NOT_UP:
            continue
        model, key = each.remote_field.model, getattr(thing, each.attname)
        if key is None or model is Person or (mark := (model._meta.label, key)) in seen:
            continue
        seen.add(mark)
        if (up := _row(model, each.target_field.name, key)) is not None:
            yield up


@cache
def _row(model: Any, name: str, key: Any) -> Any:
    return model._base_manager.filter(**{name: key}).first()
