"""A course with a text, a film's stand-in and a quiz, in the small district."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from district.ground.people.models import Person
from district.services.training.courses import actions
from district.services.training.courses.models import Course, Lesson
from tests.district.cases.factories import District
from tests.remembering import remembered

TEXT = "## 开头\n\n" + "先说给十个人听。" * 150  # 1,204 characters: 240 seconds
CHECKS = "? 先做什么\n+ 说给十个人听\n- 印名片\n- 租办公室\n"
QUIZ = "? 一加一\n+ 二\n- 三\n\n？二加二\n＋四\n－五\n"


@dataclass(frozen=True)
class School:
    course: Course
    text: Lesson
    quiz: Lesson
    teacher: Person
    learner: Person


@remembered
def opened(here: District) -> School:
    course = actions.add_course(
        by=here.officer, title="示例课程", english="Sample course", summary="学一学。", level=1, reference="sample"
    )
    said = actions.LessonSaid
    text = actions.add_lesson(course=course, by=here.officer, said=said("text", "第一课", "One", TEXT, CHECKS))
    quiz = actions.add_lesson(course=course, by=here.officer, said=said("quiz", "测验", "Quiz", questions=QUIZ))
    actions.publish(course=course, by=here.officer)
    actions.enrol(course=course, by=here.founder)
    return School(course, text, quiz, here.officer, here.founder)


@pytest.fixture
def school(here: District) -> School:
    return opened(here)
