"""Hours of the district's own classroom count in a filing that names the course: on its days, of who is known, once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils.timezone import get_default_timezone

from district.cases.decisions.leaving import withdraw
from district.enterprises.persons.actions import begin
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.models import Person
from district.services.training.courses import actions as courses
from district.services.training.courses.models import Course
from district.services.training.employers import actions
from district.services.training.employers.models import Filing
from district.services.training.employers.queries import counted
from district.services.training.hours.actions import Word, learner_of, record_all
from tests.district.cases.factories import District, person
from tests.district.cases.intake.heads import number
from tests.district.services.training.employers.town import AFTER, STARTS, another, filed, people, planned

DAY = dt.timedelta(days=1)


@pytest.fixture
def course(paid: District) -> Course:
    made = courses.add_course(
        by=paid.officer, title="示例云课", english="Sample", summary="学一学。", level=1, reference="cloud"
    )
    said = courses.LessonSaid("text", "第一课", "One", "正文" * 100)
    courses.add_lesson(course=made, by=paid.officer, said=said)
    return courses.publish(course=made, by=paid.officer)


def learns(who: Person, course: Course, *on: dt.date, hours: int = 3) -> None:
    """So many clock hours on each of these mornings, watched and answered for."""
    words = []
    for day in on:
        began = dt.datetime.combine(day, dt.time(9), get_default_timezone())
        words += [
            Word(learner_of(who), f"courses:{course.reference}", course.title, course.office, began,
                 began + dt.timedelta(hours=hours), source, f"{who.pk} {source} {day}", by=who)
            for source in ("watch", "prompts")
        ]  # fmt: skip
    record_all(words)


def staff(n: int) -> Person:
    """Somebody whose account keeps the number that lists name them by."""
    who = person(f"staff{n}", f"示例员工{n}")
    begin(by=who, name=f"示例员工{n}", number=number(n))
    return who


def cloud(paid: District, course: Course, *numbers: int, **more: Any) -> Filing:
    by = more.get("by") or paid.founder
    filing = filed(paid, platform="district", platform_name="创业云课堂", classroom=course, **more)
    actions.acknowledge(filing=filing, by=paid.officer)
    actions.bring_learners(filing=filing, by=by, file=people(*numbers))
    with clock.at(more.get("ends", AFTER - 3 * DAY) + DAY):
        actions.finish(filing=filing, by=by)
    return filing


def test_hours_of_the_course_count_on_the_filings_days(paid: District, course: Course) -> None:
    who = staff(1)
    with clock.at(AFTER):
        learns(who, course, STARTS - DAY, STARTS, STARTS + DAY, STARTS + 2 * DAY, AFTER)
    filing = cloud(paid, course, 1, 2)
    with clock.at(AFTER):
        first, second = counted(filing)
        assert (first.hours, first.payable, second.payable) == (12, 12, 0), "three mornings of five, and of one person"
        claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        line = claim.lines.get()
        assert (line.learner, line.hours, line.turn) == (first.learner, 12, 1)


def test_who_is_not_known_by_a_number_has_no_hours_in_it_until_they_are(paid: District, course: Course) -> None:
    who = person("staff1", "示例员工1")
    with clock.at(AFTER):
        learns(who, course, STARTS, STARTS + DAY, STARTS + 2 * DAY)
    filing = cloud(paid, course, 1)
    with clock.at(AFTER):
        assert [each.payable for each in counted(filing)] == [0]
        begin(by=who, name="示例员工1", number=number(1))
        assert [each.payable for each in counted(filing)] == [12]


def test_the_same_hours_are_in_one_claim_alone(paid: District, course: Course) -> None:
    """Two employers name the course and the person, on days that overlap: the first claim has the hours."""
    who, (firm, boss) = staff(1), another(paid, 11)
    with clock.at(AFTER):
        learns(who, course, *(STARTS + n * DAY for n in range(3)))
    one = cloud(paid, course, 1)
    two = cloud(paid, course, 1, firm=firm, by=boss, starts=STARTS + DAY, ends=AFTER - DAY)
    with clock.at(AFTER):
        assert [each.hours for each in counted(two)] == [8]
        first = actions.claim(filing=one, by=paid.founder, request_key=uuid.uuid4())
        assert [each.hours for each in counted(two)] == [0]
        with pytest.raises(NotPossible, match="没有可以申报的学时"):
            actions.claim(filing=two, by=boss, request_key=uuid.uuid4())
        assert [each.payable for each in counted(one)] == [12], "what it claimed itself it has"
        withdraw(application=first.application, by=paid.founder)
        assert [each.hours for each in counted(two)] == [8]


def test_what_is_left_of_the_days_of_others_counts(paid: District, course: Course) -> None:
    who, (firm, boss) = staff(1), another(paid, 11)
    with clock.at(AFTER):
        learns(who, course, *(STARTS + n * DAY for n in range(6)), hours=4)
    one = cloud(paid, course, 1, ends=STARTS + 2 * DAY)
    two = cloud(paid, course, 1, firm=firm, by=boss)
    with clock.at(AFTER):
        actions.claim(filing=one, by=paid.founder, request_key=uuid.uuid4())
        line = actions.claim(filing=two, by=boss, request_key=uuid.uuid4()).lines.get()
    assert (line.learnt, line.turn) == (16, 2), "three of the six mornings"


def test_a_course_is_of_the_districts_own_platform_and_open(paid: District, course: Course) -> None:
    with pytest.raises(NotPossible, match="平台类别要选“区创业云课堂”"):
        filed(paid, classroom=course)
    courses.close(course=course, by=paid.officer)
    with pytest.raises(NotPossible, match="没有开放"):
        filed(paid, classroom=course, platform="district")
    assert planned().classroom is None
