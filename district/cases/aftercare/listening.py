"""What sets this part to work: a grant brings its obligations, changed facts a second look at what was decided."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from district.cases.aftercare import correcting, overpaying, sampling, tasks, watching
from district.cases.core.models import Decision
from district.enterprises.actions import facts_changed
from district.funds.actions import running_looked_at
from district.funds.queries import Award
from district.ground.people.actions import account_left
from district.ground.people.queries import Person

SOME = 2000  # enterprises in one query


@receiver(post_save, sender=Decision, dispatch_uid="after.take_on")
def a_grant_brings_its_obligations(sender: Any, *, instance: Decision, created: bool, **_: Any) -> None:
    if created:
        watching.take_on(decision=instance)


@receiver(facts_changed, dispatch_uid="after.look_again")
def changed_facts_are_looked_at(sender: Any, *, enterprise_ids: list[int], **_: Any) -> None:
    """Long work for the worker, and only where something was learnt of a decision's own day; a query per 2,000."""
    for start in range(0, len(enterprise_ids), SOME):
        touched = correcting.touched(enterprise_ids[start : start + SOME]).order_by()
        if ids := sorted(set(touched.values_list("application__enterprise", flat=True))):
            tasks.look_again.enqueue(ids)


@receiver(running_looked_at, dispatch_uid="after.overpaid")
def paid_periods_are_looked_at(sender: Any, *, award: Award, **_: Any) -> None:
    overpaying.look(award)


@receiver(account_left, dispatch_uid="after.let_go")
def sampled_decisions_are_handed_over(
    sender: Any, *, person: Person, heir: Person | None, by: Person, **_: Any
) -> str:  # fmt: skip
    return sampling.hand_over(person=person, heir=heir, by=by)
