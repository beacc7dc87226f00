"""Whose account is closed is told nothing any more."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from district.ground.messages.actions import forget
from district.ground.people.actions import CLOSED, account_changed
from district.ground.people.queries import Person


@receiver(account_changed, dispatch_uid="messages.accounts")
def closed_accounts_are_forgotten(sender: Any, *, person: Person, verb: str, **_: Any) -> None:
    if verb in CLOSED:
        forget(person=person)
