"""Rows of the classroom."""

from district.services.training.courses.models.certified import Certificate
from district.services.training.courses.models.learnt import Attempt, Beat, Check, Enrolment, Finished, Sitting
from district.services.training.courses.models.taught import STAGE_OF, Course, Kind, Lesson, Level, Stage

__all__ = [
    "STAGE_OF", "Attempt", "Beat", "Certificate", "Check", "Course", "Enrolment", "Finished", "Kind", "Lesson", "Level",
    "Sitting", "Stage",
]  # fmt: skip
