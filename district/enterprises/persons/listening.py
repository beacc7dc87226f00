"""Whoever closes their account takes back what they let be kept of them."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from district.enterprises.persons.actions import take_back
from district.ground.people.actions import CLOSED, account_changed
from district.ground.people.queries import Person


@receiver(account_changed, dispatch_uid="enterprises.persons")
def forget(*, person: Person, verb: str, **_more: Any) -> None:
    if verb in CLOSED:
        take_back(by=person)
