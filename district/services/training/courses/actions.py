"""Writes of the classroom, by their names: who teaches, who learns, who is certified."""

from district.services.training.courses.certifying import issue, paper, revoke, withdraw
from district.services.training.courses.editing import (
    LessonSaid,
    add_course,
    add_lesson,
    change_course,
    change_lesson,
    close,
    move_up,
    publish,
    remove,
)
from district.services.training.courses.enrolling import enrol, leave
from district.services.training.courses.foreign.launching import launch
from district.services.training.courses.quizzing import hand_in
from district.services.training.courses.sitting import answer_check, beat, end_idle, start

__all__ = [
    "LessonSaid", "add_course", "add_lesson", "answer_check", "beat", "change_course", "change_lesson", "close",
    "end_idle", "enrol", "hand_in", "issue", "launch", "leave", "move_up", "paper", "publish", "remove", "revoke",
    "start", "withdraw",
]  # fmt: skip
