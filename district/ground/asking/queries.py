"""Reads of votes and questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from district.ground.asking.models import AskedQuestion, Vote
from district.ground.people.queries import Person

__all__ = ["AskedQuestion", "Vote", "questions_for", "votes", "votes_of"]


@dataclass(frozen=True)
class Votes:
    """How many said an answer helped, and how many that it did not."""

    helpful: int
    other: int


def votes_of(answer: str) -> Votes:
    counted = Vote.objects.filter(answer=answer).aggregate(
        yes=Count("pk", filter=Q(helpful=True)), no=Count("pk", filter=Q(helpful=False))
    )
    return Votes(counted["yes"], counted["no"])


def votes() -> dict[str, Votes]:
    """Votes by answer, one query."""
    rows = Vote.objects.values("answer").annotate(
        yes=Count("pk", filter=Q(helpful=True)), no=Count("pk", filter=Q(helpful=False))
    )
    return {row["answer"]: Votes(row["yes"], row["no"]) for row in rows}


def questions_for(person: Person) -> QuerySet[AskedQuestion]:
    """Questions the person may see, open ones first, the earliest due first."""
    rows = AskedQuestion.objects.visible_to(person).select_related("office", "replied_by")
    return rows.order_by("-state", "due_on", "pk")
