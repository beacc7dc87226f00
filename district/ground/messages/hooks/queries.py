"""Reads of subscriptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F, QuerySet

from district.ground.messages.hooks.models import ALL, Hook
from district.ground.people.queries import Person

__all__ = ["ALL", "Hook", "hooks_of", "subscriptions"]


def hooks_of(people: Collection[int], kind: str) -> dict[int, list[Hook]]:
    """The live subscriptions to a kind of message, by whose they are; one query."""
    found: dict[int, list[Hook]] = defaultdict(list)
    for hook in Hook.objects.live().filter(person__in=people):
        if hook.wants(kind):
            found[hook.person_id].append(hook)
    return found


def subscriptions(person: Person) -> QuerySet[Hook]:
    """Somebody's, the live ones first."""
    return Hook.objects.of(person).select_related("person").order_by(F("closed_at").desc(nulls_first=True), "-pk")
