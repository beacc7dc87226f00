"""Subscribing and ending it. A second click changes nothing."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.policies.models import Programme
from district.policies.subscribing.models import Subscription
from district.policies.subscribing.permissions import may_follow, may_stop, may_subscribe

ROOM = "policies"


def subscribe(*, person: Person, programme: Programme) -> Subscription:
    """To be told when a programme opens, begins or changes. Refused."""
    require(may_subscribe(person, programme))
    return _made(person, programme.slug, programme=programme)


def follow(*, person: Person, enterprise: Enterprise) -> Subscription:
    """To be told of whatever fits an enterprise. Refused."""
    require(may_follow(person, enterprise))
    return _made(person, enterprise.uscc, enterprise=enterprise)


def _made(person: Person, subject: str, **about: Any) -> Subscription:
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk)).first()  # two clicks at once wait for each other
        old = Subscription.objects.filter(person=person, ended_at=None, **about).first()
        if old is not None:
            return old
        made = Subscription.objects.create(
            person=person, key=secrets.token_urlsafe(32), created_at=clock.now(), **about
        )
        write_log(room=ROOM, subject=subject, verb="subscribe", by=person)
    return made


def stop(*, subscription: Subscription, by: Person | None) -> None:
    """End it. `by` is None where the letter's own key was brought instead of an account. Refused."""
    if by is not None:
        require(may_stop(by, subscription))
    with transaction.atomic():
        row = lock(Subscription.objects.all()).get(pk=subscription.pk)  # alone: PostgreSQL locks no outer join
        if row.ended_at is not None:
            return
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        subject = row.programme.slug if row.programme else row.enterprise.uscc if row.enterprise else ""
        write_log(room=ROOM, subject=subject, verb="unsubscribe", by=by)
    subscription.refresh_from_db()
