"""Issuing the letter of a decision, inside the decision's transaction."""

from __future__ import annotations

from district.applications import numbers
from district.applications.letters.models import IssuedLetter
from district.applications.letters.writing import decision_letter
from district.applications.models import Decision
from district.record import clock


def issue(decision: Decision) -> IssuedLetter:
    """Keep what the letter says, under a code nobody can guess."""
    letter = decision_letter(decision)
    code = "-".join(numbers.draw(4) for _ in range(3))
    return IssuedLetter.objects.create(
        decision=decision, code=code, content=letter.plain(), digest=letter.digest, at=clock.now()
    )
