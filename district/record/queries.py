"""Reads of the log and of messages."""

from __future__ import annotations

from django.db.models import QuerySet

from district.people.queries import Person
from district.record.models import LogEntry, Message

__all__ = ["LogEntry", "Message", "history", "messages_for", "unread_count"]


def history(room: str, subject: str) -> QuerySet[LogEntry]:
    """What happened to one case, oldest first, with who did it."""
    return LogEntry.objects.filter(room=room, subject=subject).select_related("by").order_by("number")


def messages_for(person: Person) -> QuerySet[Message]:
    return Message.objects.filter(to=person)


def unread_count(person: Person) -> int:
    return messages_for(person).filter(read_at=None).count()
