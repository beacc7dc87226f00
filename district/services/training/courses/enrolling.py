"""Enrolling in a course, and giving it up."""

from __future__ import annotations

from django.db import transaction

from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.services.training.courses.models import Course, Enrolment
from district.services.training.courses.permissions import may_enrol

ROOM = "courses"


def enrol(*, course: Course, by: Person) -> Enrolment:
    """Learn in a course; again where one learns already is the same. Refused."""
    if known := Enrolment.objects.filter(course=course, person=by, left_at=None).first():
        return known
    require(may_enrol(by, course))
    with transaction.atomic():
        row, made = Enrolment.objects.get_or_create(
            course=course, person=by, left_at=None, defaults={"at": clock.now()}
        )
        if made:
            write_log(room=ROOM, subject=course.reference, verb="enrol", by=by)
    return row


def leave(*, course: Course, by: Person) -> None:
    """Give a course up; what was learnt stays."""
    with transaction.atomic():
        rows = lock(Enrolment.objects.filter(course=course, person=by, left_at=None))
        if rows.update(left_at=clock.now()):
            write_log(room=ROOM, subject=course.reference, verb="leave", by=by)
