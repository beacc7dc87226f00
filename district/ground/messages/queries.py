"""Reads of the outbox and of people's choices."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from district.ground.messages.models import Choice, Delivery, Message, State
from district.ground.messages.sending import next_due
from district.ground.people.queries import Person

__all__ = ["TABS", "Choice", "Delivery", "choice_of", "counts", "deliveries", "next_due"]

TABS: dict[str, tuple[str, ...]] = {
    "held": (State.HELD,), "failed": (State.FAILED,), "waiting": (State.WAITING,),
    "sent": (State.SENT, State.BUNDLED), "dropped": (State.DROPPED,),
}  # fmt: skip
"""The list's tabs: which states each shows."""


def deliveries(
    person: Person, *, tab: str = "held", channel: str = "", kind: str = "", text: str = ""
) -> QuerySet[Delivery]:
    """What the person may see, narrowed; what waits longest first where somebody has to act, else the newest first.

    `text` is part of a subject, a person's name, or a reference.
    """
    rows = Delivery.objects.visible_to(person).filter(state__in=TABS[tab])
    exact = {"channel": channel, "kind": kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if text:
        rows = rows.filter(Q(subject__icontains=text) | Q(person__name__icontains=text) | Q(reference__iexact=text))
    order = {"held": ("at", "pk"), "failed": ("at", "pk"), "waiting": ("next_try", "pk")}
    return rows.select_related("person", "office", "bundle").order_by(*order.get(tab, ("-at", "-pk")))


def counts(person: Person) -> dict[str, int]:
    """How many of each tab the person may see; one query."""
    rows = Delivery.objects.visible_to(person).order_by().values_list("state").annotate(Count("pk"))
    found = dict(rows)
    return {tab: sum(found.get(state, 0) for state in states) for tab, states in TABS.items()}


def choice_of(person: Person) -> Choice:
    """How the person wants to be told; the defaults, unsaved, while they chose nothing."""
    return Choice.objects.filter(person=person).first() or Choice(person=person)


def messages_for(person: Person) -> QuerySet[Message]:
    return Message.objects.filter(to=person)


def told_about(room: str, subject: str) -> bool:
    """Whether anybody has had a notice about this already."""
    return Message.objects.filter(room=room, subject=subject).exists()


def unread(person: Person) -> QuerySet[Message]:
    return messages_for(person).filter(read_at=None)
