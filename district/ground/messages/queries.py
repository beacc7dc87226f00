"""Reads of the outbox and of people's choices."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from district.ground.messages.models import Choice, Delivery, Message, State
from district.ground.messages.sending import next_due
from district.ground.people.queries import Person

__all__ = ["TABS", "Choice", "Delivery", "choice_of", "deliveries", "next_due"]

TABS: dict[str, tuple[str, ...]] = {
    "held": (State.HELD,), "failed": (State.FAILED,), "waiting": (State.WAITING,),
    "sent": (State.SENT, State.BUNDLED), "dropped": (State.DROPPED,),
}  # fmt: skip
"""The list's tabs: which states each shows."""


ORDERS = {
    "held": ("at", "pk"), "failed": ("at", "pk"), "waiting": ("next_try", "pk"), "sent": ("-at", "-pk"),
    "dropped": ("-at", "-pk"),
}  # fmt: skip
"""What waits longest first where somebody has to act, else the newest first."""


def deliveries(person: Person) -> QuerySet[Delivery]:
    """What the person may see of what leaves the site."""
    return Delivery.objects.visible_to(person).select_related("person", "office", "bundle").order_by("-at", "-pk")


def choice_of(person: Person) -> Choice:
    """How the person wants to be told; the defaults, unsaved, while they chose nothing."""
    return Choice.objects.filter(person=person).first() or Choice(person=person)


def messages_for(person: Person) -> QuerySet[Message]:
    return Message.objects.filter(to=person)


def told_about(room: str, subject: str) -> bool:
    """Whether anybody has had a notice about this already."""
    return Message.objects.filter(room=room, subject=subject).exists()


def subjects_told(room: str, subjects: Collection[str]) -> set[str]:
    """Of these subjects those somebody has had a notice about already."""
    rows = Message.objects.filter(room=room, subject__in=list(subjects))
    return set(rows.values_list("subject", flat=True))


def unread(person: Person) -> QuerySet[Message]:
    return messages_for(person).filter(read_at=None)
