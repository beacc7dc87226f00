"""Reads of subscriptions."""

from __future__ import annotations

from district.ground.people.queries import Person
from district.policies.models import Programme
from district.policies.subscribing.models import Subscription

__all__ = ["Subscription", "by_key", "followed", "is_subscribed", "mine"]


def is_subscribed(person: Person, programme: Programme) -> bool:
    return Subscription.objects.visible_to(person).standing().filter(programme=programme).exists()


def mine(person: Person) -> list[Subscription]:
    """The person's standing subscriptions, the latest first; one query."""
    rows = Subscription.objects.visible_to(person).standing()
    return list(rows.select_related("programme__office", "enterprise"))


def followed(person: Person) -> set[int]:
    """Keys of the enterprises for which the person is told what fits."""
    rows = Subscription.objects.visible_to(person).standing().exclude(enterprise=None)
    return set(rows.values_list("enterprise_id", flat=True))


def by_key(key: str) -> Subscription | None:
    """The subscription a letter speaks of, also one that has ended."""
    return Subscription.objects.select_related("programme", "enterprise").filter(key=key).first()
