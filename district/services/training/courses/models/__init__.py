"""Rows of the classroom."""

from district.services.training.courses.models.certified import Certificate
from district.services.training.courses.models.foreign import (
    Launch,
    Package,
    PackageFile,
    Registration,
    StateDocument,
    XapiStatement,
)
from district.services.training.courses.models.learnt import Attempt, Beat, Check, Enrolment, Finished, Sitting
from district.services.training.courses.models.taught import STAGE_OF, Course, Kind, Lesson, Level, Stage

__all__ = [
    "STAGE_OF", "Attempt", "Beat", "Certificate", "Check", "Course", "Enrolment", "Finished", "Kind", "Launch",
    "Lesson", "Level", "Package", "PackageFile", "Registration", "Sitting", "Stage", "StateDocument", "XapiStatement",
]  # fmt: skip
