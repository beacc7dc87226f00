"""Reads of the classroom."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from district.ground.people.queries import Person
from district.services.training.courses import states
from district.services.training.courses.models import (
    Attempt,
    Certificate,
    Course,
    Enrolment,
    Lesson,
    Package,
    Registration,
    Sitting,
)
from district.services.training.courses.progress import Progress, progress_of

__all__ = [
    "Course", "Progress", "attempts_of", "certificate_of", "certificates_seen", "courses_kept", "courses_seen",
    "enrolments_of", "lessons_kept", "lessons_seen", "open_courses", "open_sitting", "own_certificates",
    "packages_kept", "progress_of", "registrations_of", "session_of", "with_counts",
]  # fmt: skip


def session_of(reference: str) -> str:
    """What the ledger of hours calls a course."""
    return f"courses:{reference}"


def open_courses() -> QuerySet[Course]:
    """Those everybody may enrol in."""
    return Course.objects.public()


def courses_seen(person: Person | None) -> QuerySet[Course]:
    return Course.objects.visible_to(person).select_related("office")


def courses_kept(person: Person) -> QuerySet[Course]:
    return Course.objects.kept_by(person).select_related("office")


def with_counts(rows: QuerySet[Course]) -> QuerySet[Course]:
    """With `lesson_count` and `learner_count`."""
    return rows.annotate(
        lesson_count=Count("lessons", filter=Q(lessons__removed_at=None), distinct=True),
        learner_count=Count("enrolments__person", filter=Q(enrolments__left_at=None), distinct=True),
    ).order_by("stage", "level", "pk")  # what is grouped loses its model's order


def lessons_seen(person: Person | None) -> QuerySet[Lesson]:
    """Of the courses somebody sees, those that are taught."""
    rows = Lesson.objects.filter(removed_at=None, course__in=Course.objects.visible_to(person))
    return rows.select_related("course__office", "file", "package")


def lessons_kept(person: Person) -> QuerySet[Lesson]:
    rows = Lesson.objects.filter(removed_at=None, course__in=Course.objects.kept_by(person))
    return rows.select_related("course__office", "file", "package")


def own_sittings(person: Person) -> QuerySet[Sitting]:
    return Sitting.objects.filter(person=person).select_related("lesson__course", "person")


def open_sitting(person: Person, lesson: Lesson) -> Sitting | None:
    """The one in which somebody sits before this lesson now."""
    return own_sittings(person).filter(lesson=lesson, ended_at=None).first()


def attempts_of(person: Person, lesson: Lesson) -> QuerySet[Attempt]:
    return Attempt.objects.filter(person=person, lesson=lesson)


def packages_kept(person: Person) -> QuerySet[Package]:
    return Package.objects.kept_by(person).select_related("course__office", "by").annotate(
        file_count=Count("files", distinct=True), lesson_count=Count(
            "lessons", filter=Q(lessons__removed_at=None), distinct=True)).order_by("-at", "-pk")  # fmt: skip


def registrations_of(person: Person) -> QuerySet[Registration]:
    """Packages somebody learns or learnt in."""
    rows = Registration.objects.filter(person=person, lesson__removed_at=None)
    return rows.select_related("package", "lesson__course")


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    """What somebody learns in now."""
    return Enrolment.objects.filter(person=person, left_at=None).select_related("course__office")


def own_certificates(person: Person) -> QuerySet[Certificate]:
    return Certificate.objects.filter(person=person).select_related("office", "course", "file")


def certificates_seen(person: Person) -> QuerySet[Certificate]:
    return Certificate.objects.visible_to(person).select_related("office", "course", "person", "ended_by", "file")


def certificate_of(person: Person, course: Course) -> Certificate | None:
    """The one that holds."""
    return own_certificates(person).filter(course=course, state=states.VALID).first()


def certificate_numbered(reference: str) -> Certificate | None:
    """For whoever has its number: anybody."""
    said = reference.strip().upper()[:24]
    return Certificate.objects.filter(reference=said).select_related("office").first()
