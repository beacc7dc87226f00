"""Reads of votes and questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from district.ground.asking.figures import HELPFUL, OTHER
from district.ground.asking.models import AskedQuestion, PublicAnswer, Vote
from district.ground.figures.counting import crossed, values
from district.ground.people.queries import Person

__all__ = ["AskedQuestion", "PublicAnswer", "Vote", "public_answers", "questions_for", "votes", "votes_of"]


@dataclass(frozen=True)
class Votes:
    """How many said an answer helped, and how many that it did not."""

    helpful: int
    other: int


def votes_of(answer: str) -> Votes:
    found = values([HELPFUL, OTHER], where={"answer": answer})
    return Votes(int(found[HELPFUL.key].number or 0), int(found[OTHER.key].number or 0))


def votes() -> dict[str, Votes]:
    """Votes by answer, two queries."""
    helpful, other = crossed(HELPFUL, ("answer",)), crossed(OTHER, ("answer",))
    return {
        answer: Votes(int(helpful.get((answer,), (0,))[0]), int(other.get((answer,), (0,))[0]))
        for (answer,) in helpful | other
    }


def questions_for(person: Person) -> QuerySet[AskedQuestion]:
    """Questions the person may see, open ones first, the earliest due first."""
    rows = AskedQuestion.objects.visible_to(person).select_related("office", "replied_by")
    return rows.order_by("-state", "due_on", "pk")


def public_answers(room: str, group: str = "") -> QuerySet[PublicAnswer]:
    """What everybody may read of a room's answers, the last first."""
    rows = PublicAnswer.objects.filter(room=room, taken_down_at=None).select_related("office")
    return rows.filter(group=group) if group else rows
