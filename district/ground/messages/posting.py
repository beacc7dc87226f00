"""Leaving a message for people, inside the caller's transaction; and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from district.ground import clock
from district.ground.messages.models import Message
from district.ground.messages.queueing import queue
from district.ground.people.queries import Bureau, Person


def post(
    *,
    to: Iterable[Person],
    title: str,
    body: str = "",
    link: str = "",
    room: str,
    subject: str = "",
    needs_action: bool = False,
    kind: str = "notice",
    urgent: bool = False,
    office: Bureau | None = None,
) -> None:
    """Leave a notice in the site for each person, in the caller's transaction; and, where the person wants it, on the
    way by e-mail, SMS or the message platform, after the commit (district/ground/messages).

    `kind`: one of outbox.kinds.KINDS; some wait for a person to look at them. `urgent`: at any hour. `office`: the
    bureau that speaks, whose people see it in their outbox; the house itself when None.
    """
    with transaction.atomic(savepoint=False):
        made = Message.objects.bulk_create(
            Message(to=person, at=clock.now(), title=title, body=body, link=link, room=room, subject=subject,
                    needs_action=needs_action)
            for person in to
        )  # fmt: skip
        queue(made, kind=kind, urgent=urgent, office=office)


def mark_read(*, person: Person, message_ids: Iterable[int]) -> int:
    """Mark a person's own notices as read; returns how many changed."""
    unread = Message.objects.filter(to=person, pk__in=list(message_ids), read_at=None)
    return unread.update(read_at=clock.now())


def mark_done(*, room: str, subject: str) -> int:
    """What asked people to act on a subject asks no more: it was done, or is no longer possible."""
    return Message.objects.filter(room=room, subject=subject, needs_action=True).update(needs_action=False)
