"""What employers' training hears of the rooms below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from district.ground.people.actions import account_left
from district.ground.people.queries import Person
from district.services.training.employers import following


@receiver(account_left, dispatch_uid="employers.let_go")
def followed_filings_are_handed_over(
    sender: Any, *, person: Person, heir: Person | None, by: Person, **_: Any
) -> str:  # fmt: skip
    return following.hand_over(person=person, heir=heir, by=by)
