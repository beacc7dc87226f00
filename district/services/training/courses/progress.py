"""How far somebody is: read from the one set of rows that say what is finished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from district.ground.people.queries import Person
from district.services.training.courses.models import Course, Finished, Lesson


@dataclass(frozen=True)
class Progress:
    """Of a course's lessons those finished; never more than there are."""

    done: frozenset[int]
    lessons: tuple[Lesson, ...]

    @property
    def count(self) -> int:
        return sum(each.pk in self.done for each in self.lessons)

    @property
    def whole(self) -> int:
        return len(self.lessons)

    @property
    def percent(self) -> int:
        return self.count * 100 // self.whole if self.whole else 0

    @property
    def is_whole(self) -> bool:
        return bool(self.lessons) and self.count == self.whole

    @property
    def next(self) -> Lesson | None:
        """The first lesson that is not finished."""
        return next((each for each in self.lessons if each.pk not in self.done), None)


def progress_of(person: Person | None, courses: Collection[Course]) -> dict[int, Progress]:
    """Key of a course → how far somebody is in it; two queries however many."""
    lessons = list(Lesson.objects.filter(course__in=courses, removed_at=None).order_by("course", "position"))
    done: frozenset[int] = frozenset()
    if person is not None:
        rows = Finished.objects.filter(person=person, lesson__in=lessons)
        done = frozenset(rows.values_list("lesson", flat=True))
    return {
        course.pk: Progress(done, tuple(each for each in lessons if each.course_id == course.pk)) for course in courses
    }


def is_finished(person: Person, course: Course) -> bool:
    return progress_of(person, [course])[course.pk].is_whole


def finished_by(people: Collection[int], course: Course) -> Counter[int]:
    """Key of a person → how many of the course's lessons they finished."""
    rows = Finished.objects.filter(person__in=people, lesson__course=course, lesson__removed_at=None)
    return Counter(rows.values_list("person", flat=True))
