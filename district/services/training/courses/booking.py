"""What learning leaves behind: a word for the ledger of hours, the row that says a lesson is finished."""

from __future__ import annotations

import datetime as dt

from district.ground import clock
from district.ground.people.queries import Person
from district.services.training.courses.models import Finished, Lesson, Sitting
from district.services.training.courses.queries import session_of
from district.services.training.hours import actions as hours


def finish(lesson: Lesson, person: Person) -> None:
    """Once."""
    Finished.objects.get_or_create(lesson=lesson, person=person, defaults={"at": clock.now()})


def word(row: Sitting, began: dt.datetime, ended: dt.datetime, source: str, answers: str = "") -> hours.Word:
    """What one source says of a sitting, for the ledger."""
    course = row.lesson.course
    return hours.Word(
        learner=hours.learner_of(row.person), session=session_of(course.reference), title=course.title,
        office=course.office, began=began, ended=ended, source=source, by=row.person, device=row.device,
        key=f"courses:{row.reference}:{source}:{began.timestamp():.6f}", answers=answers,
    )  # fmt: skip
